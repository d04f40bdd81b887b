"""An Exif block in (TIFF 6.0, CIPA DC-008), what it tells about people and places out."""

from collections.abc import Iterator

# What a picture needs to be shown, or what every camera writes alike: orientation, resolution, colours, size, versions.
_HARMLESS = frozenset({
    0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0112, 0x0115, 0x011A, 0x011B, 0x0128, 0x0131, 0x0213, 0x8769, 0x9000, 0x9101,
    0xA000, 0xA001, 0xA002, 0xA003, 0xA005,
})
_NAMES = {
    0x010E: "説明", 0x010F: "機器", 0x0110: "機器", 0x0132: "日時", 0x013B: "作成者", 0x013C: "機器", 0x8298: "著作者",
    0x8825: "位置（GPS）", 0x9003: "日時", 0x9004: "日時", 0x927C: "機器の記録", 0x9286: "コメント", 0x9C9B: "題名", 0x9C9C: "コメント",
    0x9C9D: "作成者", 0x9C9E: "キーワード", 0x9C9F: "題名", 0xA430: "所有者", 0xA431: "機器", 0xA433: "機器", 0xA434: "機器",
    0xA435: "機器",
}
_DETAILS, _OTHER = 0x8769, "その他"


def telling(block: bytes) -> Iterator[str]:
    """What the block tells beside how to show the picture, as one text in Japanese; nothing when it tells nothing."""
    order = {b"II": "little", b"MM": "big"}.get(block[:2])
    if order is None:
        if block.strip(b"\0"):
            yield "Exif（読み取れません）"
        return
    tags = _Tags(block, order == "little")
    first = tags.number(4, 4)
    names = list(tags.names(first, deep=True))
    if tags.number(first + 2 + 12 * tags.number(first, 2), 4):
        names.append("縮小画像")
    if names:
        yield f"Exif（{'、'.join(dict.fromkeys(names))}）"


class _Tags:
    def __init__(self, block: bytes, little: bool) -> None:
        self.block = block
        self.little = little

    def names(self, at: int, *, deep: bool) -> Iterator[str]:
        """What the directory at `at` tells, and that of details under it."""
        for entry in range(at + 2, at + 2 + 12 * min(self.number(at, 2), 500), 12):
            tag = self.number(entry, 2)
            if tag == _DETAILS and deep:
                yield from self.names(self.number(entry + 8, 4), deep=False)
            elif entry + 12 <= len(self.block) and tag not in _HARMLESS:
                yield _NAMES.get(tag, _OTHER)

    def number(self, at: int, size: int) -> int:
        return int.from_bytes(self.block[at : at + size], "little" if self.little else "big")
