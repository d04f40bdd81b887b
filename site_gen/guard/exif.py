"""An Exif block in (TIFF 6.0, CIPA DC-008), what it tells about people and places out."""

from collections.abc import Iterator

from site_gen.guard import programs

# What a picture needs to be shown, or what every camera writes alike: orientation, resolution, colours, size, versions.
_HARMLESS = frozenset({
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x011A, 0x011B, 0x0128, 0x0213, 0x9000, 0x9101,
    0xA000, 0xA001, 0xA002, 0xA003,
})
_NAMES = {
    0x010E: "説明", 0x010F: "機器", 0x0110: "機器", 0x0132: "日時", 0x013B: "作成者", 0x013C: "機器", 0x8298: "著作者",
    0x8825: "位置（GPS）", 0x9003: "日時", 0x9004: "日時", 0x927C: "機器の記録", 0x9286: "コメント", 0x9C9B: "題名", 0x9C9C: "コメント",
    0x9C9D: "作成者", 0x9C9E: "キーワード", 0x9C9F: "題名", 0xA430: "所有者", 0xA431: "機器", 0xA433: "機器", 0xA434: "機器",
    0xA435: "機器",
}
_DETAILS, _INTEROPERABILITY, _SOFTWARE, _OTHER = 0x8769, 0xA005, 0x0131, "その他"
_VERSIONS = frozenset({0x0001, 0x0002})  # R98, 0100
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}  # bytes of one value of a type
_LONGEST = 24  # bytes; no value that a picture needs is longer


def telling(block: bytes) -> Iterator[str]:
    """What the block tells beside how to show the picture, as one text in Japanese; nothing when it tells nothing."""
    if block[:2] not in (b"II", b"MM"):
        if block.strip(b"\0"):
            yield "Exif（読み取れません）"
        return
    tags = _Tags(block, block[:2] == b"II")
    names = list(tags.all())
    if names:
        yield f"Exif（{'、'.join(dict.fromkeys(names))}）"


class _Tags:
    """The directories of a block; what none of them leads to is told too, as it can be anything."""

    def __init__(self, block: bytes, little: bool) -> None:
        self.block = block
        self.little = little
        self.unread = bytearray(block)
        self._read(0, 8)

    def all(self) -> Iterator[str]:
        first = self.number(4, 4)
        yield from self._names(first, _HARMLESS, (_DETAILS,))
        if self.number(first + 2 + 12 * self.number(first, 2), 4):
            yield "縮小画像"
        elif self.unread.strip(b"\0"):
            yield "読み取れない部分"

    def _names(self, directory: int, harmless: frozenset[int], under: tuple[int, ...]) -> Iterator[str]:
        """What the directory tells, and those `under` it."""
        count = min(self.number(directory, 2), 500)
        self._read(directory, 2 + 12 * count + 4)
        for entry in range(directory + 2, min(directory + 2 + 12 * count, len(self.block) - 11), 12):
            tag, value = self.number(entry, 2), self._value(entry)
            if tag in under and tag == _DETAILS:
                yield from self._names(self.number(entry + 8, 4), _HARMLESS, (_INTEROPERABILITY,))
            elif tag in under:
                yield from self._names(self.number(entry + 8, 4), _VERSIONS, ())
            elif tag == _SOFTWARE:
                if not programs.is_program(value.rstrip(b"\0").decode("utf-8", "replace")):
                    yield "作ったプログラム"
            elif tag not in harmless or len(value) > _LONGEST:
                yield _NAMES.get(tag, _OTHER)

    def _value(self, entry: int) -> bytes:
        size = _SIZES.get(self.number(entry + 2, 2), 1) * self.number(entry + 4, 4)
        at = entry + 8 if size <= 4 else self.number(entry + 8, 4)
        self._read(at, size)
        return self.block[at : at + size]

    def _read(self, at: int, size: int) -> None:
        end = min(at + size, len(self.unread))
        if at < end:
            self.unread[at:end] = bytes(end - at)

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.block[at : at + size], "little" if self.little else "big")
