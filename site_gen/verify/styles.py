"""What a style sheet, or a value in the language of style sheets, loads: its addresses into a reading.

Comments, strings and bare addresses are told apart as CSS Syntax 3 §4 does. A backslash could write any of that in another
way, and two slashes begin a host: outside of comments neither is let through, so that nothing has to be understood further.
"""

import re

from site_gen.verify import faults
from site_gen.verify.reading import Reading

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?(?:\*/|\Z))|(?P<url>\burl\(\s*(?!["'\s])[^)]*(?:\)|\Z))|"[^"\n\r\f]*(?:"|(?=[\n\r\f])|\Z)|'[^'\n\r\f]*(?:'|(?=[\n\r\f])|\Z)""",
    re.S | re.I,
)
_HOST = re.compile(r"[a-z]*:?//[^\s\"')]*", re.I)
_BARE = re.compile(r"url\(\s*([^\s\"')][^)]*?)\s*(?:\)|\Z)", re.I)
_STRING = r"(?:\"([^\"\n]*)\"?|'([^'\n]*)'?)"
_QUOTED = re.compile(rf"\b(?:url|src)\(\s*{_STRING}|@import\s*{_STRING}", re.I)
_SET = re.compile(r"image-set\(([^;{}]*)", re.I)
_IN_SET = re.compile(_STRING)
_TYPE = re.compile(r"type\(\s*(?:\"[^\"]*\"|'[^']*')\s*\)", re.I)


def read_style(reading: Reading, written: str, where: str = "url()") -> None:
    """Put into `reading` what `written` loads; `where` is how its place is called."""
    style = _TOKEN.sub(lambda token: " " if token["comment"] else token[0], written)
    if "\\" in style:
        at = style.index("\\")
        reading.faults.append(faults.escaped(reading.path, where, style[max(0, at - 20) : at + 20]))
        return
    hosts = [found[0] for found in _HOST.finditer(style)]
    for host in hosts:
        reading.request(where, host)
    quoted = [(match[0], next((one for one in match.groups() if one), "")) for match in _QUOTED.finditer(style)]
    sets = [(where, one[1] or one[2] or "") for match in _SET.finditer(style) for one in _IN_SET.finditer(_TYPE.sub("", match[1]))]
    bare = [(where, match[1]) for match in _BARE.finditer(style)]
    for begins, address in (*quoted, *sets, *bare):
        if not _HOST.match(address.strip()):
            reading.request("@import" if begins.startswith("@") else where, address)
