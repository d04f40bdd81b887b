"""The tables of the forms hold together in every edition, and say what the forms print."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from site_gen.edition import Drop, Relabel, Renumber, as_printed
from site_gen.form import Block, Checks, Choice, Fixed, Flag, Form, Item, Part, Printed, Row, rows
from site_gen.forms import EDITIONS, FORMS, UNKNOWN_EDITION, form_named, in_edition
from site_gen.forms.editions import OF_FORM
from site_gen.wording import same

KISO, JUTEN, ZENKOMOKU = FORMS


def edited(code: str, edition: str) -> Form:
    """The form with that code in that edition, which must exist."""
    form = form_named(code)
    assert form is not None
    found = in_edition(form, edition)
    assert found is not None
    return found


ALL = [
    pytest.param(edited(form.code, edition), id=f"{form.code}-{edition}")
    for form in FORMS
    for edition in (*EDITIONS, UNKNOWN_EDITION)
]
every_form = pytest.mark.parametrize("form", ALL)


def families(form: Form) -> Iterator[tuple[Item | None, tuple[Item, ...]]]:
    """Every row with the rows under it, and first the parts of the form under None."""
    yield None, form.parts
    for row in rows(form):
        yield row.item, row.item.items


def anchored(form: Form) -> list[tuple[str, Item]]:
    """Every item with its whole anchor, from that of its part down."""

    def below(item: Item, above: str) -> Iterator[tuple[str, Item]]:
        anchor = f"{above}-{item.anchor}" if above else item.anchor
        yield anchor, item
        for child in item.items:
            yield from below(child, anchor)

    return [pair for part in form.parts for pair in below(part, "")]


def row_at(form: Form, locator: str) -> Row:
    """The one row at `locator`."""
    (row,) = [row for row in rows(form) if row.locator == locator]
    return row


@every_form
def test_keys_are_unique_among_siblings(form: Form) -> None:
    """No two siblings can be written with the same key, be it name, label or another wording."""
    for parent, items in families(form):
        taken: dict[str, str] = {}
        for item in items:
            for way in {same(way) for way in (item.name, item.label, *item.aliases)}:
                assert way not in taken, (parent and parent.title, item.name, taken[way])
                taken[way] = item.name


@every_form
def test_locators_are_unique(form: Form) -> None:
    """A locator names one row."""
    locators = [row.locator for row in rows(form)]
    assert len(locators) == len(set(locators))


@every_form
def test_anchors_are_unique_ascii(form: Form) -> None:
    """Anchors are unique in the whole form, can stand in an address, and start with a letter."""
    anchors = [anchor for anchor, _ in anchored(form)]
    assert len(anchors) == len(set(anchors))
    assert [anchor for anchor in anchors if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", anchor)] == []
    assert all(item.anchor for _, item in anchored(form))


@every_form
def test_conditions_name_siblings_before_them(form: Form) -> None:
    """What decides whether a row is asked for exists, stands before it and can take that value."""
    for parent, items in families(form):
        before: dict[str, Item] = {}
        for item in items:
            if item.unless:
                assert isinstance(before[item.unless], Flag), item
            if item.only_if:
                key, value = item.only_if
                decider = before[key] if key else parent
                if isinstance(decider, Checks):
                    assert value in [option.label for option in decider.options], item
                else:
                    assert isinstance(decider, Choice), item
                    assert value in decider.choices, item
            before[item.name] = item


@every_form
def test_lists_of_choices_have_no_duplicates(form: Form) -> None:
    """A choice and a box are told by their words."""
    for row in rows(form):
        words: tuple[str, ...] = ()
        if isinstance(row.item, Choice):
            words = row.item.choices
        elif isinstance(row.item, Checks):
            words = tuple(option.label for option in row.item.options)
        assert len(words) == len({same(word) for word in words}), row.locator


@every_form
def test_repeats_are_named_by_their_first_row(form: Form) -> None:
    """Blocks and repeated parts have an anchor of their own and a first row that names them."""
    for row in rows(form):
        if isinstance(row.item, Block) or (isinstance(row.item, Part) and row.item.each):
            assert row.item.items[0].kind in ("text", "date"), row.locator


@every_form
def test_files_and_contact_exist(form: Form) -> None:
    """The form's own pointers (files, contact, printed references to a part) point at something."""
    locators = {row.locator for row in rows(form)}
    assert {form.files, *form.contact} <= locators
    assert row_at(form, form.files).item.kind == "names"
    parts = {part.anchor for part in form.parts}
    assert {row.item.part for row in rows(form) if isinstance(row.item, Fixed)} <= parts


@every_form
def test_editions_move_no_anchor(form: Form) -> None:
    """What an edition has stands at the address it has in the current form."""
    current = {anchor: item for anchor, item in anchored(edited(form.code, EDITIONS[-1]))}
    known = OF_FORM.get((form.code, form.edition))
    relabelled = {one.label for one in known.differences if isinstance(one, Relabel)} if known else set()
    for anchor, item in anchored(form):
        assert type(item) is type(current[anchor])
        assert item.label == current[anchor].label or item.label in relabelled


def test_every_edition_of_every_form_has_a_row() -> None:
    """The table of editions covers the three forms, and each builds under its own name."""
    assert set(OF_FORM) == {(form.code, edition) for form in FORMS for edition in EDITIONS}
    for code, edition in OF_FORM:
        assert edited(code, edition).edition == edition


def test_current_edition_is_the_table() -> None:
    """Nothing differs in the newest edition, and the tables say that they are it."""
    for form in FORMS:
        assert form.edition == EDITIONS[-1]
        assert in_edition(form, EDITIONS[-1]) == form


@pytest.mark.parametrize(
    ("code", "edition", "seen"),
    [
        ("kiso", "平成26年4月", True),
        ("kiso", "平成29年5月", True),
        ("kiso", "平成31年1月", False),
        ("juten", "平成26年4月", True),
        ("juten", "平成30年5月", False),
        ("zenkomoku", "平成28年1月", True),
        ("zenkomoku", "平成30年5月", True),
        ("zenkomoku", "令和6年10月", False),
    ],
)
def test_seen_stamps(code: str, edition: str, seen: bool) -> None:
    """An edition says whether its stamp was seen on that form."""
    assert OF_FORM[code, edition].seen is seen


@pytest.mark.parametrize(("code", "locator"), [("kiso", "Ⅰ/5/②"), ("juten", "Ⅰ/6/②"), ("zenkomoku", "Ⅰ/7/②")])
def test_head_of_department(code: str, locator: str) -> None:
    """Before 平成30年5月 the person is asked for, from then on the post; of an unknown edition either will do."""
    for edition in EDITIONS:
        expected = "所属長" if EDITIONS.index(edition) < EDITIONS.index("平成30年5月") else "所属長の役職名"
        item = row_at(edited(code, edition), locator).item
        assert (item.name, item.label) == (expected, expected)
    unknown = row_at(edited(code, UNKNOWN_EDITION), locator).item
    assert (unknown.name, unknown.aliases) == ("所属長の役職名", ("所属長",))


def test_committee_of_the_first_edition() -> None:
    """In 平成26年4月 the committee had another name; the author's key of the cover row is the same."""
    first, next_one = edited("zenkomoku", "平成26年4月"), edited("zenkomoku", "平成28年1月")
    cover = row_at(first, "表紙/承認日").item
    assert (cover.name, cover.label) == ("承認日", "特定個人情報保護委員会 承認日【行政機関等のみ】")
    assert row_at(next_one, "表紙/承認日").item.label == "個人情報保護委員会 承認日【行政機関等のみ】"
    assert row_at(first, "Ⅵ/4").item.name == "特定個人情報保護委員会の承認"
    assert row_at(next_one, "Ⅵ/4").item.name == "個人情報保護委員会の承認"


def test_risk_part_of_kiso() -> None:
    """様式2 has no Ⅳ before 平成31年1月, nine items then, eleven today; their addresses are today's."""
    for edition in EDITIONS:
        part = edited("kiso", edition).part("リスク対策")
        found = [(item.number, item.label, item.anchor) for item in part.items] if part else []
        match edition:
            case "平成31年1月":
                assert len(found) == 9
                assert found[7:] == [("8", "監査", "9"), ("9", "従業者に対する教育・啓発", "10")]
            case "令和6年10月":
                assert len(found) == 11
            case _:
                assert found == []


def test_rule_9_2_of_kiso() -> None:
    """規則第9条第2項の適用 is in the newest edition alone."""
    having = [e for e in EDITIONS if any(row.locator == "Ⅰ/9" for row in rows(edited("kiso", e)))]
    assert having == ["令和6年10月"]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_unknown_edition_requires_only_what_all_have(form: Form) -> None:
    """What some edition drops is optional where the edition is unknown; the rows are the current ones."""
    unknown = edited(form.code, UNKNOWN_EDITION)
    assert [row.locator for row in rows(unknown)] == [row.locator for row in rows(form)]
    for (code, _), edition in OF_FORM.items():
        for difference in edition.differences if code == form.code else ():
            item = row_at(unknown, difference.locator).item
            if isinstance(difference, Drop):
                assert item.optional
            elif isinstance(difference, Relabel):
                assert same(difference.label) in map(same, (item.label, *item.aliases))


def test_no_such_edition() -> None:
    """An edition nobody knows by that name is None; white space and width of digits do not matter."""
    assert in_edition(ZENKOMOKU, "令和3年5月") is None
    assert in_edition(ZENKOMOKU, " 平成３０年５月 ") == edited("zenkomoku", "平成30年5月")


def test_difference_must_name_a_row() -> None:
    """A slip in the table of editions does not pass in silence."""
    with pytest.raises(KeyError):
        as_printed(KISO, "平成26年4月", [Renumber("Ⅳ/12", "11")])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("kiso", KISO), ("基礎項目評価書", KISO), ("様式2", KISO), ("juten", JUTEN), ("様式３", JUTEN),
        ("zenkomoku", ZENKOMOKU), ("全項目 評価書", ZENKOMOKU), ("様式4", ZENKOMOKU), ("様式1", None), ("", None),
    ],
)
def test_form_named(text: str, form: Form | None) -> None:
    """A form answers to its code, its name and its 様式, however they are spaced."""
    assert form_named(text) is form


PARTS = {
    "kiso": "表紙 Ⅰ Ⅱ Ⅲ Ⅳ 変更箇所 別紙",
    "juten": "表紙 Ⅰ Ⅱ[f] 別添1[f] Ⅲ[f] Ⅳ Ⅴ 別添2 別紙",
    "zenkomoku": "表紙 Ⅰ 別添1 Ⅱ[f] 別添2[f] Ⅲ[f] Ⅳ Ⅴ Ⅵ 別添3 別紙",
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)
def test_parts(form: Form) -> None:
    """The parts stand in the order of the 項目一覧, and repeat as the forms say."""
    found = [row.locator.replace("[n]", "") for row in rows(form) if row.depth == 0]
    assert " ".join(found) == PARTS[form.code]
    assert {part.label: part.anchor for part in form.parts}["変更箇所"] == "henko"


def test_titles() -> None:
    """Number and label are put together as one reads them."""
    assert row_at(JUTEN, "Ⅰ/1/②").item.title == "② 事務の内容"
    assert row_at(JUTEN, "Ⅲ[f]/10").item.title == "10. その他のリスク対策"
    assert row_at(JUTEN, "Ⅲ[f]/2/リスク").item.title == "リスク： 目的外の入手が行われるリスク"
    assert row_at(JUTEN, "Ⅲ[f]/2/リスク").item.anchor == "r"
    assert row_at(JUTEN, "別添1[f]").item.title == "（別添1） 特定個人情報ファイル記録項目"


# form, locator, label, ※, number of choices or boxes (0: the row has none)
SPOTS: tuple[tuple[Form, str, str, bool, int], ...] = (
    (KISO, "Ⅰ/1/②", "事務の概要", False, 0),
    (KISO, "Ⅰ/4/①", "実施の有無", False, 3),
    (KISO, "Ⅰ/6", "他の評価実施機関", False, 0),
    (KISO, "Ⅱ/1/評価対象の事務の対象人数は何人か", "評価対象の事務の対象人数は何人か", False, 5),
    (KISO, "Ⅱ/2/特定個人情報ファイル取扱者数は500人以上か", "特定個人情報ファイル取扱者数は500人以上か", False, 2),
    (KISO, "Ⅱ/3/重大事故", "過去1年以内に、評価実施機関において特定個人情報に関する重大事故が発生したか", False, 2),
    (KISO, "Ⅲ/しきい値判断結果", "しきい値判断結果", False, 4),
    (KISO, "Ⅳ/1", "提出する特定個人情報保護評価書の種類", False, 3),
    (KISO, "Ⅳ/8/人為的ミスが発生するリスクへの対策は十分か", "人為的ミスが発生するリスクへの対策は十分か", False, 3),
    (KISO, "Ⅳ/9/実施の有無", "実施の有無", False, 3),
    (KISO, "Ⅳ/10/従業者に対する教育・啓発", "従業者に対する教育・啓発", False, 3),
    (KISO, "Ⅳ/11/最も優先度が高いと考えられる対策", "最も優先度が高いと考えられる対策", False, 9),
    (KISO, "Ⅳ/11/当該対策は十分か【再掲】", "当該対策は十分か【再掲】", False, 3),
    (JUTEN, "Ⅰ/1/②", "事務の内容", False, 0),
    (JUTEN, "Ⅰ/1/③", "対象人数", False, 5),
    (JUTEN, "Ⅰ/2/システムn/③", "他のシステムとの接続", False, 7),
    (JUTEN, "Ⅰ/4", "個人番号の利用", True, 0),
    (JUTEN, "Ⅰ/5", "情報提供ネットワークシステムによる情報連携", True, 0),
    (JUTEN, "Ⅱ[f]/2/④/主な記録項目", "主な記録項目", True, 19),
    (JUTEN, "Ⅱ[f]/3/①", "入手元", True, 6),
    (JUTEN, "Ⅱ[f]/3/②", "入手方法", False, 8),
    (JUTEN, "Ⅱ[f]/3/④/使用者数", "使用者数", False, 6),
    (JUTEN, "Ⅱ[f]/4/委託事項n/③", "委託先名", False, 0),
    (JUTEN, "Ⅱ[f]/4/委託事項n/④", "再委託の有無", True, 2),
    (JUTEN, "Ⅱ[f]/6/保管場所", "保管場所", True, 0),
    (JUTEN, "Ⅲ[f]/7/リスク/①", "事故発生時手順の策定・周知", True, 3),
    (JUTEN, "Ⅲ[f]/7/リスク/②", "過去3年以内に、評価実施機関において、個人情報に関する重大事故が発生したか", False, 2),
    (JUTEN, "Ⅲ[f]/7/リスク/②/その内容", "その内容", False, 0),
    (JUTEN, "Ⅲ[f]/8/実施の有無", "実施の有無", True, 3),
    (JUTEN, "Ⅳ/1/③", "法令による特別の手続", False, 0),
    (JUTEN, "Ⅴ/1/②", "しきい値判断結果", False, 3),
    (JUTEN, "Ⅴ/3", "第三者点検【任意】", False, 0),
    (ZENKOMOKU, "表紙/承認日", "個人情報保護委員会 承認日【行政機関等のみ】", False, 0),
    (ZENKOMOKU, "Ⅰ/1/②", "事務の内容", True, 0),
    (ZENKOMOKU, "Ⅱ[f]/2/①", "ファイルの種類", True, 2),
    (ZENKOMOKU, "Ⅱ[f]/2/②", "対象となる本人の数", False, 5),
    (ZENKOMOKU, "Ⅱ[f]/3/⑧/情報の統計分析", "情報の統計分析", True, 0),
    (ZENKOMOKU, "Ⅱ[f]/4/委託事項n/④", "委託先への特定個人情報ファイルの提供方法", False, 6),
    (ZENKOMOKU, "Ⅱ[f]/4/委託事項n/再委託/⑦", "再委託の有無", True, 2),
    (ZENKOMOKU, "Ⅱ[f]/5/提供先n/⑥", "提供方法", False, 7),
    (ZENKOMOKU, "Ⅱ[f]/5/移転先n/⑥", "移転方法", False, 7),
    (ZENKOMOKU, "Ⅱ[f]/6/②/期間", "期間", False, 10),
    (ZENKOMOKU, "Ⅲ[f]/4/再委託先による特定個人情報ファイルの適切な取扱いの確保",
     "再委託先による特定個人情報ファイルの適切な取扱いの確保", True, 4),
    (ZENKOMOKU, "Ⅲ[f]/7/リスク1/①", "NISC政府機関統一基準群", True, 4),
    (ZENKOMOKU, "Ⅲ[f]/7/リスク1/⑨",
     "過去3年以内に、評価実施機関において、個人情報に関する重大事故が発生したか", False, 2),
    (ZENKOMOKU, "Ⅲ[f]/7/リスク1/⑩", "死者の個人番号", True, 2),
    (ZENKOMOKU, "Ⅳ/1/①", "自己点検", True, 3),
    (ZENKOMOKU, "Ⅴ/1/④", "個人情報ファイル簿の公表", False, 2),
    (ZENKOMOKU, "Ⅵ/1/②", "しきい値判断結果", False, 4),
)


@pytest.mark.parametrize(
    ("form", "locator", "label", "important", "choices"), SPOTS, ids=[f"{spot[0].code}-{spot[1]}" for spot in SPOTS]
)
def test_spots(form: Form, locator: str, label: str, important: bool, choices: int) -> None:
    """Label, ※ and number of choices are those of the form."""
    row = row_at(form, locator)
    count = 0
    if isinstance(row.item, Choice):
        count = len(row.item.choices)
    elif isinstance(row.item, Checks):
        count = len(row.item.options)
    assert (row.item.label, row.important, count) == (label, important, choices)


def test_no_row_of_kiso_is_important() -> None:
    """様式2 has no ※."""
    assert not any(row.important for row in rows(KISO))


@pytest.mark.parametrize(
    ("form", "locator", "recalled"),
    [
        (KISO, "Ⅰ/1/①", ""),
        (KISO, "Ⅰ/6", ""),
        (KISO, "Ⅰ/3/法令上の根拠", "high"),
        (KISO, "Ⅱ/1", ""),
        (KISO, "Ⅱ/1/評価対象の事務の対象人数は何人か", "med"),
        (KISO, "Ⅳ/11/最も優先度が高いと考えられる対策", "med"),
        (JUTEN, "Ⅰ/5/②", ""),
        (JUTEN, "Ⅱ[f]/3/②", ""),
        (JUTEN, "Ⅱ[f]/3/④/使用部署", "low"),
        (JUTEN, "Ⅱ[f]/4/委託事項n/②", "high"),
        (JUTEN, "Ⅱ[f]/4/委託事項n/③", ""),
        (JUTEN, "Ⅲ[f]/7/リスク/その他の措置の内容", ""),
        (JUTEN, "Ⅲ[f]/7/リスク/リスクへの対策は十分か", "high"),
        (ZENKOMOKU, "Ⅱ[f]/4/委託の有無", "high"),
        (ZENKOMOKU, "Ⅲ[f]/3/リスク1/その他の措置の内容", ""),
    ],
)
def test_recalled(form: Form, locator: str, recalled: str) -> None:
    """A row that nobody saw in a published document says so."""
    assert row_at(form, locator).recalled == recalled


def test_risk_part_of_kiso_is_recalled() -> None:
    """No row of 様式2 Ⅳ was seen."""
    marks = [row.recalled for row in rows(KISO) if row.part.number == "Ⅳ"]
    assert marks
    assert all(marks)


def test_printed_words_are_not_asked_for() -> None:
    """The note to 様式2 Ⅳ 1 and the risks of 様式4 Ⅲ 4 are the form's own words."""
    every_row = [row for form in FORMS for row in rows(form)]
    printed = {row.locator: len(row.item.texts) for row in every_row if isinstance(row.item, Printed)}
    assert printed == {"Ⅳ/1/注": 1, "Ⅲ[f]/4/リスク": 5}
