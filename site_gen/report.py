"""Problems in, text out: for a person, as JSON for tools, or as annotations for GitHub."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from site_gen.problem import Problem

Format = Literal["text", "json", "github"]
FORMATS: tuple[Format, ...] = ("text", "json", "github")

_SEVERITY = {"error": "エラー", "warning": "注意", "notice": "お知らせ"}


def text(problems: Sequence[Problem]) -> str:
    """One line a problem, `path:line:column: エラー message [code]`, the cure indented below; in the order given."""
    lines: list[str] = []
    for problem in problems:
        lines.append(f"{problem.span}: {_SEVERITY[problem.severity]} {problem.message} [{problem.code}]")
        lines += [f"    {line}" for line in problem.hint.split("\n") if line]
    return "\n".join(lines)


def as_json(problems: Sequence[Problem]) -> str:
    """A JSON list of objects with `path, line, column, severity, code, message, hint`; line 0 means the whole file."""
    return json.dumps(
        [
            {
                "path": problem.span.path,
                "line": problem.span.line,
                "column": problem.span.column,
                "severity": problem.severity,
                "code": problem.code,
                "message": problem.message,
                "hint": problem.hint,
            }
            for problem in problems
        ],
        ensure_ascii=False,
        indent=2,
    )


def github(problems: Sequence[Problem]) -> str:
    """Workflow commands that GitHub shows beside the changed lines."""
    lines: list[str] = []
    for problem in problems:
        place = f"file={_property(problem.span.path)}"
        if problem.span.line:
            place += f",line={problem.span.line},col={problem.span.column}"
        body = problem.message + (f"\n{problem.hint}" if problem.hint else "")
        lines.append(f"::{problem.severity} {place},title={_property(problem.code)}::{_data(body)}")
    return "\n".join(lines)


def summary(problems: Sequence[Problem]) -> str:
    """How many errors, warnings and notices there are, as a sentence."""
    if not problems:
        return "問題は見つかりませんでした"
    counts = Counter(problem.severity for problem in problems)
    said = f"エラー {counts['error']} 件、注意 {counts['warning']} 件"
    return said + (f"、お知らせ {counts['notice']} 件" if counts["notice"] else "")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
