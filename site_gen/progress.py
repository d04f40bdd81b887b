"""What a build tells of itself while it runs: which stage begins, how much of it is done, which page is written.

Nobody has to listen; what listens overrides what it wants to hear.
"""

from collections.abc import Sequence


class Progress:
    """Listens to a build; this one does nothing with what it hears."""

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        """A stage called `name` begins, and the one before it is over; `sizes` of its pieces where they are known beforehand."""

    def done(self, size: int) -> None:
        """One piece of the stage is done, and is of that size."""

    def page(self, path: str) -> None:
        """The page that will lie there is written."""


class Several(Progress):
    """Tells each of `listeners` what it hears."""

    def __init__(self, listeners: Sequence[Progress]) -> None:
        self._listeners = listeners

    def stage(self, name: str, sizes: Sequence[int] = ()) -> None:
        for one in self._listeners:
            one.stage(name, sizes)

    def done(self, size: int) -> None:
        for one in self._listeners:
            one.done(size)

    def page(self, path: str) -> None:
        for one in self._listeners:
            one.page(path)
