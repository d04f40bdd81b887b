"""libyaml's complaint about a broken file in, what an official should look at out: often another line than libyaml's."""

import re

import yaml

from site_gen.problem import Problem, Span, error
from site_gen.source.nodes import brief

# Characters nobody sees: control characters, line ends that editors do not count, zero widths, directions of writing.
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0d\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)

_TAB, _TAB_HINT = "タブで字下げされています", "字下げは半角の空白でしてください（1段につき2つ）"
# A list in brackets with a value that holds a bracket itself: [Ⅰ/1/②, Ⅱ[1]/4/委託事項2].
_ADDRESS = re.compile(r"""\[(?:\s*(?:"[^"]*"|'[^']*')\s*,|[^"'\[\],{}]*,)*(?P<item>[^"'\[\],{}]+\[)""")
_QUOTE_IT = "値全体を \"…\" で囲むか、「|」の次の行から字下げして書いてください"

# The beginning of libyaml's English sentences, and what to tell an official instead: code, message, cure. With True the
# place is where the thing begins that libyaml could not read to its end.
_SYNTAX = (
    ("did not find expected '-' indicator", False, "yaml-syntax", "「- 」で始まる並びの途中に、字下げの合わない行があります",
     "並びの行は、「- 」の位置をそろえてください"),
    ("did not find expected ',' or", True, "yaml-syntax", "ここから始まる「[ ]」または「{ }」が閉じていません",
     "「]」や「}」を書き足してください。「[」や「{」で始まる文は \"…\" で囲んでください"),
    ("found unexpected end of stream", True, "yaml-syntax", "ここから始まる引用符が閉じていません", "同じ引用符で閉じてください"),
    ("found unexpected document indicator", True, "yaml-syntax", "ここから始まる引用符が閉じていません",
     "同じ引用符で閉じてください"),
    ("block sequence entries are not allowed", False, "yaml-syntax", "「- 」をここには書けません",
     f"並びは項目名の次の行から書いてください。「- 」で始まる文は、{_QUOTE_IT}"),
    ("mapping keys are not allowed", False, "yaml-syntax", "「? 」で値を始めることはできません", _QUOTE_IT),
    ("did not find expected node content", False, "yaml-syntax", "ここに値がありません",
     "「,」が続いていたり、「]」や「}」が余っていたりしないか確かめてください"),
    ("found unknown escape character", False, "yaml-syntax", "\"…\" の中の「\\」の使い方が正しくありません",
     "'…' で囲むか、「\\\\」と書いてください"),
    ("did not find expected hexdecimal number", False, "yaml-syntax", "\"…\" の中の「\\」の使い方が正しくありません",
     "'…' で囲むか、「\\\\」と書いてください"),
    ("did not find expected comment or line break", False, "yaml-syntax", "「|」や「>」と同じ行に文があります",
     "文は次の行から、字下げして書いてください。「|」や「>」で始まる文は \"…\" で囲みます"),
    ("did not find expected alphabetic or numeric", True, "yaml-alias", "「&」や「*」で値を始めることはできません", _QUOTE_IT),
    ("did not find expected whitespace or line break", True, "yaml-tag", "「!」で値を始めることはできません", _QUOTE_IT),
    ("did not find expected tag URI", True, "yaml-tag", "「!」で値を始めることはできません", _QUOTE_IT),
    ("found undefined tag handle", True, "yaml-tag", "「!」で値を始めることはできません", _QUOTE_IT),
    ("did not find expected <document start>", False, "yaml-syntax", "ここから先を読めません",
     "上の行までで内容が終わったことになっています。「...」の行や、上の行の「]」「}」を確かめてください"),
    ("found unexpected ':'", False, "yaml-syntax", "「[ ]」や「{ }」の中の「:」を読めません", "その値を \"…\" で囲んでください"),
    ("found an indentation indicator", False, "yaml-syntax", "「|」や「>」のあとに「0」は書けません", "「|」だけを書いてください"),
)


def explained(reason: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    """What an official should look at: often the line above the one where libyaml gave up."""
    said = reason.problem or ""
    lines = text.split("\n")
    last = max((n for n, line in enumerate(lines, 1) if line.strip()), default=1)
    end = _place(shown, reason.problem_mark or reason.context_mark)
    begin = _place(shown, reason.context_mark or reason.problem_mark)
    if said.startswith("found a tab"):
        return error(end, "tab", _TAB, _TAB_HINT)
    if end.line > last:
        end = Span(shown, last, len(lines[last - 1].rstrip()))
    line = lines[end.line - 1]
    above = next((n for n in range(end.line - 1, 0, -1) if lines[n - 1].strip() and lines[n - 1].strip()[0] != "#"), 0)
    if "\t" in _indent(line) or line[end.column - 1 : end.column] == "\t":
        return error(Span(shown, end.line, line.index("\t") + 1), "tab", _TAB, _TAB_HINT)
    for number in (end.line, above):
        indent = _indent(lines[number - 1]) if number else ""
        if indent.strip(" "):
            return wide_indent(Span(shown, number, len(indent) - len(indent.lstrip(" ")) + 1))
    if said.startswith("could not find expected ':'"):
        return _colon(lines, begin.line, shown)
    if said.startswith("mapping values"):
        own = line[: end.column - 1]
        if re.search(r":\s", own) or not above or end.column > 1000:
            return error(end, "yaml-syntax", "値の中に「: 」があります", _QUOTE_IT)
        dash = re.match(r" *-(?! )", lines[above - 1])
        if dash:
            return error(Span(shown, above, dash.end()), "yaml-syntax", "「-」のあとに半角の空白がありません",
                         "「- 」のように、半角の「-」と半角の空白で始めてください")
        if re.search(r":(?: |$)", lines[above - 1]):
            return error(Span(shown, end.line, len(_indent(line)) + 1), "yaml-syntax", "上の行より字下げが深くなっています",
                         "上の行と同じ段の項目なら左端をそろえ、上の行の続きの文なら「: 」を含まないように値全体を \"…\" で囲んでください")
        return _colon(lines, above, shown)
    address = _ADDRESS.match(lines[begin.line - 1], begin.column - 1) if said.startswith("did not find expected ','") else None
    if address and address["item"].strip("[ "):
        return error(begin, "yaml-syntax", f"「[ ]」の並びの中の「{brief(address['item'].strip())}…」を読めません",
                     "「[」を含む値は、1つずつ \"…\" で囲んでください（例： [\"Ⅱ[1]/4/委託事項2/⑥\"]）")
    if said.startswith("did not find expected key"):
        return _misplaced(lines, above, end)
    for start, begins, code, message, hint in _SYNTAX:
        if said.startswith(start):
            return error(begin if begins else end, code, message, hint)
    if said.startswith("found character that cannot start any token"):
        return error(end, "yaml-syntax", f"「{line[end.column - 1 : end.column]}」で値を始めることはできません", _QUOTE_IT)
    if lines[begin.line - 1].startswith("%"):
        return error(begin, "yaml-syntax", "「%」で行を始めることはできません", "文ならば、項目名の下に字下げして書いてください")
    return error(end, "yaml-syntax", "YAML として読めません", "この行と前の行の字下げ、引用符、「: 」を確かめてください")


def _colon(lines: list[str], number: int, shown: str) -> Problem:
    """Line `number` should begin with a name and a colon, and does not; or it is a text, and the line above it does not."""
    hint = "項目名なら「: 」（半角の「:」と半角の空白）を続け、上の項目の続きの文なら字下げをその文にそろえてください"
    wrong = re.compile(r"：|:(?=\S|　)")
    depth = len(_indent(lines[number - 1]))
    heading = next((n for n in range(number - 1, 0, -1) if lines[n - 1].strip() and len(_indent(lines[n - 1])) < depth), 0)
    for at in (number, heading):
        found = wrong.search(lines[at - 1]) if at else None
        if found and not re.search(r":(?: |$)", lines[at - 1]):
            message = "項目名のあとの「：」が全角です" if found.group() == "：" else "「:」のあとに半角の空白がありません"
            return error(Span(shown, at, found.start() + 1), "yaml-syntax", message, hint)
    return error(Span(shown, number, depth + 1), "yaml-syntax", "項目名のあとの「: 」がありません", hint)


def _misplaced(lines: list[str], above: int, span: Span) -> Problem:
    """Something stands where only the next name could stand: it is wrong itself, or the line `above` is no item."""
    line = lines[span.line - 1]
    before = line[: span.column - 1].rstrip()
    if before.endswith(('"', "'", "]", "}")):
        return error(span, "yaml-syntax", f"閉じる「{before[-1]}」のあとに文字が続いています",
                     "値全体を '…' で囲むか、「|」の次の行から字下げして書いてください")
    if line[span.column - 1 :].startswith(":"):
        return error(span, "yaml-syntax", "「:」の前に項目名がありません", "項目名を書いてください")
    if line[span.column - 1 :].startswith("- "):
        return error(span, "yaml-syntax", "「- 」の位置が、上の行とそろっていません",
                     "並びの行は、「- 」の位置をそろえてください。項目と並びを同じ段に混ぜることはできません")
    if above and _indent(lines[above - 1]) == _indent(line) and not re.search(r":(?: |$)", lines[above - 1]):
        return _colon(lines, above, span.path)
    return error(span, "yaml-syntax", "字下げが、上の行とそろっていません", "同じ段の項目は左端を同じ位置にそろえてください")


def control_character(span: Span, character: str, *, escaped: bool = False) -> Problem:
    """A character that `CONTROL` finds, in the file or (`escaped`) behind a `\\` in quotes; nothing else of the file is looked at."""
    cure = ("「\\」を文字として書くときは、\"…\" ではなく '…' で囲んでください" if escaped else
            "前後の文字ごと消して打ち直してください。表計算ソフトや PDF から貼り付けた箇所に残りやすい文字です")
    return error(span, "control-character", f"目に見えない制御文字（U+{ord(character):04X}）が入っています",
                 f"{cure}。この文字を消すと、このファイルの続きを調べます")


def wide_indent(span: Span) -> Problem:
    """A line that is indented by something else than ASCII blanks."""
    return error(span, "fullwidth-indent", "半角でない空白で字下げされています",
                 "字下げは半角の空白でしてください。全角の空白は、「|」の文の中の字下げにだけ使えます")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _place(shown: str, mark: yaml.Mark | None) -> Span:
    return Span(shown, mark.line + 1, mark.column + 1) if mark else Span(shown)
