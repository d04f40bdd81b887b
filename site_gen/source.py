"""YAML text in, nodes out, every value with its file, line and column; what cannot be read becomes a problem.

Driven by libyaml's events rather than PyYAML's constructors: scalars stay the text the author wrote, both of two equal
keys are seen, and aliases, tags and depth are refused before anything is expanded.
"""

import re
import stat
from dataclasses import dataclass
from pathlib import Path

import yaml

from site_gen.problem import Problem, Span, error

MAX_BYTES = 8_000_000  # the largest real document is 0.4 MB
MAX_DEPTH = 40  # the forms need 8

_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

# The beginning of libyaml's English sentences, and what to tell an official instead: message, cure.
_SYNTAX = (
    ("mapping values are not allowed", "「: 」の位置が正しくありません",
     "値に「: 」を含むときは値全体を \"…\" で囲むか、「|」の次の行から字下げして書いてください"),
    ("could not find expected ':'", "項目名のあとの「: 」がありません",
     "項目名のあとに半角の「:」と半角の空白を書いてください。長い文は「|」の次の行から字下げして書きます"),
    ("did not find expected key", "字下げがそろっていないか、引用符や括弧の対応が崩れています",
     "同じ段の項目は左端を同じ位置にそろえてください"),
    ("did not find expected '-' indicator", "「- 」で始まる並びの途中に、字下げの合わない行があります",
     "「- 」の位置をそろえてください"),
    ("did not find expected ',' or", "「[ ]」または「{ }」が閉じていません", "「]」や「}」を書き足してください"),
    ("found unexpected end of stream", "引用符または括弧が閉じられないままファイルが終わっています",
     "開いた「\"」「'」「[」「{」を閉じてください"),
    ("block sequence entries are not allowed", "「- 」をここには書けません", "項目名の次の行から書いてください"),
    ("found character that cannot start any token", "この文字で値を始めることはできません",
     "「@」「`」「%」などで始まる値は \"…\" で囲んでください"),
    ("found unknown escape character", "\"…\" の中の「\\」の使い方が正しくありません",
     "'…' で囲むか、「\\\\」と書いてください"),
)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; `body` is the line on which the text itself begins (below the key for `|` blocks)."""

    text: str
    span: Span
    body: int
    plain: bool


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


def read(path: Path, shown: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The node tree of the file at `path`, called `shown` in problems; None with the reasons when it has none.

    Never raises for what a file holds or for a file that cannot be opened; memory is bounded by `MAX_BYTES`.
    """
    place = Span(shown)
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return None, (error(place, "unreadable-file", "通常のファイルではないため読めません"),)
        if status.st_size > MAX_BYTES:
            return None, (
                error(
                    place,
                    "file-too-large",
                    f"ファイルが大きすぎます（{status.st_size / 1_000_000:,.0f} MB、上限 {MAX_BYTES // 1_000_000} MB）",
                    "評価書の部ごとにファイルを分けてください。画像などを貼り付けていないかも確かめてください",
                ),
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as reason:
        return None, (error(place, "unreadable-file", f"ファイルを開けません（{_why(reason)}）"),)
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
    except yaml.YAMLError as reason:
        return None, (error(Span(shown), "yaml-syntax", f"YAML として読めません（{reason}）"),)


class _Tree:
    """Builds the tree of one file without recursion, and gives up at the first thing that sources may not hold."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.problems: list[Problem] = []
        self.open: list[tuple[bool, list[Node], Span]] = []  # (is a mapping, nodes so far, where it starts)

    def build(self, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
        root: Node | None = None
        documents = 0
        for event in yaml.parse(text, Loader=_LOADER):
            mark = event.start_mark
            span = Span(self.shown, mark.line + 1, mark.column + 1) if mark else Span(self.shown)
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
                block = event.style in ("|", ">")
                node = Scalar(event.value, span, span.line + 1 if block else span.line, event.style is None)
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(self.open) >= MAX_DEPTH:
                    return None, (*self.problems, error(
                        span, "too-deep", f"字下げが深すぎます（{MAX_DEPTH} 段まで）", "様式の項目は 8 段までに収まります"))
                self.open.append((isinstance(event, yaml.MappingStartEvent), [], span))
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                is_mapping, nodes, start = self.open.pop()
                node = self._mapping(nodes, start) if is_mapping else Sequence(tuple(nodes), start)
            if node is not None:
                if self.open:
                    self.open[-1][1].append(node)
                else:
                    root = node
        if isinstance(root, Scalar) and not root.text.strip():
            self.problems.append(error(Span(self.shown), "empty-file", "ファイルに内容がありません（注釈だけです）"))
            root = None
        return root, tuple(self.problems)

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
                self.problems.append(error(key.span, "key-not-text", "項目名は文字で書いてください"))
                continue
            if key.text == "<<" and key.plain:
                self.problems.append(error(key.span, "yaml-merge", "YAML の「<<」（取り込み）は使えません"))
                continue
            if key.text.startswith("　"):
                self.problems.append(error(
                    key.span, "fullwidth-indent", f"「{key.text.strip()}」が全角の空白で字下げされています",
                    "字下げは半角の空白でしてください"))
                continue
            if key.text in first:
                before = first[key.text]
                self.problems.append(error(
                    key.span, "duplicate-key", f"「{key.text}」が2回あります（1回目は {before.line} 行目 {before.column} 文字目）",
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
        before = data[: reason.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        for codec, code, name in (
            ("cp932", "encoding-shift-jis", "Shift_JIS（ANSI）"),
            ("euc_jp", "encoding-euc-jp", "EUC-JP"),
        ):
            try:
                data.decode(codec)
            except UnicodeDecodeError:
                continue
            return None, _wrong_encoding(Span(shown, line, column), code, name)
        return None, error(Span(shown, line, column), "encoding", "UTF-8 として読めない文字があります",
                           "文字コードを UTF-8 にして保存し直してください")
    return text.replace("\r\n", "\n").replace("\r", "\n"), None


def _wrong_encoding(span: Span, code: str, name: str) -> Problem:
    return error(span, code, f"文字コードが {name} です。UTF-8 で保存してください",
                 "メモ帳では「名前を付けて保存」で文字コードに「UTF-8」を選びます")


def _syntax(reason: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    mark = reason.problem_mark or reason.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    lines = text.split("\n")
    for number in range(max(1, line - 1), min(len(lines), line) + 1):
        indent = re.match(r"[ \t]*", lines[number - 1])
        if indent and "\t" in indent.group():
            return error(Span(shown, number, indent.group().index("\t") + 1), "tab", "タブで字下げされています",
                         "字下げは半角の空白でしてください（1段につき2つ）")
    said = reason.problem or ""
    for start, message, hint in _SYNTAX:
        if said.startswith(start):
            return error(Span(shown, line, column), "yaml-syntax", message, hint)
    return error(Span(shown, line, column), "yaml-syntax", f"YAML として読めません（{said}）",
                 "この行と前の行の字下げ、引用符、「: 」を確かめてください")


def _why(reason: OSError) -> str:
    if isinstance(reason, PermissionError):
        return "読む権限がありません"
    if isinstance(reason, FileNotFoundError):
        return "ありません"
    return reason.strerror or type(reason).__name__
