"""A style sheet in, out what in it takes something away from readers: text that only it says, sizes that do not grow, motion, …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector with its declarations, and the at-rules around it, outermost first."""

    around: tuple[str, ...]
    selector: str
    declared: tuple[tuple[str, str], ...]


def rules(css: str) -> Iterator[Rule]:
    """Every rule of a sheet of site.css's kind: no strings with braces, nothing but at-rules around rules."""
    around: list[str] = []
    for head, end in re.findall(r"([^{}]*)([{}])", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)):
        if end == "{":
            around.append(" ".join(head.rpartition(";")[2].split()))
            continue
        if not around:
            raise ValueError(f"a brace too many after {head!r}")
        if head.strip():
            pairs = (one.partition(":") for one in head.split(";") if one.strip())
            yield Rule(tuple(around[:-1]), around[-1], tuple((name.strip(), value.strip()) for name, _, value in pairs))
        around.pop()
    if around:
        raise ValueError(f"{around} is not closed")


# Whose outline is taken away, and what is seen instead: the page as a whole, its boxes that have a thick edge.
UNLINED = {"main:focus, nav.document:focus", ".diagram a:focus-visible"}
# Lists without marks keep being lists in Safari when they stand in a navigation, or when the mark is an empty text.
IN_NAVIGATION = re.compile(r"\.(site-head|crumbs|steps|sheets) |^nav\.")
SPACING = ("line-height", "letter-spacing", "word-spacing")
MOVES = ("animation", "transition", "scroll-behavior", "animation-name")


def style(css: str) -> Iterator[str]:
    """What a reader would miss; rules: WCAG 1.3.1, 1.3.4, 1.4.4, 1.4.12, 2.2.2, 2.4.7 and accessibility.md (print, motion, policy)."""
    if found := re.findall(r"@import|@font-face|url\([^)]*\)", css):
        yield f"it fetches {found}"
    if re.search("@keyframes", css):
        yield "it has an animation"
    for rule in rules(css):
        media = " ".join(rule.around)
        for name, value in rule.declared:
            where = f"{media} {rule.selector} {{ {name}: {value} }}".strip()
            if name == "content" and "print" not in media and _says(value):
                yield f"text that only the style sheet says: {where}"
            marked = value != "none" or IN_NAVIGATION.search(rule.selector) or "summary" in rule.selector
            if name in ("list-style", "list-style-type") and not marked:
                yield f"a list that is none in Safari: {where}"
            if name in ("font-size", "font") and re.search(r"[0-9]px", value) and ".diagram" not in rule.selector:
                yield f"letters that do not grow: {where}"
            if name.startswith(MOVES) and value not in ("none", "auto") and "no-preference" not in media:
                yield f"motion that nobody asked about: {where}"
            if name in ("outline", "outline-width", "outline-style") and re.match(r"(none|0)\b", value) and rule.selector not in UNLINED:
                yield f"a focus without a line: {where}"
            if name in SPACING and "!important" in value:
                yield f"room that readers cannot change: {where}"
            if re.search("orientation|aspect-ratio", media) and (name, value) in (("display", "none"), ("visibility", "hidden")):
                yield f"something is gone when the screen is turned: {where}"
            if ":hover" in rule.selector and name in ("display", "visibility", "content"):
                yield f"something is there under a pointer only: {where}"
            if name == "text-align" and value == "justify":
                yield f"uneven gaps: {where}"
            if name in ("user-select", "pointer-events") and value == "none":
                yield f"what cannot be copied or pressed: {where}"


def _says(content: str) -> bool:
    """Whether a `content` has letters of its own that are read; with `/ ""` behind it they are a picture, with attr() they stand
    in the page."""
    shown, slash, _ = content.partition("/")
    own = re.sub(r"attr\([^)]*\)|counter\([^)]*\)|none|normal|open-quote|close-quote", "", shown)
    return bool(re.search(r"\w", own)) or ("attr(" in shown and not slash)
