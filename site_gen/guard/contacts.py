"""A text in, the mail addresses and telephone numbers in it out; where the form asks for them they pass."""

import re
from collections.abc import Iterator

from site_gen.guard.finding import Hit, Text, shown

_AT = re.compile(r" ?(?:\n *)?@ ?(?:\n *)?| ?[\[({<【] ?(?:at?|アット)(?:マーク)? ?[\])}>】] ?", re.I)
_LOCAL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,63})$")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*\.[A-Za-z]{2,24}(?![A-Za-z])")

_CALLED = (
    r"(?:電話|でんわ|携帯|直通|代表|ファックス|ファクス|ファクシミリ|℡|☎|☏|[Tt](?<![A-Za-z][Tt])[Ee][Ll]|[Ff](?<![A-Za-z][Ff])[Aa][Xx]|[Pp]hone)(?:番号)?"
    r"(?:[ :.(/)]|電話|直通|代表){0,6}"
)
# A pattern that begins with its first character and looks back from there is many times faster than one that looks first.
_NOT_WITHIN = "(?<![0-9A-Za-z第][(0])(?<![0-9A-Za-z+][.-][(0])"
# 048-829-1234, 048(829)1234, (048) 829-1234, 048 829 1234, 090-1234-5678, 0120-123-456
_SPACED = re.compile(
    rf"[(0]{_NOT_WITHIN}(?:(?<=\()0[1-9][0-9]{{0,3}}\) ?-?|(?<=0)[1-9][0-9]{{0,3}}(?: ?- ?| |\.| ?\( ?))[0-9]{{1,4}}"
    r"(?: ?- ?| |\.| ?\) ?-?)[0-9]{3,4}(?![0-9A-Za-z号])(?![.-][0-9])")
_FREE = re.compile(rf"0{_NOT_WITHIN}(?:120|570|800)[ -][0-9]{{6,7}}(?![0-9A-Za-z])(?!-[0-9])")
_COUNTRY = re.compile(r"\+81[ -]{0,2}(?:\(0\) ?)?[1-9][0-9]{0,3}[ -]?[0-9]{1,4}[ -]?[0-9]{3,4}(?![0-9])")
_MOBILE = re.compile(rf"0{_NOT_WITHIN}[5-9]0[0-9]{{8}}(?![0-9A-Za-z])(?![.-][0-9])")
_BARE = re.compile(rf"{_CALLED}(?P<number>0[1-9][0-9]{{8}}(?![0-9])|[1-9][0-9]{{0,3}}-[0-9]{{4}}(?![0-9年])(?!-[0-9]))")
_INNER = re.compile(
    r"(?:内線|[Ee](?<![A-Za-z][Ee])[Xx][Tt](?:\.|ension)?)(?:番号)?[ :.(#]{0,4}(?P<number>[0-9]{2,6})(?![0-9])(?! ?[桁台回件人本年月日条項号])")
# 048/829/1234; 090-1234-⏎5678 and 0901234⏎5678, broken where a line was full
_SLASHED = re.compile(rf"0{_NOT_WITHIN}(?<!/0)[1-9][0-9]{{0,3}}/[0-9]{{1,4}}/[0-9]{{4}}(?![0-9A-Za-z/])")
_BROKEN = re.compile(rf"0{_NOT_WITHIN}[1-9][0-9]{{0,3}} ?-(?:\n *)?[0-9]{{1,4}} ?-(?:\n *)?[0-9]{{4}}(?![0-9A-Za-z])(?!-[0-9])")
_WRAPPED = re.compile(rf"0{_NOT_WITHIN}[7-9]0(?=[0-9]*\n *[0-9]+(?![0-9A-Za-z]))(?:(?:\n *)?[0-9]){{8}}(?![0-9A-Za-z-])")
_COUNTED = ((_SLASHED, True), (_BROKEN, True), (_WRAPPED, True), (_SPACED, True), (_FREE, True), (_MOBILE, False), (_COUNTRY, False))

_MOVE = "連絡先は、様式の請求先・連絡先の項目か、municipality.yaml の「連絡先」に書きます。"
_ALLOW = "公開してよいものなら、municipality.yaml の「公開してよい」に値と理由を書いてください"


def mail_addresses(text: Text) -> Iterator[Hit]:
    """Mail addresses, also with 「[at]」 or （アット） for their @."""
    for at in _AT.finditer(text.plain):
        local = _LOCAL.search(text.plain, max(0, at.start() - 64), at.start())
        domain = _DOMAIN.match(text.plain, at.end())
        if local and domain:
            value = text.plain[local.start() : domain.end()]
            yield Hit("mail-address", local.start(), domain.end(), f"{local.group()}@{domain.group()}",
                      f"メールアドレス「{shown(value)}」があります", f"公にしないものなら、消してください。{_MOVE}{_ALLOW}", text.contact)


def telephone_numbers(text: Text) -> Iterator[Hit]:
    """Telephone numbers as they are written in Japan, and those inside an office (内線)."""
    taken: list[tuple[int, int]] = []
    for pattern, counts in _COUNTED:
        for found in pattern.finditer(text.plain):
            if not counts or _has_length(found.group()):
                taken.append(found.span())
    for pattern in (_BARE, _INNER):
        taken.extend(found.span("number") if pattern is _BARE else found.span() for found in pattern.finditer(text.plain))
    end = 0
    for start, stop in sorted(taken):
        if start >= end:
            end = stop
            value = text.plain[start:stop]
            yield Hit("telephone-number", start, stop, value, f"電話番号「{shown(value)}」があります",
                      f"公にしないものなら、消してください。{_MOVE}{_ALLOW}", text.contact)


def _has_length(number: str) -> bool:
    """Ten digits, eleven where they begin as those of mobiles, of numbers by the internet and of 0800 do (番号計画)."""
    digits = re.sub("[^0-9]", "", number)
    return len(digits) == (11 if re.match("0[5-9]0|0800", digits) else 10)
