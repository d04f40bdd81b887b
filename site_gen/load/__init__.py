"""Nodes and a form in, an `Assessment` out: walks the form, so that gaps and strangers show by themselves.

What could not be read is reported once and reads as absent from then on; no problem is reported for its consequences.
"""

import re
from collections.abc import Iterable, Sequence

from site_gen.form import Form, Part
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, form_named, in_edition
from site_gen.forms.records import 評価書
from site_gen.kept import Kept
from site_gen.load.entries import asked, value_span
from site_gen.load.keys import twice
from site_gen.load.reader import ID, NUMBER, OWN_VALUE, PartSource, Reader
from site_gen.model import Assessment, Chosen, Entry, Source
from site_gen.problem import Problem, Span, error
from site_gen.source import Mapping, Node, brief
from site_gen.wording import nearest, same

__all__ = ["CODE", "ID", "NUMBER", "OWN_VALUE", "PartSource", "asked", "assessment", "record_entry", "value_span"]

CODE = "全国地方公共団体コード"  # a blank one is only warned of: `content`
_ADDRESSES = frozenset({"URL", "公開URL", "公式サイト"})  # these items of the records become links


def assessment(
    slug: str, folder: str, files: Sequence[tuple[str, Mapping]], kept: Kept | None = None
) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """The assessment whose YAML files are `files` (path as shown, root mapping), in the order of their names.

    None when it cannot even be told which form it is on. `folder` is the path shown for what is missing as a whole. With the
    `kept` of the reading before, the parts of files that did not change are the same objects.
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
    reader = Reader(problems, complete=complete, form=form, kept=kept or Kept(), folder=folder)
    parts = reader.parts(sources, record_source.key)
    return (
        Assessment(
            slug=slug,
            form=form,
            edition=edition,
            excerpt=excerpt,
            source=_source(record),
            record=record,
            parts=parts,
            files=tuple(name.text for name in reader.files),
            span=record_source.key,
        ),
        tuple(problems),
    )


def record_entry(table: Part, source: PartSource, problems: list[Problem]) -> Entry:
    """A record that is no form (評価書, 自治体, サイト) read by its table, with everything not optional required."""
    record = Reader(problems, complete=True, form=None).part(table, source)
    problems += (
        error(entry.span, "blank-item", f"「{table.name}」の「{entry.item.label}」が空欄です", "値を書いてください")
        for entry in record.children
        if record.state != "blank" and entry.state == "blank" and not entry.item.optional and entry.item.name != CODE
    )
    problems += (
        error(value_span(entry), "wrong-url", f"{entry.place}の「{brief(entry.text)}」が正しくありません",
              "https:// から始まるアドレスを書いてください")
        for entry in record.walk()
        if entry.item.name in _ADDRESSES and entry.state == "given" and not re.fullmatch(r"https?://\S+", entry.text)
    )
    return record


def _gather(files: Iterable[tuple[str, Mapping]], problems: list[Problem]) -> dict[str, PartSource]:
    found: dict[str, PartSource] = {}
    known: dict[str, PartSource] = {}
    for _, root in files:
        for key, node in root.entries:
            before = known.get(same(key.text))
            if before is not None:
                problems.append(twice(key.text.strip(), key.span, before.key))
                continue
            found[key.text.strip()] = known[same(key.text)] = PartSource(key.span, node)
    return found


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
        close = nearest(style.text[:200], names)
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


def _source(record: Entry) -> Source | None:
    entry = record.child("出典")
    if entry.state != "given":
        return None
    name, published, url, note = (entry.child(key).text for key in ("名称", "公表日", "URL", "備考"))
    return Source(name, published, url, note)
