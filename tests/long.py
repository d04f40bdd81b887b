"""More of the same, which takes minutes: `make test` leaves it out, SITE_GEN_LONG=1 runs it too.

Each kind of thing is tried in every run; what waits here is the other nine of ten points, the other kinds of server, the largest
document. What was left out is counted as deselected.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

LONG = os.environ.get("SITE_GEN_LONG") == "1"


def more(*values: Any) -> list[Any]:
    """`values` as parameters of a test that are tried in long runs only."""
    return [pytest.param(value, marks=pytest.mark.long) for value in values]
