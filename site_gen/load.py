"""Nodes and a form in, an `Assessment` out: walks the form, so that gaps and strangers show by themselves.

What could not be read is reported once and reads as absent from then on; no problem is reported for its consequences.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from site_gen import dates, values
from site_gen.form import (
    Block,
    Form,
    Item,
    Part,
    Printed,
    Table,
    important_below,
    is_important,
    rows,
    step,
)
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, form_named, in_edition
from site_gen.forms.records import 評価書
from site_gen.model import Assessment, Checked, Chosen, Entry, Flagged, Instance, Named, Source, State, Value, Words
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import Mapping, Node, Scalar, brief
from site_gen.source import Sequence as NodeSequence
from site_gen.wording import digits, nearest, same, without_bracket

OWN_VALUE = "記載"
NUMBER = "番号"
ID = "id"
CODE = "全国地方公共団体コード"  # a blank one is only warned of: `content`

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FULLWIDTH_COLON = "全角の「：」ではなく、半角の「:」と半角の空白を使ってください"
_FILE_NUMBER = re.compile(r"^\s*[(（]\s*[0-9０-９]+\s*[)）]\s*")


@dataclass(frozen=True, slots=True)
class PartSource:
    """The node of one part and where its key stands."""

    key: Span
    node: Node


def assessment(
    slug: str, folder: str, files: Sequence[tuple[str, Mapping]]
) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """The assessment whose YAML files are `files` (path as shown, root mapping), in the order of their names.

    None when it cannot even be told which form it is on. `folder` is the path shown for what is missing as a whole.
    """
    problems: list[Problem] = []
    sources = _gather(files, problems)
    whole = Span(files[0][0] if files else folder)
    record_source = sources.pop(評価書.name, None)
    if record_source is None:
        problems.append(error(whole, "record-missing", "「評価書」（様式・版・収録）がありません",
                              "いずれかのファイルの先頭に「評価書:」を置き、その下に「様式: 全項目評価書」などと書いてください"))
        return None, tuple(problems)
    record = record_entry(評価書, record_source, problems)
    form, edition = _form(record, record_source, problems)
    if form is None:
        return None, tuple(problems)
    excerpt = _excerpt(record, record_source, problems)
    kind = record.child("収録").value
    complete = isinstance(kind, Chosen) and kind.index == 0
    reader = _Reader(problems, complete=complete, form=form)
    parts = reader.parts(sources, record_source.key)
    return (
        Assessment(
            slug=slug,
            form=form,
            edition=edition,
            excerpt=excerpt,
            source=_source(record),
            parts=parts,
            files=tuple(name.text for name in reader.files),
            span=record_source.key,
        ),
        tuple(problems),
    )


def record_entry(table: Part, source: PartSource, problems: list[Problem]) -> Entry:
    """A record that is no form (評価書, 自治体, サイト) read by its table, with everything not optional required."""
    record = _Reader(problems, complete=True, form=None).part(table, source)
    problems += (
        error(entry.span, "blank-item", f"「{table.name}」の「{entry.item.label}」が空欄です", "値を書いてください")
        for entry in record.children
        if entry.state == "blank" and not entry.item.optional and entry.item.name != CODE
    )
    return record


def _gather(files: Iterable[tuple[str, Mapping]], problems: list[Problem]) -> dict[str, PartSource]:
    found: dict[str, PartSource] = {}
    known: dict[str, PartSource] = {}
    for _, root in files:
        for key, node in root.entries:
            before = known.get(same(key.text))
            if before is not None:
                problems.append(_twice(key.text.strip(), key.span, before.key))
                continue
            found[key.text.strip()] = known[same(key.text)] = PartSource(key.span, node)
    return found


def _twice(name: str, span: Span, before: Span) -> Problem:
    return error(span, "part-twice", f"「{brief(name)}」が2か所にあります（1か所目は {before}）",
                 "どちらか一方を消すか、1つのファイルの1か所にまとめてください")


def _form(record: Entry, source: PartSource, problems: list[Problem]) -> tuple[Form | None, str]:
    style, edition_entry = record.child("様式"), record.child("版")
    names = [known.name for known in FORMS]
    if style.state != "given":
        if record.state == "blank":
            problems.append(error(record.span, "unknown-form", "「評価書」が空欄です",
                                  "その下に「様式:」を書いてください。様式: " + "、".join(names)))
        return None, ""
    form = form_named(style.text)
    if form is None:
        close = nearest(style.text, names)
        problems.append(error(
            value_span(style), "unknown-form", f"「{brief(style.text)}」という様式はありません",
            (f"もしかして「{close}」ですか。" if close else "") + "様式: " + "、".join(names)))
        return None, ""
    edition = edition_entry.text.strip() or UNKNOWN_EDITION
    edited = in_edition(form, edition)
    if edited is None:
        problems.append(error(
            value_span(edition_entry), "unknown-edition", f"{form.name}に「{brief(edition)}」という版はありません",
            f"版: {'、'.join(EDITIONS)}。表紙の下の［…］を見て、分からないときは「{UNKNOWN_EDITION}」と書いてください"))
        return in_edition(form, UNKNOWN_EDITION), UNKNOWN_EDITION  # asks for nothing that some edition lacks
    return edited, edition


def _excerpt(record: Entry, source: PartSource, problems: list[Problem]) -> bool:
    kind = record.child("収録")
    excerpt = isinstance(kind.value, Chosen) and kind.value.index == 1
    name = record.child("出典").child("名称")
    if isinstance(kind.value, Chosen) and kind.value.index is None:
        problems.append(error(kind.value.span, "unknown-choice", "「収録」に「不明」は書けません",
                              "全ての部を載せるなら「全部」、一部だけなら「抄録」と書いてください"))
    hint = "「出典:」の下に「名称: …」を書き、どの文書のどの部分かが分かるようにしてください"
    if excerpt and (record.child("出典").state == "blank" or not _has(source.node, "出典")):
        problems.append(error(value_span(kind), "excerpt-without-source", "抄録には「出典」が要ります", hint))
    elif excerpt and name.state == "blank":
        problems.append(error(name.span, "excerpt-without-source", "抄録の「出典」の「名称」が空欄です", hint))
    return excerpt


def _has(node: Node, name: str) -> bool:
    return isinstance(node, Mapping) and any(same(key.text) == same(name) for key, _ in node.entries)


def value_span(entry: Entry) -> Span:
    """Where the value of a text or choice stands; where its key stands when it has none."""
    return entry.value.span if isinstance(entry.value, Words | Chosen) else entry.span


def _source(record: Entry) -> Source | None:
    entry = record.child("出典")
    if entry.state != "given":
        return None
    name, published, url, note = (entry.child(key).text for key in ("名称", "公表日", "URL", "備考"))
    return Source(name, published, url, note)


@dataclass(slots=True)
class _Reader:
    """Reads one assessment; `complete` says whether what is missing is an error (収録: 全部)."""

    problems: list[Problem]
    complete: bool
    form: Form | None
    files: tuple["_FileName", ...] = ()
    ids: dict[str, Span] = field(default_factory=dict)

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
                found.append(_absent(part, "", "", part.title, record, False))
            else:
                found.append(self.part(part, source))
        return tuple(found)

    def part(self, part: Part, source: PartSource) -> Entry:
        own, anchor = step(part), part.anchor
        if values.is_blank(source.node):
            return replace(_absent(part, "", "", part.title, source.key, False), state="blank")
        if part.each:
            instances = self._instances(part, source.node, own, anchor, part.title, part.important or False)
            if part.each == "file":
                instances = tuple(sorted(instances, key=lambda one: one.number))
            return Entry(part, own, anchor, part.title, part.important or False, "given", source.key,
                         instances=instances)
        children = self._children(part, source.node, source.key, own, anchor, part.title, part.important or False)
        return Entry(part, own, anchor, part.title, part.important or False, "given" if children else "absent",
                     source.key, children=children or _absent(part, "", "", part.title, source.key, False).children)

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
                blank = "（空欄なら、項目名だけを書きます）" if self.form else ""
                self._report(error(span, "missing-item", f"{place}に「{item.title}」がありません",
                                   f"{rows}の行を書き加えてください{blank}"))
            if entry.item.kind == "names" and self.form and entry.locator == self.form.files:
                self.files = _file_names(entry)
            done[item.name] = entry
        return tuple(done.values())

    def _entry(
        self, item: Item, found: tuple[Scalar, Node] | None, above: str, anchor_above: str, place_above: str,
        important: bool, container: Span, met: bool | None,
    ) -> Entry:
        locator, anchor = f"{above}/{step(item)}", f"{anchor_above}-{item.anchor}"
        place = _place(place_above, item)
        marked = is_important(item, important)
        if found is None:
            entry = _absent(item, above, anchor_above, place, container, important)
            return _unmet(entry) if met is False else entry
        key, node = found
        absent = _absent(item, above, anchor_above, place, key.span, important)
        if values.is_blank(node):
            return replace(absent, state="unmet" if met is False else "blank")
        base = Entry(item, locator, anchor, place, marked, "given", key.span)
        below = important_below(item, important)
        if isinstance(item, Block | Table):
            return replace(base, instances=self._instances(item, node, above, anchor_above, place_above, below))
        if item.is_heading:
            children = self._children(item, node, key.span, locator, anchor, place, below)
            return replace(base, children=children) if children else absent
        return self._filled(base, node, below, absent)

    def _filled(self, base: Entry, node: Node, below: bool, absent: Entry) -> Entry:
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
            elif self.complete and all(same(key.text) in _names(item.items) for key, _ in rest.entries):
                self._report(error(base.span, "missing-item", f"{base.place}に「{OWN_VALUE}」（この項目そのものの値）がありません",
                                   f"「{OWN_VALUE}: …」の行を書き加えてください（空欄なら、項目名だけを書きます）"))
        elif values.is_blank(written):
            state = "blank"
        else:
            value = values.read(item, written, base.place, self._report)
            if value is None and written is node:
                return absent
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
        last = 0
        files = self._file_numbers(item, node, place) if isinstance(item, Part) and item.each == "file" else []
        for position, one in enumerate(node.items, 1):
            if not isinstance(one, Mapping):
                self._report(error(one.span, "mapping-expected", f"{place}の {position} 番目には「項目名: 値」の行を書きます",
                                   _colon_hint(one, f"「- {item.items[0].name}: …」のように書いてください")))
                continue
            number, key = self._number(item, one, position, last, found, place)
            if files:
                number, key = files[position - 1], str(files[position - 1])
            if not number:
                continue
            last = number
            prefix = above if isinstance(item, Part) else f"{above}/"
            loc = step(item, key) if isinstance(item, Part) else f"{prefix}{step(item, key)}"
            segment = self._segment(item, key, one)
            anchor = f"{anchor_above}{segment}" if isinstance(item, Part) else f"{anchor_above}-{segment}"
            label = f"{place_above}({key})" if isinstance(item, Part) else f"{place_above}「{item.label}{key}」"
            reserved = (NUMBER, ID) if isinstance(item, Block) else (ID,) if isinstance(item, Part) else ()
            self._report_all(error(value.span, "text-expected", f"{label}の「{own.text}」には、番号や名前を1つだけ書きます",
                                   f"「{own.text}: …」のように1行で書いてください")
                             for own, value in one.entries if same(own.text) in reserved and not isinstance(value, Scalar))
            children = self._children(item, one, one.span, loc, anchor, label, important, reserved=reserved)
            previous = found[-1].children if isinstance(item, Table) and found else ()
            children = tuple(_with_above(child, previous) for child in children)
            name = children[0].text.strip() if children else ""
            found.append(Instance(number, self._id(one), name, loc, anchor, label, one.span, children))
        return tuple(found)

    def _number(
        self, item: Block | Table | Part, node: Mapping, position: int, last: int, before: list[Instance], place: str
    ) -> tuple[int, str]:
        """The number of a repeat, and how it stands in locators and addresses."""
        if isinstance(item, Block):
            written = _scalar(node, NUMBER)
            if written is None:
                return last + 1, str(last + 1)
            text = digits(written.text)
            if not re.fullmatch("[0-9]{1,4}", text) or int(text) <= last:
                self._report(error(written.span, "block-number", f"{place}の「{NUMBER}」が正しくありません（「{brief(written.text)}」）",
                                   f"前の番号（{last}）より大きい数字を書いてください" if last else "1 以上の数字を書いてください"))
                return last or 1, str(last or 1)
            number = int(text)
            if number > last + 1 and self.complete:
                missing = f"{last + 1} がありません" if number == last + 2 else f"{last + 1} から {number - 1} までがありません"
                self._report(warning(written.span, "block-number-skipped", f"{place}の番号が飛んでいます（{missing}）",
                                     "一部だけの収録なら「収録: 抄録」とし、そうでなければ欠けた番号の内容を加えてください"))
            return number, str(number)
        if isinstance(item, Table):
            written = _scalar(node, item.numbered_by)
            key = re.sub(r"[^0-9-]+", "", digits(written.text)).strip("-") if written else ""
            taken = {instance.locator.rsplit("[", 1)[1].rstrip("]") for instance in before}
            return position, key if key and key not in taken else f"x{position}"
        if item.each == "change":
            day = _scalar(node, item.items[0].name)
            value = dates.moment(day.text) if day else None
            stamp = "" if value is None or isinstance(value, dates.Unreadable) else value.iso.replace("-", "")
            same_day = sum(1 for one in before if one.locator.split("[")[1].startswith(f"{stamp}-"))
            return position, f"{stamp}-{same_day + 1}" if stamp else str(position)
        return position, str(position)

    def _file_numbers(self, item: Part, node: NodeSequence, place: str) -> list[int]:
        """The number of the file of each repeat; 0 for one that cannot be read.

        One with an unknown name, or with a name for the second time, is read as the file that its author most likely
        meant: it is not told again that this file is missing.
        """
        known = [same(file.text) for file in self.files]
        written = [_scalar(one, item.items[0].name) if isinstance(one, Mapping) else None for one in node.items]
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
        if isinstance(item, Block):
            name = self._id(node)
            return f"{item.anchor}-{name}" if name else f"{item.anchor}{key}"
        if isinstance(item, Table):
            return f"{item.anchor}-{key}"
        return f"-f{key}" if item.each == "file" else f"-{key}"

    def _id(self, node: Mapping) -> str:
        written = _scalar(node, ID)
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
        names = _names(items)
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
        names = _names(items)
        found: dict[str, PartSource] = {}
        meant: set[str] = set()
        assert self.form is not None
        for name, source in sources:
            part = names.get(same(name))
            if part is None:
                key = Scalar(name, source.key, source.key.line, True)
                meant.update(self._stranger(key, items, self.form.name))
            elif part.name in found:
                self._report(_twice(part.name, source.key, found[part.name].key))
            else:
                found[part.name] = source
        return found, meant

    def _stranger(
        self, key: Scalar, items: tuple[Item, ...], place: str, reserved: tuple[str, ...] = ()
    ) -> list[str]:
        """Reports a key that is none of `items`; the names of those that it most likely means."""
        known = [*reserved, *(item.name for item in items if not isinstance(item, Printed))]
        text = key.text.strip()
        elsewhere = next((row for row in rows(self.form) if same(row.item.name) == same(text)), None) if self.form else None
        alike = [name for name in known if same(without_bracket(name)) == same(text)]
        close = None if elsewhere else nearest(text[:200], known)
        if alike:
            hint = "か".join(f"「{name}」" for name in alike) + "の、（ ）まで書いてください"
        elif any(same(item.name) == same(text) for item in items):
            hint = "様式に初めから印刷されている文で、書く欄ではありません。この行を消してください"
        elif close:
            hint = f"もしかして「{close}」ですか"
        elif elsewhere and not isinstance(elsewhere.item, Printed):
            where = re.sub(r"\[[fn]\]|n(?=/|$)", "", elsewhere.locator).replace("/", " ")
            hint = f"「{brief(text)}」は {where} の項目です。書く場所と字下げを確かめてください"
        elif self._in_another_edition(text):
            hint = f"「{brief(text)}」は{self._in_another_edition(text)}の版の項目です。「版」が正しいか、表紙の下の［…］で確かめてください"
        else:
            hint = "ここに書ける項目: " + "、".join(known)
        self._report(error(key.span, "unknown-key", f"{place}に「{brief(text)}」という項目はありません", hint))
        return alike or ([close] if close else [])

    def _in_another_edition(self, text: str) -> str:
        """The newest edition of the form that has an item called `text`, or an empty text."""
        for edition in reversed(EDITIONS) if self.form else ():
            other = in_edition(self.form, edition) if self.form else None
            if other and any(same(row.item.name) == same(text) for row in rows(other)):
                return edition
        return ""

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


def _names(items: tuple[Item, ...]) -> dict[str, Item]:
    """Every way to write a key of `items`: its name, its label, the label without its bracket, its aliases.

    A way that two of them share (接続しない, of 入手 and 提供) belongs to neither.
    """
    asked = [item for item in items if not isinstance(item, Printed)]
    found = {same(item.name): item for item in asked}
    ways: dict[str, list[Item]] = {}
    for item in asked:
        for way in {same(w) for w in (item.label, without_bracket(item.label), item.number + item.label, *item.aliases)}:
            ways.setdefault(way, []).append(item)
    return {**{way: named[0] for way, named in ways.items() if len(named) == 1}, **found}


def _scalar(node: Mapping, name: str) -> Scalar | None:
    for key, value in node.entries:
        if same(key.text) == same(name) and isinstance(value, Scalar) and value.text.strip():
            return value
    return None


def asked(item: Item, siblings: dict[str, Entry], own: Value | None) -> bool | None:
    """Whether the form asks for `item`, beside `siblings` and under a row with the value `own`; None: cannot be told."""
    if item.unless:
        flag = siblings[item.unless]
        if isinstance(flag.value, Flagged):
            return None if flag.value.state == "unknown" else flag.value.state == "no"
        return None if flag.state == "absent" else True
    if item.only_if is None:
        return True
    name, wanted = item.only_if
    value = siblings[name].value if name else own
    if isinstance(value, Chosen) and value.index is not None:
        return same(value.choice) == same(wanted)
    if isinstance(value, Checked):
        state = next(mark.state for mark in value.marks if mark.option.label == wanted)
        return None if state == "unknown" else state == "yes"
    return None


def _colon_hint(node: Node, otherwise: str) -> str:
    return _FULLWIDTH_COLON if isinstance(node, Scalar) and "：" in node.text else otherwise


def _absent(item: Item, above: str, anchor_above: str, place: str, span: Span, important: bool) -> Entry:
    """`item` and all rows under it as not included."""
    own = step(item)
    locator = f"{above}/{own}" if above else own
    anchor = f"{anchor_above}-{item.anchor}" if anchor_above else item.anchor
    repeats = isinstance(item, Block | Table) or (isinstance(item, Part) and bool(item.each))
    children = () if repeats else tuple(
        _absent(child, locator, anchor, _place(place, child), span, important_below(item, important))
        for child in item.items
    )
    return Entry(item, locator, anchor, place, is_important(item, important), "absent", span, children=children)


def _unmet(entry: Entry) -> Entry:
    return replace(entry, state="unmet", children=tuple(_unmet(child) for child in entry.children))


def _with_above(entry: Entry, previous: tuple[Entry, ...]) -> Entry:
    """A cell of a table; a blank one in a column that repeats carries the value of the row above."""
    if entry.state != "blank" or not getattr(entry.item, "above", False):
        return entry
    before = next((one for one in previous if one.item.name == entry.item.name), None)
    return entry if before is None else replace(entry, above=before.value or before.above)


def _place(above: str, item: Item) -> str:
    """How a problem names an item: the number of its part, the numbers and titles of the rows down to it."""
    if not item.number:
        return f"{above}「{item.label}」"
    return f"{above if '「' in above else above.split(' ')[0]} {item.number}「{item.label}」"
