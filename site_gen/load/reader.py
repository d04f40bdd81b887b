"""The walk over one assessment: every row of the form looked up in the nodes, every value read, every gap told."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import cast

from site_gen import dates, values
from site_gen.form import Block, Form, Item, Names, Part, Printed, Recorded, Table, important_below, is_important, step
from site_gen.kept import Kept
from site_gen.load import keys
from site_gen.load.entries import absent, asked, blank, place_of, unmet, with_above
from site_gen.model import Entry, Instance, Named, State, Value
from site_gen.problem import Problem, Span, error
from site_gen.source import Mapping, Node, Scalar, brief
from site_gen.source import Sequence as NodeSequence
from site_gen.wording import digits, nearest, same

OWN_VALUE = "記載"
NUMBER = "番号"
ID = "id"

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FULLWIDTH_COLON = "全角の「：」ではなく、半角の「:」と半角の空白を使ってください"
_FILE_NUMBER = re.compile(r"^\s*[(（]\s*[0-9０-９]+\s*[)）]\s*")
_LONG_NUMBER = re.compile(r"[0-9](?:[ -]?[0-9]){9,}")  # may be that of a person


@dataclass(frozen=True, slots=True)
class PartSource:
    """The node of one part and where its key stands."""

    key: Span
    node: Node


@dataclass(slots=True)
class Reader:
    """Reads one assessment; `complete` says whether what is missing is an error (収録: 全部)."""

    problems: list[Problem]
    complete: bool
    form: Form | None
    files: tuple["_FileName", ...] = ()
    ids: dict[str, Span] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)
    folder: str = ""  # by which parts are kept

    def parts(self, sources: dict[str, PartSource], record: Span) -> tuple[Entry, ...]:
        assert self.form is not None
        by_name, meant = self._by_name(self.form.parts, sources.items())
        found: list[Entry] = []
        for part in self.form.parts:
            source = by_name.pop(part.name, None)
            if source is None:
                if self.complete and not part.optional and part.name not in meant:
                    self._report(error(record, "missing-part", f"「{part.title}」がありません",
                                       f"「{part.name}:」を書き加えるか、一部だけの収録なら「収録: 抄録」としてください"))
                found.append(absent(part, "", "", part.title, record, False))
            else:
                found.append(self._kept(part, source))
        return tuple(found)

    def _kept(self, part: Part, source: PartSource) -> Entry:
        """The part, or what was made of the same node before, where what the parts before it left is the same as well."""

        def read() -> tuple[Entry, list[Problem], tuple[_FileName, ...], dict[str, Span]]:
            told = len(self.problems)
            entry = self.part(part, source)
            new = self.problems[told:]
            del self.problems[told:]
            return entry, new, self.files, dict(self.ids)

        given = (part, source.key, source.node, (self.complete, self.files, tuple(self.ids.items())))
        entry, problems, self.files, ids = self.kept.once(f"part {self.folder} {part.name}", given, read)
        self.ids = dict(ids)
        self._report_all(problems)
        return entry

    def part(self, part: Part, source: PartSource) -> Entry:
        own, anchor = step(part), part.anchor
        if values.is_blank(source.node) or (part.each and _is_empty(source.node)):
            return blank(absent(part, "", "", part.title, source.key, False))
        if part.each:
            instances = self._instances(part, source.node, own, anchor, part.title, part.important or False)
            if part.each == "file":
                instances = tuple(sorted(instances, key=lambda one: one.number))
            return Entry(part, own, anchor, part.title, part.important or False, "given", source.key,
                         instances=instances)
        children = self._children(part, source.node, source.key, own, anchor, part.title, part.important or False)
        return Entry(part, own, anchor, part.title, part.important or False, "given" if children else "absent",
                     source.key, children=children or absent(part, "", "", part.title, source.key, False).children)

    # -- rows under one mapping ----------------------------------------------------------------------------------

    def _children(
        self, above: Item, node: Node, span: Span, locator: str, anchor: str, place: str, important: bool,
        own: Value | None = None, reserved: tuple[str, ...] = (),
    ) -> tuple[Entry, ...]:
        """One entry for each row under `above`, missing ones told at `span`; none when `node` is no mapping (reported)."""
        if not isinstance(node, Mapping):
            first = next(item.name for item in above.items if not isinstance(item, Printed))
            self._report(error(node.span, "mapping-expected", f"{place}の下には「項目名: 値」の行を書きます",
                               _colon_hint(node, f"下の行に、字下げして「{first}: …」のように書いてください")))
            return ()
        pairs = [(key, value) for key, value in node.entries if same(key.text) not in map(same, reserved)]
        nodes, meant = self._match(above.items, pairs, place, reserved)
        done: dict[str, Entry] = {}
        for item in above.items:
            if isinstance(item, Printed):
                done[item.name] = Entry(
                    item, f"{locator}/{item.name}", f"{anchor}-{item.anchor}", place, False, "given", span)
                continue
            met = asked(item, done, own)
            entry = self._entry(item, nodes.get(item.name), locator, anchor, place, important, span, met)
            if self.complete and met and not item.optional and item.name not in (*nodes, *meant):
                rows = f"「{item.name}: …」" if above.is_heading or node.entries else (
                    f"「{above.name}:」の下に「{OWN_VALUE}: …」と「{item.name}: …」")
                empty = "（空欄なら、項目名だけを書きます）" if self.form else ""
                self._report(error(span, "missing-item", f"{place}に「{item.title}」がありません",
                                   f"{rows}の行を書き加えてください{empty}"))
            if entry.item.kind == "names" and self.form and entry.locator == self.form.files:
                self.files = _file_names(entry)
            done[item.name] = entry
        return tuple(done.values())

    def _entry(
        self, item: Item, found: tuple[Scalar, Node] | None, above: str, anchor_above: str, place_above: str,
        important: bool, container: Span, met: bool | None,
    ) -> Entry:
        locator, anchor = f"{above}/{step(item)}", f"{anchor_above}-{item.anchor}"
        place = place_of(f"{place_above}の" if self.form is None and place_above.endswith(("」", "）", "目")) else place_above, item)
        marked = is_important(item, important)
        if found is None:
            entry = absent(item, above, anchor_above, place, container, important)
            return unmet(entry) if met is False else entry
        key, node = found
        missing = partial(absent, item, above, anchor_above, place, key.span, important)
        if values.is_blank(node) or (isinstance(item, Block | Table | Names | Recorded) and _is_empty(node)):
            return unmet(missing()) if met is False else blank(missing())
        base = Entry(item, locator, anchor, place, marked, "given", key.span)
        below = important_below(item, important)
        if isinstance(item, Block | Table):
            return replace(base, instances=self._instances(item, node, above, anchor_above, place_above, below))
        if item.is_heading:
            children = self._children(item, node, key.span, locator, anchor, place, below)
            return replace(base, children=children) if children else missing()
        return self._filled(base, node, below, missing)

    def _filled(self, base: Entry, node: Node, below: bool, missing: Callable[[], Entry]) -> Entry:
        """An item with a value of its own, and the rows under it when it has some."""
        item = base.item
        if not item.items:
            value = values.read(item, node, base.place, self._report)
            return replace(base, value=value, state="given" if value is not None else "absent")
        written: Node | None = node
        rest = Mapping((), node.span)
        if isinstance(node, Mapping) and [key.text for key, _ in node.entries] != [values.SUMMARY]:
            written = next((value for key, value in node.entries if same(key.text) == same(OWN_VALUE)), None)
            rest = node
        state, value = "given", None
        if written is None:
            state = "absent"
            summary = next((key for key, _ in rest.entries if key.text == values.SUMMARY), None)
            if summary is not None:
                self._report(error(summary.span, "unknown-key", f"{base.place}の「{values.SUMMARY}」の置き場所が違います",
                                   f"「{OWN_VALUE}:」の下に、字下げして「{values.SUMMARY}: …」と書いてください"))
                rest = Mapping(tuple(pair for pair in rest.entries if pair[0] != summary), rest.span)
            elif self.complete and all(same(key.text) in keys.names(item.items) for key, _ in rest.entries):
                self._report(error(base.span, "missing-item", f"{base.place}に「{OWN_VALUE}」（この項目そのものの値）がありません",
                                   f"「{OWN_VALUE}: …」の行を書き加えてください（空欄なら、項目名だけを書きます）"))
        elif values.is_blank(written):
            state = "blank"
        else:
            value = values.read(item, written, base.place, self._report)
            if value is None and written is node:
                return missing()
            state = "given" if value is not None else "absent"
        children = self._children(item, rest, base.span, base.locator, base.anchor, base.place, below, value,
                                  reserved=(OWN_VALUE,))
        return replace(base, value=value, state=cast(State, state), children=children)

    # -- repeats -------------------------------------------------------------------------------------------------

    def _instances(
        self, item: Block | Table | Part, node: Node, above: str, anchor_above: str, place_above: str, important: bool
    ) -> tuple[Instance, ...]:
        place = place_above if isinstance(item, Part) else f"{place_above}「{item.label}」"
        if not isinstance(node, NodeSequence):
            hint = "1つだけのときも、行の先頭に「- 」を付けてください。1つもないときは値を書かずに置きます"
            if isinstance(node, Mapping) and any(key.text[0] in "－ー―–—‐−" for key, _ in node.entries if key.text):
                hint = "全角の「－」ではなく、半角の「-」と半角の空白で始めてください"
            self._report(error(node.span, "list-expected", f"{place}は「- 」で始まる並びで書きます", hint))
            return ()
        found: list[Instance] = []
        taken: Counter[str] = Counter()
        last = 0
        files = self._file_numbers(item, node, place) if isinstance(item, Part) and item.each == "file" else []
        for position, one in enumerate(node.items, 1):
            if not isinstance(one, Mapping):
                self._report(error(one.span, "mapping-expected", f"{place}の {position} 番目には「項目名: 値」の行を書きます",
                                   _colon_hint(one, f"「- {item.items[0].name}: …」のように書いてください")))
                continue
            number, key = self._number(item, one, position, last, found, place, taken)
            if files:
                number, key = files[position - 1], str(files[position - 1])
            if not number:
                continue
            last = number
            prefix = above if isinstance(item, Part) else f"{above}/"
            loc = step(item, key) if isinstance(item, Part) else f"{prefix}{step(item, key)}"
            segment = self._segment(item, key, one)
            anchor = f"{anchor_above}{segment}" if isinstance(item, Part) else f"{anchor_above}-{segment}"
            inner = f"{anchor}-" if self._id(one) else anchor  # no id holds two hyphens: its rows meet no other id
            label = f"{place_above}({key})" if isinstance(item, Part) else f"{place_above}「{item.label}{key}」"
            if self.form is None and not isinstance(item, Part):
                label = self._in_record(item, one, position, place)
            named = (isinstance(item, Part) and item.each != "file") or (isinstance(item, Block) and item.with_id)
            numbered = isinstance(item, Block) and self.form is not None  # a list in a record has no addresses
            reserved = (NUMBER, ID) if numbered else (ID,) if named else ()
            self._report_all(error(value.span, "text-expected", f"{label}の「{own.text}」には、番号や名前を1つだけ書きます",
                                   f"「{own.text}: …」のように1行で書いてください")
                             for own, value in one.entries if same(own.text) in reserved and not isinstance(value, Scalar))
            children = self._children(item, one, one.span, loc, inner, label, important, reserved=reserved)
            previous = found[-1].children if isinstance(item, Table) and found else ()
            children = tuple(with_above(child, previous) for child in children)
            name = children[0].text.strip() if children else ""
            found.append(Instance(number, self._id(one), name, loc, anchor, label, one.span, children))
        return tuple(found)

    def _in_record(self, item: Block | Table, node: Mapping, position: int, place: str) -> str:
        """What a repeat in a record is called, which the form prints no number for: by its id, else by what it begins with."""
        own = keys.scalar(node, ID) if isinstance(item, Block) and item.with_id else None
        if own is not None and own.text.strip():
            return f"{item.label}「{brief(own.text.strip())}」"
        first = keys.scalar(node, item.items[0].name) if isinstance(item, Table) else None
        told = brief(first.text.strip()) if first and not _LONG_NUMBER.search(digits(first.text)) else ""
        return f"{place}の{position}番目" + (f"（{told}）" if told else "")

    def _number(
        self, item: Block | Table | Part, node: Mapping, position: int, last: int, before: list[Instance], place: str,
        taken: Counter[str],
    ) -> tuple[int, str]:
        """The number of a repeat, and how it stands in locators and addresses."""
        if isinstance(item, Block):
            written = keys.scalar(node, NUMBER)
            if written is None:
                return last + 1, str(last + 1)
            text = digits(written.text)
            if not re.fullmatch("[0-9]{1,4}", text) or int(text) <= last:
                self._report(error(written.span, "block-number", f"{place}の「{NUMBER}」が正しくありません（「{brief(written.text)}」）",
                                   f"前の番号（{last}）より大きい数字を書いてください" if last else "1 以上の数字を書いてください"))
                return last or 1, str(last or 1)
            number = int(text)
            return number, str(number)
        if isinstance(item, Table):
            written = keys.scalar(node, item.numbered_by)
            key = re.sub(r"[^0-9-]+", "", digits(written.text)).strip("-") if written else ""
            taken[key] += 1
            return position, key if key and taken[key] == 1 else f"x{position}"
        if item.each == "change":
            day = keys.scalar(node, item.items[0].name)
            value = dates.moment(day.text) if day else None
            # A row without a day of its own belongs to the day above it.
            stamp = before[-1].locator.split("[")[1].rpartition("-")[0] if before and day is None else ""
            if value is not None and not isinstance(value, dates.Unreadable):
                stamp = value.iso.replace("-", "")
            taken[stamp] += 1
            return position, f"{stamp}-{taken[stamp]}" if stamp else str(position)
        return position, str(position)

    def _file_numbers(self, item: Part, node: NodeSequence, place: str) -> list[int]:
        """The number of the file of each repeat; 0 for one that cannot be read.

        One with an unknown name, or with a name for the second time, is read as the file that its author most likely
        meant: it is not told again that this file is missing.
        """
        known = [same(file.text) for file in self.files]
        written = [keys.scalar(one, item.items[0].name) if isinstance(one, Mapping) else None for one in node.items]
        names = [_FILE_NUMBER.sub("", name.text).strip() if name else "" for name in written]
        taken = {known.index(same(name)) + 1 for name in names if same(name) in known}
        found: list[int] = []
        for position, (name, scalar) in enumerate(zip(names, written, strict=True), 1):
            free = position if position <= len(known) and position not in taken else 0
            number = position
            if known and scalar is not None:
                number = known.index(same(name)) + 1 if same(name) in known else 0
                if number in found:
                    before = written[found.index(number)]
                    line = f"（1回目は {before.span.line} 行目）" if before else ""
                    self._report(error(scalar.span, "file-twice", f"{place}に「{brief(name)}」が2回あります{line}",
                                       "別のファイルなら名前を直し、同じファイルなら1つにまとめてください"))
                    number = free
                elif not number:
                    close = nearest(name[:200], [file.text for file in self.files])
                    self._report(error(
                        scalar.span, "unknown-file", f"{place}の「{brief(name)}」は特定個人情報ファイル名の一覧にありません",
                        (f"もしかして「{close}」ですか。" if close else "")
                        + "一覧: " + "、".join(file.text for file in self.files)))
                    meant = known.index(same(close)) + 1 if close else 0
                    number = free if meant in taken else meant or free
            taken.add(number)
            found.append(number)
        return found

    def _segment(self, item: Block | Table | Part, key: str, node: Mapping) -> str:
        if isinstance(item, Table):
            return f"{item.anchor}-{key}"
        if isinstance(item, Part) and item.each == "file":
            return f"-f{key}"
        name = self._id(node)
        own, between = (item.anchor, "") if isinstance(item, Block) else ("", "-")
        return f"{own}--{name}" if name else f"{own}{between}{key}"

    def _id(self, node: Mapping) -> str:
        written = keys.scalar(node, ID)
        if written is None:
            return ""
        text = written.text.strip()
        before = self.ids.setdefault(text, written.span)
        if not _ID.fullmatch(text):
            self._report_once(error(written.span, "block-id", f"「{brief(text)}」という id は使えません",
                                    "英小文字で始まり、英小文字・数字・ハイフンだけの名前にしてください"))
            return ""
        if before != written.span:
            self._report_once(error(written.span, "block-id-twice", f"「{text}」という id は {before} でも使われています",
                                    "評価書の中で1つだけの名前にしてください"))
            return ""
        return text

    # -- matching keys -------------------------------------------------------------------------------------------

    def _match(
        self, items: tuple[Item, ...], pairs: Iterable[tuple[Scalar, Node]], place: str, reserved: tuple[str, ...]
    ) -> tuple[dict[str, tuple[Scalar, Node]], set[str]]:
        """The rows that are written, and the names of those that a misspelled key most likely means."""
        names = keys.names(items)
        found: dict[str, tuple[Scalar, Node]] = {}
        meant: set[str] = set()
        for key, node in pairs:
            item = names.get(same(key.text))
            if item is None:
                meant.update(self._stranger(key, items, place, reserved))
            elif item.name in found:
                before = found[item.name][0].span
                self._report(error(key.span, "duplicate-key", f"「{item.name}」が2回あります（1回目は {before.line} 行目）",
                                   "どちらか一方を消してください"))
            else:
                found[item.name] = (key, node)
        return found, meant

    def _by_name(
        self, items: tuple[Part, ...], sources: Iterable[tuple[str, PartSource]]
    ) -> tuple[dict[str, PartSource], set[str]]:
        names = keys.names(items)
        found: dict[str, PartSource] = {}
        meant: set[str] = set()
        assert self.form is not None
        for name, source in sources:
            part = names.get(same(name))
            if part is None:
                key = Scalar(name, source.key, source.key.line, True)
                meant.update(self._stranger(key, items, self.form.name))
            elif part.name in found:
                self._report(keys.twice(part.name, source.key, found[part.name].key))
            else:
                found[part.name] = source
        return found, meant

    def _stranger(
        self, key: Scalar, items: tuple[Item, ...], place: str, reserved: tuple[str, ...] = ()
    ) -> list[str]:
        """Reports a key that is none of `items`; the names of those that it most likely means."""
        text = key.text.strip()
        hint, meant = keys.stranger(text, items, self.form, reserved)
        self._report(error(key.span, "unknown-key", f"{place}に「{brief(text)}」という項目はありません", hint))
        return meant

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)

    def _report_all(self, problems: Iterable[Problem]) -> None:
        self.problems += problems

    def _report_once(self, problem: Problem) -> None:
        if problem not in self.problems:
            self.problems.append(problem)


@dataclass(frozen=True, slots=True)
class _FileName:
    text: str


def _file_names(entry: Entry) -> tuple[_FileName, ...]:
    names = entry.value.names if isinstance(entry.value, Named) else ()
    return tuple(_FileName(_FILE_NUMBER.sub("", name.text).strip()) for name in names)


def _colon_hint(node: Node, otherwise: str) -> str:
    return _FULLWIDTH_COLON if isinstance(node, Scalar) and "：" in node.text else otherwise


def _is_empty(node: Node) -> bool:
    return isinstance(node, NodeSequence) and not node.items
