"""What an author got wrong: a place, a severity, a stable code, a sentence in Japanese and the cure."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source: path as shown to the author, line and column counted from 1 (0: the file as a whole)."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `code` is English kebab-case and never changes meaning; `message` and `hint` are Japanese."""

    span: Span
    severity: Severity
    code: str
    message: str
    hint: str = ""

    @property
    def order(self) -> tuple[Span, str, str]:
        """Problems are told in the order of their places."""
        return (self.span, self.code, self.message)


def error(span: Span, code: str, message: str, hint: str = "") -> Problem:
    """A problem that stops the build: the page would be wrong or would mislead."""
    return Problem(span, "error", code, message, hint)


def warning(span: Span, code: str, message: str, hint: str = "") -> Problem:
    """A problem that is told and counted: a published text has gaps that its author must know of."""
    return Problem(span, "warning", code, message, hint)


def notice(span: Span, code: str, message: str, hint: str = "") -> Problem:
    """Nothing to mend, but something that the author has to have in mind; `--strict` does not mind it."""
    return Problem(span, "notice", code, message, hint)


class Refusal(Exception):
    """What was asked for is not done, for these reasons; nothing has changed."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.message for problem in problems))
        self.problems = problems
