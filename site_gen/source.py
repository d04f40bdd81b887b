"""YAML text in, nodes out, every value with its file, line and column; what cannot be read becomes a problem.

Driven by libyaml's events rather than PyYAML's constructors: scalars stay the text the author wrote, both of two equal
keys are seen, and aliases, tags and depth are refused before anything is expanded.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

import yaml

from site_gen.problem import Problem, Span, error, warning

MAX_BYTES = 8_000_000  # the largest real document is 0.4 MB
MAX_DEPTH = 40  # the forms need 8
MAX_NODES = 100_000  # the largest assessment in content/, all its files together, has 5,600

_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
# Characters nobody sees: control characters, line ends that editors do not count, zero widths, directions of writing.
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
_SPLIT = "評価書の部ごとにファイルを分けてください。画像などを貼り付けていないかも確かめてください"
_TAB, _TAB_HINT = "タブで字下げされています", "字下げは半角の空白でしてください（1段につき2つ）"
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


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `body` is the line on which the text itself begins (below the key for `|` blocks).

    `folded` is the line from which YAML has joined its lines to one (it does so but in `|` blocks); 0 where it has not.
    """

    text: str
    span: Span
    body: int
    plain: bool
    folded: int = 0


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and nodes in the order written; no key twice."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    span: Span


Node = Scalar | Sequence | Mapping


def brief(text: str) -> str:
    """`text` as a message quotes it: its first line, and of that the first 40 characters."""
    first, *more = text.strip().split("\n")
    return first[:40] + ("…" if more or len(first) > 40 else "")


def read(path: Path, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node tree of the file at `path`, called `shown` in problems; None with the reasons when it has none.

    Never raises for what a file holds or for a file that cannot be opened; memory is bounded by `MAX_BYTES`.
    """
    place = Span(shown)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, (error(place, "unreadable-file", "通常のファイルではないため読めません",
                                "同じ名前の文書ファイルに置き換えてください"),)
        if status.st_size > MAX_BYTES:
            return None, (
                error(
                    place,
                    "file-too-large",
                    f"ファイルが大きすぎます（{status.st_size / 1_000_000:,.0f} MB、上限 {MAX_BYTES // 1_000_000} MB）",
                    _SPLIT,
                ),
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as reason:
        return None, (error(place, "unreadable-file", f"ファイルを開けません（{_why(reason)}）",
                            "ファイルの場所と、読む権限を確かめてください"),)
    return parse(data, shown)


def parse(data: bytes, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node tree of the bytes of one YAML file, called `shown` in problems."""
    text, problem = _decode(data, shown)
    if text is None:
        return None, (problem,) if problem else ()
    if not text.strip():
        return None, (error(Span(shown), "empty-file", "ファイルが空です", "内容を書くか、ファイルを削除してください"),)
    found = _CONTROL.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        column = found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1
        code = f"U+{ord(found.group()):04X}"
        return None, (
            error(Span(shown, line, column), "control-character", f"目に見えない制御文字（{code}）が入っています",
                  "その文字を消してください。表計算ソフトや PDF から貼り付けた箇所に残りやすい文字です"),
        )
    try:
        return _Tree(shown).build(text)
    except yaml.MarkedYAMLError as reason:
        return None, (_syntax(reason, text, shown),)


class _Tree:
    """Builds the tree of one file without recursion, and gives up at the first thing that sources may not hold."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.open: list[tuple[bool, list[Node], Span]] = []  # (is a mapping, nodes so far, where it starts)

    def build(self, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
        root: Node | None = None
        documents = nodes_so_far = 0
        text_lines = text.split("\n")
        for event in yaml.parse(text, Loader=_LOADER):
            assert event.start_mark and event.end_mark
            span = Span(self.shown, event.start_mark.line + 1, event.start_mark.column + 1)
            refused = self._refuse(event, span)
            if refused:
                return None, (*self.problems, refused)
            node: Node | None = None
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    return None, (*self.problems, error(
                        span, "several-documents", "1つのファイルに「---」で区切った文書が2つ以上あります",
                        "「---」の行を消すか、ファイルを分けてください"))
            elif isinstance(event, yaml.ScalarEvent):
                self._comment(event, text_lines)
                block = event.style in ("|", ">")
                lines = event.end_mark.line + 1 - event.start_mark.line  # of a block: the key's and the next one's too
                node = Scalar(event.value, span, span.line + 1 if block else span.line, event.style in ("", None),
                              span.line + 1 if event.style != "|" and lines > (3 if block else 1) else 0)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(self.open) >= MAX_DEPTH:
                    return None, (*self.problems, error(
                        span, "too-deep", f"字下げが深すぎます（{MAX_DEPTH} 段まで）", "様式の項目は 8 段までに収まります"))
                self.open.append((isinstance(event, yaml.MappingStartEvent), [], span))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                is_mapping, nodes, start = self.open.pop()
                node = self._mapping(nodes, start) if is_mapping else Sequence(tuple(nodes), start)
            if node is not None:
                nodes_so_far += 1
                if nodes_so_far > MAX_NODES:
                    return None, (*self.problems, error(
                        span, "file-too-large", f"ファイルの中の項目と値が多すぎます（上限 {MAX_NODES:,} 個）", _SPLIT))
                if self.open:
                    self.open[-1][1].append(node)
                else:
                    root = node
        if root is None or (isinstance(root, Scalar) and not root.text.strip()):
            self.problems.append(error(Span(self.shown), "empty-file", "ファイルに内容がありません（注釈だけです）",
                                       "内容を書くか、ファイルを削除してください"))
            root = None
        return root, tuple(self.problems)

    def _comment(self, event: yaml.ScalarEvent, lines: list[str]) -> None:
        """A plain value that stops at ` #7119`: YAML takes the rest for a comment, the author meant a number."""
        assert event.end_mark
        if event.style in ("|", ">"):
            return
        line = lines[event.end_mark.line] if event.end_mark.line < len(lines) else ""
        found = re.match(r"\s*(?<!\S)#(?=[^\s#!])", line[event.end_mark.column :]) or (
            re.match(r"\s+#(?=[^\s#!])", line[event.end_mark.column :])
        )
        if found:
            at = Span(self.shown, event.end_mark.line + 1, event.end_mark.column + found.end())
            self.problems.append(warning(
                at, "hash-in-value", f"「{brief(line[at.column - 1 :])}」は注釈とみなされ、値に入りません",
                "文の一部なら値全体を \"…\" で囲み、注釈なら「# 」のように空白を続けてください"))

    def _refuse(self, event: yaml.Event, span: Span) -> Problem | None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return error(span, "yaml-alias", "YAML の「&」「*」（別名参照）は使えません",
                         "同じ文でもそれぞれの項目に書いてください。「*」や「&」で始まる文は \"…\" で囲みます")
        if getattr(event, "tag", None) is not None:
            return error(span, "yaml-tag", "YAML の「!」（型の指定）は使えません",
                         "「!」で始まる文は \"…\" で囲んでください")
        return None

    def _mapping(self, nodes: list[Node], start: Span) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        first: dict[str, Span] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(error(key.span, "key-not-text", "項目名のところに並びや項目があります",
                                           "「項目名: 値」と書いてください。「[」や「{」で始まる項目名は \"…\" で囲みます"))
                continue
            if key.text == "<<" and key.plain:
                self.problems.append(error(key.span, "yaml-merge", "YAML の「<<」（取り込み）は使えません",
                                           "同じ内容でもそれぞれの項目に書いてください"))
                continue
            if key.plain and key.text[:1].isspace():
                self.problems.append(_wide(key.span))
                continue
            if key.text in first:
                before = first[key.text]
                self.problems.append(error(
                    key.span, "duplicate-key", f"「{brief(key.text)}」が2回あります（1回目は {before.line} 行目 {before.column} 文字目）",
                    "どちらか一方を消すか、内容を1つにまとめてください"))
                continue
            first[key.text] = key.span
            entries.append((key, value))
        return Mapping(tuple(entries), start)


def _decode(data: bytes, shown: str) -> tuple[str | None, Problem | None]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None, _wrong_encoding(Span(shown), "encoding-utf-16", "UTF-16")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        guess = data.decode("utf-8", "replace")
        if 2 * guess.count("\ufffd") > sum(char > "\x7f" for char in guess):  # no UTF-8 with a few bytes damaged
            first = next(at for at, byte in enumerate(data) if byte > 0x7F)
            for codec, code, name in (
                ("euc_jp", "encoding-euc-jp", "EUC-JP"),  # first: much of EUC-JP would pass for Shift_JIS
                ("cp932", "encoding-shift-jis", "Shift_JIS（ANSI）"),
            ):
                try:
                    data.decode(codec)
                except UnicodeDecodeError:
                    continue
                return None, _wrong_encoding(_byte(data, first, shown), code, name)
        return None, error(_byte(data, reason.start, shown), "encoding", "文字として読めない箇所があります",
                           "その箇所を書き直し、文字コードを UTF-8 にして保存してください")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _byte(data: bytes, at: int, shown: str) -> Span:
    line = data[data.rfind(b"\n", 0, at) + 1 : at]
    return Span(shown, data.count(b"\n", 0, at) + 1, len(line.decode("utf-8", "replace")) + 1)


def _wrong_encoding(span: Span, code: str, name: str) -> Problem:
    return error(span, code, f"文字コードが {name} です。UTF-8 で保存してください",
                 "メモ帳では「名前を付けて保存」で文字コードに「UTF-8」を選びます")


def _syntax(reason: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
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
            return _wide(Span(shown, number, len(indent) - len(indent.lstrip(" ")) + 1))
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


def _wide(span: Span) -> Problem:
    return error(span, "fullwidth-indent", "半角でない空白で字下げされています",
                 "字下げは半角の空白でしてください。全角の空白は、「|」の文の中の字下げにだけ使えます")


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _place(shown: str, mark: yaml.Mark | None) -> Span:
    return Span(shown, mark.line + 1, mark.column + 1) if mark else Span(shown)


def _why(reason: OSError) -> str:
    if isinstance(reason, PermissionError):
        return "読む権限がありません"
    if isinstance(reason, FileNotFoundError):
        return "リンクの先がありません"
    return f"OS のエラー {reason.errno}"
