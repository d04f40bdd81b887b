"""A text in, what its author left for later and what nobody can see out."""

import re
from collections.abc import Iterator
from itertools import groupby

from site_gen.guard.finding import Hit, Text, shown
from site_gen.guard.plain import INVISIBLE

_ENGLISH = re.compile(r"(?:TODO|FIXME|TBD|T\.B\.D\.|todo(?=:)|fixme(?=:))(?![A-Za-z0-9])")
# Words that say what remains to be done when they stand for themselves: in brackets, alone on a line, behind a full stop.
_JAPANESE = re.compile("要確認|要修正|要検討|要追記|要記入|確認中|確認待ち|下書き|書きかけ")
_BEFORE, _BEHIND = re.compile(r"(?:^|[\n\r。(\[【〔「『＜<※*#|\"']) ?$"), re.compile(r" ?(?:$|[\n\r)\]】〕」』＞>:!?。、|\"'*])")
_CIRCLES = re.compile(r"[○〇◯]{2,}|[●]{2,}|[△]{2,}|[×✕]{2,}|[□■]{2,}")
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千0-9]")
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_PICTOGRAPH = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# What has variants that a selector tells apart: ideographs (葛󠄀城市), symbols (☎︎).
_VARIED = re.compile("[#*0-9\u00a9\u00ae\u2000-\u2bff\u3000-\u303f\u3297\u3299\u3400-\u9fff\uf900-\ufaff\U0001f000-\U0003ffff]")


def todos(text: Text) -> Iterator[Hit]:
    """TODO, 要確認 and the like, and circles that stand for a word (○○市)."""
    for found in _ENGLISH.finditer(text.plain):
        if not re.match("[A-Za-z0-9]", text.plain[max(0, found.start() - 1) : found.start()]):
            yield _todo(text, found.start(), found.end())
    for found in _JAPANESE.finditer(text.plain):
        before = text.plain[max(0, found.start() - 2) : found.start()]
        if _BEFORE.search(before) and _BEHIND.match(text.plain, found.end()):
            yield _todo(text, found.start(), found.end())
    for found in _CIRCLES.finditer(text.text):
        if not _is_numeral(text, found):
            yield _todo(text, found.start(), found.end())


def _todo(text: Text, start: int, end: int) -> Hit:
    value = text.text[start:end]
    return Hit("todo", start, end, value, f"書きかけの印「{shown(value)}」が残っています",
               "公開するまでに、実際の内容に書き換えるか消してください")


def _is_numeral(text: Text, circles: re.Match[str]) -> bool:
    """二〇〇五年, 第〇三三-〇〇一号: zeros of a number."""
    if set(circles.group()) != {"〇"}:
        return False
    start, end = circles.span()
    before, behind = text.plain[max(0, start - 5) : start].rstrip("- "), text.plain[end : end + 5].lstrip("- ")
    return bool(_NUMERAL.match(before[-1:]) or _NUMERAL.match(behind[:1]))


def invisible(text: Text) -> Iterator[Hit]:
    """Characters that nobody sees, one hit for those that stand together."""
    places = [found.start() for found in _HIDDEN.finditer(text.text) if not _joins_pictographs(text.text, found.start())]
    places += [at for at in (found.start() for found in _SELECTOR.finditer(text.text))
               if not (at and _VARIED.match(text.text[at - 1]))]
    for _, together in groupby(enumerate(sorted(places)), lambda pair: pair[1] - pair[0]):
        found_at = [at for _, at in together]
        codes = "、".join(dict.fromkeys(f"U+{ord(text.text[at]):04X}" for at in found_at[:4]))
        yield Hit("invisible-character", found_at[0], found_at[-1] + 1, codes, f"目に見えない文字（{codes}）が入っています",
                  "その文字を消してください。前後の文字ごと消して打ち直すと確かです。Excel、Word や PDF から貼り付けると残ることがあります")


def _joins_pictographs(text: str, at: int) -> bool:
    """A joiner between two pictographs makes one of them (👩‍👧)."""
    return text[at] == "\u200d" and bool(_PICTOGRAPH.search(text[max(0, at - 2) : at]) and _PICTOGRAPH.match(text[at + 1 : at + 2]))
