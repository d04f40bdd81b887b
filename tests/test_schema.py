"""The JSON Schema takes what `load` takes and refuses what the form does not have; the generated files are up to date."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from site_gen import dictionary, load, schema, source
from site_gen.edition import Relabel
from site_gen.form import Block, Checks, Choice, Date, Fixed, Form, Image, Item, Part, Printed, Table, rows
from site_gen.forms import FORMS, form_named
from site_gen.forms.editions import OF_FORM
from site_gen.model import Checked
from site_gen.schema import sentences
from tests.conftest import ROOT

CONTENT = ROOT / "content"
FILE = "住民基本台帳ファイル"
Data = Any  # what a YAML parser makes of a file

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)


@cache
def validator(code: str) -> Draft202012Validator:
    """Validates against the schema of `code`, which must itself be valid."""
    found = schema.schema(code)
    Draft202012Validator.check_schema(found)
    return Draft202012Validator(found)


def refusals(code: str, text: str) -> list[str]:
    """Why the schema of `code` refuses the YAML `text`, as an editor types its scalars and as text alone."""
    found = []
    for data in (as_editors_do(yaml.safe_load(text)), yaml.load(text, yaml.BaseLoader)):
        error = best_match(validator(code).iter_errors(data))
        if error is not None:
            found.append(f"{error.json_path}: {error.message[:200]}")
    return found


def as_editors_do(data: Data) -> Data:
    """`data` of PyYAML as editors' parsers have it, that know YAML 1.2 and no dates."""
    if isinstance(data, dict):
        return {key: as_editors_do(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_editors_do(one) for one in data]
    return data.isoformat() if isinstance(data, datetime.date) else data


# -- what load takes ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.relative_to(CONTENT).as_posix())
def test_content_is_valid(path: Path) -> None:
    """Every file of the content fits the schema that its first line names, and that line leads to a file."""
    text = path.read_text(encoding="utf-8")
    named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert named, path
    target = (path.parent / named[1]).resolve()
    assert target.parent == (CONTENT / ".schema").resolve()
    assert refusals(target.stem, text) == []


class Dumper(yaml.SafeDumper):
    """Writes as an author does: nothing for None, several lines as a block."""


Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))
Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


class Document:
    """A whole assessment on `form` in which every item is there, each in the spelling number `variant` of its kind."""

    def __init__(self, form: Form, variant: int) -> None:
        self.variant = variant
        self.ids = count(1)
        own = {"様式": form.name, "版": form.edition, "収録": "全部"}
        self.data = {"評価書": own} | {part.name: self.place(part) for part in form.parts}
        self.text = yaml.dump(self.data, Dumper=Dumper, allow_unicode=True, sort_keys=False)

    def place(self, item: Item) -> Data:
        """What stands under the key of `item`."""
        under = {child.name: self.place(child) for child in item.items if not isinstance(child, Printed)}
        if isinstance(item, Block):
            return [{"番号": 2, "id": f"x{next(self.ids)}"} | under]
        if isinstance(item, Table) or (isinstance(item, Part) and item.each):
            return [under]
        if item.is_heading:
            return under
        spellings = [FILE] if item.name == "特定個人情報ファイル名" else list(self.spellings(item))
        own = spellings[self.variant % len(spellings)]
        return {"記載": own} | under if under else own

    def spellings(self, item: Item) -> Iterator[Data]:
        """Every way to write the value of `item`."""
        day = datetime.date(2023, 2, 6)
        match item:
            case Choice():
                yield from item.choices
                yield from range(1, len(item.choices) + 1)
                yield from ("2", "不明", None, "なし", "－")
            case Checks():
                labels = [option.label for option in item.options]
                ticked = [{o.label: "5件" if o.detail == "count" else "税務"} if o.detail else o.label
                          for o in item.options]
                yield from (ticked, [], labels[0], None, "なし", "不明", ["不明"])
                yield from ([*ticked[:-1], {"不明": labels[-1:]}], [{"不明": labels[0]}], [{label: None} for label in labels])
            case Date():
                yield from ("令和5年2月6日", day, "平成27年6月", "－", None)
            case Image():
                yield from ("zu-1.png", None, "なし")
            case Fixed():
                yield from (item.text, None, "別表を参照。")
            case _ if item.kind == "flag":
                yield from ("○", None, "不明", "はい", "いいえ")
            case _ if item.kind == "count":
                yield from ("5件", 5, None, "－")
            case _ if item.kind == "recorded":
                yield from ([{"見出し": "識別情報", "項目": ["氏名", 1]}, "住所"], "別紙のとおり", {"要約": "別紙"}, None)
            case _ if item.kind == "free_table":
                yield from ({"欄": ["項番", "内容"], "行": [[1, "あ"], ["2", True]]}, None, "－")
            case _:
                yield from ("文", 12, True, day, 1.5, {"要約": "短い文"}, "なし", None, "1行目\n2行目\n")


@every_form
@pytest.mark.parametrize("variant", range(24))
def test_every_item_in_every_spelling(form: Form, variant: int) -> None:
    """What `load` reads without an error, the schema takes; there is no item that it does not know."""
    document = Document(form, variant)
    root, problems = source.parse(document.text.encode(), "hyoka.yaml")
    assert isinstance(root, source.Mapping) and not problems
    assessment, found = load.assessment("juki", "juki", [("hyoka.yaml", root)])
    assert assessment is not None
    assert [problem for problem in found if problem.severity == "error"] == []
    assert refusals(form.code, document.text) == []


@every_form
def test_empty_parts_are_valid(form: Form) -> None:
    """A part, and what stands in it, may be there without a value."""
    assert refusals(form.code, "".join(f"{part.name}:\n" for part in form.parts)) == []
    plain = next(part for part in form.parts if not part.each and part.number)
    assert refusals(form.code, f"{plain.name}:\n" + "".join(f"  {item.name}:\n" for item in plain.items)) == []


@pytest.mark.parametrize(("code", "key"), [("kiso", "5"), ("juten", "6"), ("zenkomoku", "7")])
def test_keys_of_all_editions_are_valid(code: str, key: str) -> None:
    """The schema is of no edition: what any of them is called may be written."""
    part = "関連情報" if code == "kiso" else "基本情報"
    assert refusals(code, f"{part}:\n  評価実施機関における担当部署:\n    所属長: 課長\n") == []
    form = form_named(code)
    assert form is not None
    known = dict(properties(schema.schema(code)))
    for (of, _), edition in OF_FORM.items():
        for one in edition.differences if of == code else ():
            if isinstance(one, Relabel):
                assert one.label in known and (not one.key or one.key in known)


def test_unread_boxes_are_read_as_unknown() -> None:
    """不明 alone says it of all boxes that are not named; it is not read as 「none is ticked」."""
    kiso = FORMS[0]
    for written, states in (("不明", "unknown"), ("[不明, 内部監査]", "unknown yes unknown"), ("[内部監査]", "no yes no")):
        text = f"評価書: {{様式: kiso, 版: 令和6年10月, 収録: 抄録, 出典: {{名称: x}}}}\nリスク対策: {{監査: {{実施の有無: {written}}}}}\n"
        assert refusals("kiso", text.replace("様式: kiso", f"様式: {kiso.name}")) == []
        root, _ = source.parse(text.encode(), "a.yaml")
        assert isinstance(root, source.Mapping)
        assessment, problems = load.assessment("a", "a", [("a.yaml", root)])
        assert assessment is not None and problems == ()
        value = assessment.part("リスク対策").child("監査").child("実施の有無").value
        assert isinstance(value, Checked)
        expected = states.split() if " " in states else [states] * 3
        assert [mark.state for mark in value.marks] == expected


# -- what it refuses ---------------------------------------------------------------------------------------------------

MISTAKES = {
    "unknown part": "基本の情報:\n",
    "part that is a text": "基本情報: なし\n",
    "unknown key": "基本情報:\n  概要:\n",
    "key of another place": "表紙:\n  事務の名称: あ\n",
    "unknown choice": "基本情報: {特定個人情報ファイルを取り扱う事務: {対象人数: 10万人}}\n",
    "number of no choice": "基本情報: {特定個人情報ファイルを取り扱う事務: {対象人数: 6}}\n",
    "number that is none": "基本情報: {特定個人情報ファイルを取り扱う事務: {対象人数: 1.5}}\n",
    "list for a choice": "基本情報: {特定個人情報ファイルを取り扱う事務: {対象人数: [30万人以上]}}\n",
    "list for a text": "基本情報: {特定個人情報ファイルを取り扱う事務: {事務の名称: [あ]}}\n",
    "mapping for a text": "基本情報: {特定個人情報ファイルを取り扱う事務: {事務の名称: {内容: あ}}}\n",
    "empty summary": "基本情報: {特定個人情報ファイルを取り扱う事務: {事務の内容: {要約: }}}\n",
    "mapping for a list": "変更箇所: {変更日: 令和5年2月6日}\n",
    "unknown column": "事務の内容: [{流れ: [{番号: 1, 誰から: 住民}]}]\n",
    "printed words": "特定個人情報ファイルの取扱いプロセスにおけるリスク対策: [{特定個人情報ファイルの取扱いの委託: {リスク: あ}}]\n",
    "unknown box": "特定個人情報ファイルの概要: [{特定個人情報の入手・使用: {入手方法: [はがき]}}]\n",
    "box twice": "特定個人情報ファイルの概要: [{特定個人情報の入手・使用: {入手方法: [紙, 紙]}}]\n",
    "detail of a box without": "特定個人情報ファイルの概要: [{特定個人情報の入手・使用: {入手方法: [{紙: 届出書}]}}]\n",
    "unknown box that is unknown": "特定個人情報ファイルの概要: [{特定個人情報の入手・使用: {入手方法: [{不明: [はがき]}]}}]\n",
    "flag with another word": (
        "特定個人情報ファイルの取扱いプロセスにおけるリスク対策: [{特定個人情報ファイルの取扱いの委託: {委託しない: しない}}]\n"
    ),
    "number of a block": "基本情報: {特定個人情報ファイルを取り扱う事務において使用するシステム: {システム: [{番号: 一}]}}\n",
    "id of a block": "基本情報: {特定個人情報ファイルを取り扱う事務において使用するシステム: {システム: [{id: 住基}]}}\n",
    "name that is empty": "基本情報: {特定個人情報ファイル名: ['']}\n",
    "group without items": "特定個人情報ファイル記録項目: [{記録項目: [{見出し: あ}]}]\n",
    "table without rows": "別紙: [{表: {欄: [あ]}}]\n",
    "name of a picture": "事務の内容: [{図: 図.png}]\n",
    "other form": "評価書: {様式: 重点項目評価書, 版: 不明, 収録: 全部}\n",
    "unknown edition": "評価書: {様式: 全項目評価書, 版: 令和3年1月, 収録: 全部}\n",
    "no form": "評価書: {版: 不明, 収録: 全部}\n",
}


@pytest.mark.parametrize("text", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_are_refused(text: str) -> None:
    """Both as editors type scalars and as text."""
    assert len(refusals("zenkomoku", text)) == 2


@pytest.mark.parametrize(
    ("code", "text", "fits"),
    [
        ("site", "サイト名: あ\n発行者: い\n", True),
        ("site", "サイト名: あ\n", False),
        ("site", "サイト名: あ\n発行者: い\nライセンス: {URL: 'https://a.example'}\n", False),
        ("municipality", "名称: あ\n読み:\n都道府県:\n全国地方公共団体コード: 112020\n架空: はい\n", True),
        ("municipality", "名称: あ\n", False),
        ("municipality", "名称: あ\n読み: い\n都道府県: う\n全国地方公共団体コード: '1'\n電話: え\n", False),
    ],
)
def test_records_ask_for_what_is_needed(code: str, text: str, fits: bool) -> None:
    assert (refusals(code, text) == []) is fits


# -- what editors show -------------------------------------------------------------------------------------------------


@every_form
def test_editors_are_told_of_every_row(form: Form) -> None:
    """Title as printed, ※, condition, choices and doubts stand at some property of that name."""
    known: dict[str, list[dict[str, Data]]] = {}
    for name, one in properties(schema.schema(form.code)):
        known.setdefault(name, []).append(one)
    for row in rows(form):
        if isinstance(row.item, Printed):
            continue
        said = ["※" if row.important else "", sentences.asked(row.item), sentences.doubt(row.recalled)]
        said += sentences.choices(row.item)
        assert any(
            one.get("title") == row.item.title and all(text in one.get("description", "") for text in said)
            for one in known[row.item.name]
        ), row.locator


def test_other_wordings_are_not_proposed() -> None:
    """An editor completes the key of the form; what else may be written stays quiet."""
    quiet = {name for name, one in properties(schema.schema("zenkomoku")) if one.get("doNotSuggest")}
    assert {"事務内容", "所属長", "特定個人情報の提供・移転（委託に伴うものを除く。）"} <= quiet
    assert not quiet & {"事務の内容", "所属長の役職名"}


def properties(node: Data) -> Iterator[tuple[str, dict[str, Data]]]:
    """Every property anywhere in a schema, by its name."""
    if isinstance(node, dict):
        if isinstance(node.get("properties"), dict):
            yield from node["properties"].items()
        for value in node.values():
            yield from properties(value)
    elif isinstance(node, list):
        for one in node:
            yield from properties(one)


# -- the data dictionary -----------------------------------------------------------------------------------------------


def test_dictionary_has_every_row_and_difference() -> None:
    """A line for every row of every form and record, with its key at the end of its path, its choices and its doubts."""
    lines = dictionary.markdown(dictionary.all_forms()).splitlines()
    for form in dictionary.all_forms():
        for row in rows(form):
            if row.depth == 0:
                assert f"### {row.item.title}" in lines
                continue
            found = [line for line in lines if line.startswith(f"| `{row.locator}` |") and f" {row.item.title} |" in line]
            assert found, row.locator
            said = (*sentences.choices(row.item), sentences.doubt(row.recalled), sentences.asked(row.item))
            assert any(all(text in line for text in said) for line in found), row.locator
    assert any("平成26年4月から平成29年5月までの版では「所属長」" in line for line in lines)
    assert any("`特定個人情報の入手・使用 › 使用目的 › 記載`" in line for line in lines)


def test_dictionary_is_well_formed() -> None:
    """Every line of a table has as many cells as its head, and a blank line before it."""
    width = 0
    before = ""
    for line in dictionary.markdown(dictionary.all_forms()).splitlines():
        if line.startswith("|"):
            cells = len(re.findall(r"(?<!\\)\|", line))
            assert before == "" or width == cells, line
            width = cells
        before = line


# -- generated files ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", schema.CODES)
def test_schema_files_are_up_to_date(code: str) -> None:
    _up_to_date(CONTENT / ".schema" / f"{code}.json", schema.as_text(code), schema.COMMAND)


def test_dictionary_file_is_up_to_date() -> None:
    text = dictionary.markdown(dictionary.all_forms())
    _up_to_date(ROOT / "docs/ja/data-dictionary.md", text, dictionary.COMMAND)


def _up_to_date(path: Path, text: str, command: str) -> None:
    same = path.is_file() and path.read_bytes() == text.encode("utf-8")
    if not same:
        pytest.fail(f"{path.relative_to(ROOT)} is not what the forms say. Run: {command}", pytrace=False)
