"""Problems in, HTML out that lies over every page of a preview: each with its place, the lines around it and the cure.

No template: what is wrong may be the templates.
"""

import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path

from site_gen import source
from site_gen.preview.masked import DIGITS, masked
from site_gen.problem import Problem

ID = "site-gen-problems"
_AROUND = 2  # lines above and below
_MARGIN = 3  # more lines that are looked at: a number may begin there
_MOST = 30  # problems that are shown; those that follow are often of the same making
_WIDE = 120  # characters of a line


def overlay(problems: Sequence[Problem], *, pages: bool = True) -> str:
    """The panel; empty where nothing is wrong. Without `pages` it lies over none of the site, which was never whole so far."""
    if not problems:
        return ""
    more = len(problems) - _MOST
    until = "それまでは、エラーになる前のページを表示しています。" if pages else "ページを見るには、まず直してください。"
    rest = f"<p>ほか {more} 件あります。「site-gen check --drafts」で全部を見られます。</p>" if more > 0 else ""
    return (
        f'<section id="{ID}" role="alertdialog" aria-modal="false" aria-labelledby="{ID}-h" aria-describedby="{ID}-p" tabindex="-1"'
        f' data-key="{key(problems)}">'
        f'<div class="sg-head"><h2 id="{ID}-h">エラーが {len(problems)} 件あります</h2>'
        f'<button type="button" class="sg-close" hidden>閉じる</button></div>'
        f'<p id="{ID}-p">直して保存すると、この表示は消えます。{until}</p>'
        f"<ol>{''.join(_item(one, problems) for one in problems[:_MOST])}</ol>{rest}</section>"
    )


def key(problems: Sequence[Problem]) -> str:
    """What tells these problems from others; empty for none."""
    return hashlib.sha256(repr([*problems]).encode()).hexdigest()[:16] if problems else ""


def _item(problem: Problem, problems: Sequence[Problem]) -> str:
    hint = "".join(f"<p>直し方：{escape(line)}</p>" for line in problem.hint.split("\n") if line)
    return (
        f'<li><p class="sg-place">{escape(str(problem.span))} <code>[{escape(problem.code)}]</code></p>'
        f"<p><strong>{escape(problem.message)}</strong></p>{_lines(problem, problems)}{hint}</li>"
    )


def _lines(problem: Problem, problems: Sequence[Problem]) -> str:
    """The lines around the place, as they are in the file now, with the place marked and the numbers of persons covered."""
    span = problem.span
    if not span.line:
        return ""
    try:
        path = Path(span.path)
        if path.stat().st_size > source.MAX_BYTES:
            return ""
        lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return ""
    begin, first = max(span.line - _AROUND - _MARGIN, 1), max(span.line - _AROUND, 1)
    told = (one for one in problems if one.span.path == span.path)
    around, ends = masked(lines[begin - 1 : span.line + _AROUND + _MARGIN], begin, told)
    end = ends.get((span.line, span.column), 0) if problem.code in DIGITS else 0
    shown = "".join(
        _line(number, text, span.column if number == span.line else 0, end)
        for number, text in enumerate(around, begin) if first <= number <= span.line + _AROUND
    )
    return f'<pre tabindex="0" role="group" aria-label="{escape(span.path)} の {span.line} 行目の前後">{shown}</pre>' if shown else ""


def _line(number: int, text: str, column: int, end: int) -> str:
    """One line; where it has a `column`, marked from there to the column `end`, or to its own end."""
    at = max(column - 1, 0)
    begin = max(at - _WIDE // 2, 0) if len(text) > _WIDE else 0
    before = "…" if begin else ""
    cut = before + text[begin : begin + _WIDE] + ("…" if len(text) > begin + _WIDE else "")
    at = min(at - begin + len(before), len(cut))
    to = min(end - 1 - begin + len(before), len(cut)) if end else len(cut)
    told = f"{escape(cut[:at])}<mark>{escape(cut[at:to]) or ' '}</mark>{escape(cut[to:])}" if column else escape(cut)
    return f'<span class="sg-line{" sg-here" if column else ""}">{number:>5}  {told}\n</span>'
