"""A row of a form in, what an author has to know of it in Japanese out: kind, choices, conditions, other keys."""

from collections.abc import Sequence

from site_gen.form import (
    Block,
    Checks,
    Choice,
    Count,
    Date,
    Fixed,
    Flag,
    Form,
    FreeTable,
    Group,
    Image,
    Item,
    Names,
    Option,
    Part,
    Printed,
    Prose,
    Recalled,
    Recorded,
    Risk,
    Section,
    Table,
    Text,
    with_anchors,
)
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION
from site_gen.forms.records import サイト, 別名, 法令集, 用語集, 自治体, 評価書
from site_gen.wording import same, without_bracket

KINDS: dict[type[Item], str] = {
    Text: "短い文",
    Prose: "文章",
    Choice: "選択",
    Checks: "チェック欄",
    Flag: "○印",
    Count: "件数",
    Date: "日付",
    Names: "名前の並び",
    Recorded: "記録項目の並び",
    Fixed: "定型文",
    Printed: "印刷文字",
    Image: "図のファイル名",
    FreeTable: "自由な表",
    Group: "見出し",
    Section: "見出し",
    Risk: "見出し",
    Block: "くり返す組",
    Table: "一覧表",
    Part: "部",
}
_DOUBT = {"high": "高", "med": "中", "low": "低"}
_REPEATED = {
    "file": "特定個人情報ファイルごとにくり返します",
    "sheet": "表題ごとにくり返します",
    "change": "変更ごとにくり返します",
}


def record_form(code: str, name: str, record: Part) -> Form:
    """A record that is no statutory form, as a form of one part, so that it can be walked like one."""
    return with_anchors(Form(code, name, "", "", (record,), "", ()))


OWN_RECORD = record_form("hyokasho", "評価書の版と出典", 評価書)
RECORDS: tuple[Form, ...] = (
    OWN_RECORD,
    record_form("municipality", "自治体の設定", 自治体),
    record_form("site", "サイトの設定", サイト),
    record_form("aliases", "名前の対応", 別名),
    record_form("glossary", "用語集", 用語集),
    record_form("laws", "法令の表", 法令集),
)

# What a text of a record is chosen from, though it is no choice of a form.
KNOWN: dict[str, tuple[str, ...]] = {
    "評価書/様式": tuple(form.name for form in reversed(FORMS)),
    "評価書/版": (*reversed(EDITIONS), UNKNOWN_EDITION),
}


def kind(item: Item) -> str:
    """The kind of `item` in Japanese, as the dictionary names it."""
    return "日付・期間" if isinstance(item, Date) and item.period else KINDS[type(item)]


def choices(item: Item) -> tuple[str, ...]:
    """What can be chosen or ticked, as printed: `1) 実施する`, `その他〔内容〕`."""
    if isinstance(item, Choice):
        return tuple(f"{number}) {choice}" for number, choice in enumerate(item.choices, 1))
    if isinstance(item, Checks):
        return tuple(option.label + _bracket(option) for option in item.options)
    return ()


def asked(item: Item) -> str:
    """When an author fills `item` in, as a sentence; empty when always."""
    if isinstance(item, Printed):
        return "書きません"
    if item.unless:
        return f"「{item.unless}」に○があるときは書きません"
    if item.only_if:
        key, value = item.only_if
        return f"「{key}」が「{value}」のときに書きます" if key else f"上の項目が「{value}」のときに書きます"
    return "任意" if item.optional else ""


def repeats(item: Item) -> str:
    """How `item` repeats, as a sentence; empty when it does not."""
    if isinstance(item, Part):
        return _REPEATED.get(item.each, "")
    if isinstance(item, Block):
        return "くり返します"
    return "行をくり返します" if isinstance(item, Table) else ""


def doubt(recalled: Recalled) -> str:
    """That a row was not seen in a published document, and how sure its recollection is; empty when it was seen."""
    return f"要確認（記憶による。確からしさ: {_DOUBT[recalled]}）" if recalled else ""


def other_keys(item: Item, siblings: Sequence[Item]) -> tuple[str, ...]:
    """Other keys under which `item` may be written: its label, the label without its bracket, its aliases.

    A way that a sibling shares (接続しない, of 入手 and of 提供) is none.
    """
    taken = {same(sibling.name) for sibling in siblings}
    taken |= {same(way) for sibling in siblings if sibling is not item for way in _ways(sibling)}
    unique = {same(way): way for way in reversed(_ways(item)) if same(way) not in taken}
    return tuple(reversed(unique.values()))


def _ways(item: Item) -> tuple[str, ...]:
    return (item.label, without_bracket(item.label), *item.aliases)


def _bracket(option: Option) -> str:
    return {"": "", "text": "〔内容〕", "count": "〔件数〕"}[option.detail]
