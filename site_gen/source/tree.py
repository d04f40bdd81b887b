"""The text of one YAML file in, its tree of nodes out, without recursion; gives up at the first thing not allowed."""

import re

import yaml

from site_gen.problem import Problem, Span, error, warning
from site_gen.source.nodes import Mapping, Node, Scalar, Sequence, brief
from site_gen.source.syntax import CONTROL, control_character, wide_indent

MAX_DEPTH = 40  # the forms need 8
MAX_NODES = 100_000  # the largest assessment in content/, all its files together, has 5,600
SPLIT = "評価書の部ごとにファイルを分けてください。画像などを貼り付けていないかも確かめてください"

_COMMENT = re.compile(r"\s*#(?=[^\s#!])")
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader


class Tree:
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
                node = _scalar(event, span, text, text_lines)
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
                        span, "file-too-large", f"ファイルの中の項目と値が多すぎます（上限 {MAX_NODES:,} 個）", SPLIT))
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
        found = _COMMENT.match(line, event.end_mark.column)  # no slice: a line can hold 100,000 values
        if found:
            at = Span(self.shown, event.end_mark.line + 1, found.end())
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
        hidden = CONTROL.search(event.value) if isinstance(event, yaml.ScalarEvent) else None  # "\0" and its like
        if hidden:
            return control_character(span, hidden.group(), escaped=True)
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
                self.problems.append(wide_indent(key.span))
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


def _scalar(event: yaml.ScalarEvent, span: Span, text: str, lines: list[str]) -> Scalar:
    """The node of a scalar of `text`, whose lines are `lines`."""
    assert event.start_mark and event.end_mark
    block = event.style in ("|", ">")
    body = span.line + 1 if block else span.line
    taken = event.end_mark.line + 1 - event.start_mark.line  # of a block: the key's and the next one's too
    folded = span.line + 1 if event.style != "|" and taken > (3 if block else 1) else 0
    column = span.column
    raw = ""
    if event.style == "|":
        own = event.value.lstrip("\n")
        first = body - 1 + len(event.value) - len(own)  # blank lines before it belong to the text
        column = len(lines[first]) - len(own.partition("\n")[0]) + 1 if own else 1
    elif event.style == ">" or folded:
        raw = text[event.start_mark.index : event.end_mark.index]
    elif event.style in ("'", '"'):
        column += 1
        written = lines[span.line - 1][event.start_mark.column : event.end_mark.column]
        raw = "" if written[1:-1] == event.value else written
    return Scalar(event.value, span, body, event.style in ("", None), folded, column, raw)
