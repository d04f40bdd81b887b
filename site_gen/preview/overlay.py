"""Problems in, HTML out that lies over every page of a preview: each with its place, the lines around it and the cure.

No template: what is wrong may be the templates.
"""

import hashlib
from collections.abc import Sequence
from html import escape
from pathlib import Path

from site_gen import source
from site_gen.problem import Problem, Span

ID = "site-gen-problems"
_AROUND = 2  # lines above and below
_MOST = 30  # problems that are shown; those that follow are often of the same making
_WIDE = 120  # characters of a line


def overlay(problems: Sequence[Problem]) -> str:
    """The panel; empty where nothing is wrong."""
    if not problems:
        return ""
    more = len(problems) - _MOST
    rest = f"<p>ほか {more} 件あります。「site-gen check --drafts」で全部を見られます。</p>" if more > 0 else ""
    return (
        f'<section id="{ID}" role="alertdialog" aria-modal="false" aria-labelledby="{ID}-h" aria-describedby="{ID}-p" tabindex="-1"'
        f' data-key="{key(problems)}">'
        f'<div class="sg-head"><h2 id="{ID}-h">エラーが {len(problems)} 件あります</h2>'
        f'<button type="button" class="sg-close" hidden>閉じる</button></div>'
        f'<p id="{ID}-p">直して保存すると、この表示は消えます。それまでは、エラーになる前のページを表示しています。</p>'
        f"<ol>{''.join(map(_item, problems[:_MOST]))}</ol>{rest}</section>"
    )


def key(problems: Sequence[Problem]) -> str:
    """What tells these problems from others; empty for none."""
    return hashlib.sha256(repr([*problems]).encode()).hexdigest()[:16] if problems else ""


def _item(problem: Problem) -> str:
    hint = "".join(f"<p>直し方：{escape(line)}</p>" for line in problem.hint.split("\n") if line)
    return (
        f'<li><p class="sg-place">{escape(str(problem.span))} <code>[{escape(problem.code)}]</code></p>'
        f"<p><strong>{escape(problem.message)}</strong></p>{_lines(problem.span)}{hint}</li>"
    )


def _lines(span: Span) -> str:
    """The lines around the place, as they are in the file now, with the place marked."""
    if not span.line:
        return ""
    try:
        path = Path(span.path)
        if path.stat().st_size > source.MAX_BYTES:
            return ""
        lines = path.read_bytes().decode("utf-8-sig", "replace").splitlines()
    except OSError:
        return ""
    first = max(span.line - _AROUND, 1)
    shown = "".join(
        _line(number, text, span.column if number == span.line else 0)
        for number, text in enumerate(lines[first - 1 : span.line + _AROUND], first)
    )
    return f'<pre tabindex="0" role="group" aria-label="{escape(span.path)} の {span.line} 行目の前後">{shown}</pre>' if shown else ""


def _line(number: int, text: str, column: int) -> str:
    at = max(column - 1, 0)
    begin = max(at - _WIDE // 2, 0) if len(text) > _WIDE else 0
    cut = ("…" if begin else "") + text[begin : begin + _WIDE] + ("…" if len(text) > begin + _WIDE else "")
    at = min(at - begin + (1 if begin else 0), len(cut))
    told = f"{escape(cut[:at])}<mark>{escape(cut[at:]) or ' '}</mark>" if column else escape(cut)
    return f'<span class="sg-line{" sg-here" if column else ""}">{number:>5}  {told}\n</span>'
