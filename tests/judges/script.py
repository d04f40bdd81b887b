"""A script in, out what in it acts before a reader meant it, or goes on by itself (WCAG 2.2.1, 2.2.2, 2.5.1, 2.5.2, 2.5.4, 2.5.7)."""

from __future__ import annotations

import re
from collections.abc import Iterator


def script(text: str) -> Iterator[str]:
    """Handlers of a pointer that goes down, moves or drags, and of a device that moves; what repeats or moves by itself."""
    heard = [*re.findall(r"addEventListener\(\s*[\"'](\w+)", text), *re.findall(r"\.on(\w+)\s*=[^=]", text)]
    yield from (f"it listens to {one}" for one in heard if re.match("pointer|mouse|touch|drag|device", one))
    yield from (f"it goes on by itself: {one}" for one in re.findall(r"setInterval|\.animate\(|location\.reload|setTimeout\([^;]*location", text))
