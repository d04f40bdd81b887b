"""A colour in, how it stands out from others out: contrast by WCAG 2.2 (relative luminance), and the nearest colour that is enough."""

import re
from collections.abc import Sequence

Colour = tuple[int, int, int]  # red, green, blue, each 0 to 255

WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)

TEXT = 4.5  # the least contrast of text (1.4.3, AA)
LINE = 3.0  # and of a line or mark that tells something (1.4.11, AA)


def parse(text: str) -> Colour | None:
    """The colour that `#00118f` or `#01f` means; None for anything else."""
    found = re.fullmatch(r"#([0-9a-f]{6}|[0-9a-f]{3})", text.strip().casefold())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(one * 2 for one in found[1])
    red, green, blue = bytes.fromhex(digits)
    return red, green, blue


def written(colour: Colour) -> str:
    """The colour as `parse` reads it, in six digits."""
    return f"#{bytes(colour).hex()}"


def ratio(one: Colour, other: Colour) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def shown(found: float) -> str:
    """A ratio as a sentence gives it, never more than it is: 2.98 is 2.9:1."""
    return f"{int(found * 10) / 10:.1f}:1"


def ink(colour: Colour) -> Colour:
    """White or black, whichever is easier to read on `colour`; one of them always has at least 4.58:1, which is TEXT."""
    return max(WHITE, BLACK, key=lambda one: ratio(one, colour))


def least(colour: Colour, grounds: Sequence[Colour]) -> float:
    """The contrast of `colour` with that of `grounds` from which it stands out least."""
    return min(ratio(colour, ground) for ground in grounds)


def towards(colour: Colour, end: Colour, grounds: Sequence[Colour], enough: float = LINE) -> Colour:
    """The first colour on the way from `colour` to `end` (black or white) that stands out `enough` from all `grounds`."""
    steps = (_mixed(colour, end, step / 255) for step in range(256))
    return next((one for one in steps if least(one, grounds) >= enough), end)


def _mixed(colour: Colour, end: Colour, share: float) -> Colour:
    red, green, blue = (round(one + (other - one) * share) for one, other in zip(colour, end, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (part / 255 for part in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
