"""A text as written in, the same text out with one kind of digit, hyphen and blank, character by character.

What the patterns of the guard find in it stands at the same place in the text itself.
"""

import sys
import unicodedata

_HYPHENS = "-‐‑‒–—―−ー－ｰ﹣﹘⁃˗╌─━﹉⸺⸻"

# Characters nobody sees: default-ignorable ones (Unicode, DerivedCoreProperties) that fonts draw as nothing, controls, and
# the directions of writing. Selectors of variants are none where they stand behind what they vary: `marks`.
INVISIBLE = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)


def _table() -> dict[int, str]:
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # full-width ASCII
    for code in range(0x80, sys.maxunicode + 1):
        kind = unicodedata.category(chr(code))
        if kind == "Nd":
            table[code] = str(unicodedata.digit(chr(code)))
        elif kind == "Zs" or code in (0xAD, 0x34F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF):  # also what hides in a number
            table[code] = " "
    table |= {ord(hyphen): "-" for hyphen in _HYPHENS}
    table[ord("\t")] = " "
    return table


_PLAIN = _table()


def plain(text: str) -> str:
    """`text` with ASCII digits, letters and hyphens and blanks of one kind; as long as `text`, and its lines as they were."""
    return text if text.isascii() and "\t" not in text else text.translate(_PLAIN)


def key(text: str) -> str:
    """What decides whether two numbers, addresses or names are the same: NFKC, no blanks, hyphens or brackets, small letters."""
    joined = plain(unicodedata.normalize("NFKC", text))
    return "".join(char for char in joined if char not in " -\n()").casefold()
