"""A text as written in, the same text out with one kind of digit, hyphen and blank, character by character.

What the patterns of the guard find in it stands at the same place in the text itself.
"""

import unicodedata

_HYPHENS = "-‐‑‒–—―−ー－ｰ﹣﹘⁃˗╌─━﹉⸺⸻"

# Characters nobody sees: default-ignorable ones (Unicode, DerivedCoreProperties) that fonts draw as nothing, controls, and
# the directions of writing. Selectors of variants are none where they stand behind what they vary: `marks`.
INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)


class _Plain(dict[int, str]):
    """What stands for each character, looked up when it is first met: Unicode has more than are ever read."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if 0xFF01 <= code < 0xFF5F:  # full-width ASCII
            found = chr(code - 0xFEE0)
        elif kind == "Nd" and code >= 0x80:
            found = str(unicodedata.digit(char))
        elif (kind == "Zs" and code >= 0x80) or char == "\t" or code in _HIDING:
            found = " "
        else:
            found = char
        self[code] = "-" if char in _HYPHENS else found
        return self[code]


_HIDING = (0xAD, 0x34F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)  # what hides in a number
_PLAIN = _Plain()


def plain(text: str) -> str:
    """`text` with ASCII digits, letters and hyphens and blanks of one kind; as long as `text`, and its lines as they were."""
    return text if text.isascii() and "\t" not in text else text.translate(_PLAIN)


def key(text: str) -> str:
    """What decides whether two numbers, addresses or names are the same: NFKC, no blanks, hyphens or brackets, small letters."""
    joined = plain(unicodedata.normalize("NFKC", text))
    return "".join(char for char in joined if char not in " -\n()").casefold()
