"""What an author writes stands where the form has it: states, values, locators, addresses, numbers, other wordings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from site_gen import content, load, source
from site_gen.forms import FORMS, UNKNOWN_EDITION
from site_gen.model import (
    Assessment,
    AsWritten,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Flagged,
    Named,
    RecordedItems,
    Words,
)
from site_gen.problem import Problem
from site_gen.source import Mapping
from tests.conftest import ROOT

EXAMPLE = ROOT / "tests/example/mihon"


def read(text: str) -> tuple[Assessment, tuple[Problem, ...]]:
    """The assessment in one YAML text, and what is told about it."""
    node, problems = source.parse(text.encode(), "x")
    assert isinstance(node, Mapping)
    assert problems == ()
    found, problems = load.assessment("a", "c/m/a", [("x", node)])
    assert found is not None
    return found, problems


def record(form: str = "全項目評価書", edition: str = "令和6年10月", extent: str = "抄録") -> str:
    """The record that stands before an assessment."""
    return f"評価書:\n  様式: {form}\n  版: {edition}\n  収録: {extent}\n  出典:\n    名称: 見本\n"


@pytest.fixture(scope="module")
def example() -> Assessment:
    """The 全項目評価書 of the example site."""
    found, problems = read((EXAMPLE / "zenkomoku/hyoka.yaml").read_text(encoding="utf-8"))
    assert problems == ()
    return found


def at(a: Assessment, locator: str) -> Entry:
    """The entry with that locator, which must be there."""
    found = a.at(locator)
    assert found is not None, locator
    return found


# Locator, address, state, text, and the line of the example where it stands.
PLACES = (
    ("表紙/評価書名", "hyoshi-b", "given", "住民基本台帳に関する事務", 10),
    ("表紙/特記事項", "hyoshi-d", "blank", "", 11),
    ("表紙/評価書番号", "hyoshi-a", "absent", "", 9),
    ("表紙/承認日", "hyoshi-f", "given", "なし", 13),
    ("表紙/公表日", "hyoshi-g", "given", "令和6年8月", 14),
    ("Ⅰ/1/②", "i-1-2", "given", "住民票を編成する。", 18),
    ("Ⅰ/1/③", "i-1-3", "given", "4)10万人以上30万人未満", 19),
    ("Ⅰ/2/システム1/①", "i-2-system1-1", "given", "既存住民基本台帳システム", 22),
    ("Ⅰ/2/システム1/②", "i-2-system1-2", "absent", "", 22),
    ("Ⅰ/2/システム1/③", "i-2-system1-3", "given", "", 23),
    ("Ⅰ/2/システム4/①", "i-2-system--jukinet--1", "given", "住民基本台帳ネットワークシステム", 27),
    ("Ⅰ/2/システム5/①", "i-2-system5-1", "given", "宛名システム", 30),
    ("Ⅰ/7/②", "i-7-2", "given", "市民課長 見本太郎", 35),
    ("Ⅱ[1]/1", "ii-f1-1", "given", "住民基本台帳 ファイル", 41),
    ("Ⅱ[1]/2/③", "ii-f1-2-3", "given", "市内に住所を持つ人", 43),
    ("Ⅱ[1]/2/③/その必要性", "ii-f1-2-3-a", "given", "記録するため。", 45),
    ("Ⅱ[1]/2/④", "ii-f1-2-4", "given", "100項目以上", 46),
    ("Ⅱ[1]/2/④/その妥当性", "ii-f1-2-4-b", "absent", "", 46),
    ("Ⅱ[1]/2/⑤", "ii-f1-2-5", "given", "平成27年6月", 49),
    ("Ⅱ[1]/4/委託の有無", "ii-f1-4-a", "given", "委託する", 51),
    ("Ⅱ[1]/4/委託の有無/件数", "ii-f1-4-a-a", "given", "３件", 53),
    ("Ⅱ[1]/4/委託事項2/委託事項の名称", "ii-f1-4-itaku--insatsu--a", "given", "印刷の委託", 56),
    ("Ⅱ[1]/4/委託事項3/②/その妥当性", "ii-f1-4-itaku3-2-c", "given", "全体を扱わないと運用できない。", 61),
    ("Ⅱ[1]/4/委託事項3/再委託/⑦", "ii-f1-4-itaku3-saiitaku-7", "given", "再委託しない", 63),
    ("Ⅱ[1]/4/委託事項3/再委託/⑧", "ii-f1-4-itaku3-saiitaku-8", "unmet", "", 62),
    ("Ⅱ[1]/5/移転先", "ii-f1-5-iten", "unmet", "", 64),
    ("Ⅱ[1]/5/提供先一覧[1]/提供先", "ii-f1-5-teikyo-ichiran-1-b", "given", "厚生労働大臣", 69),
    ("Ⅱ[1]/5/提供先一覧[2-1]/用途", "ii-f1-5-teikyo-ichiran-2-1-d", "given", "労災保険に関する事務", 73),
    ("Ⅱ[1]/5/提供先一覧[x3]/用途", "ii-f1-5-teikyo-ichiran-x3-d", "given", "－", 76),
    ("Ⅱ[1]/5/提供先一覧[x4]/提供先", "ii-f1-5-teikyo-ichiran-x4-b", "given", "都道府県知事", 77),
    ("Ⅱ[2]/2/②", "ii-f2-2-2", "given", "３) １０万人以上１００万人未満", 40),
    ("Ⅲ[1]/2/リスク2/リスクへの対策は十分か", "iii-f1-2-r2-b", "given", "特に力を入れている", 83),
    ("Ⅲ[1]/3/リスク2/ユーザ認証の管理", "iii-f1-3-r2-a", "given", "行っている", 86),
    ("Ⅲ[1]/5/リスク2", "iii-f1-5-r2", "unmet", "", 87),
    ("Ⅲ[1]/5/リスク2/リスクへの対策は十分か", "iii-f1-5-r2-b", "unmet", "", 87),
    ("Ⅲ[1]/7/リスク1/⑨/その内容", "iii-f1-7-r1-9-a", "unmet", "", 91),
    ("Ⅳ/2/従業者に対する教育・啓発", "iv-2-a", "given", "なし", 96),
    ("Ⅵ/2/②", "vi-2-2", "given", "令和5年12月1日～12月28日", 100),
    ("Ⅵ/4/①", "vi-4-1", "given", "なし", 102),
    ("別添3[20230206-2]/項目", "henko-20230206-2-b", "given", "同上", 108),
    ("別添3[202407-1]/項目", "henko-202407-1-b", "given", "Ⅰ 2", 110),
    ("別添3[202407-2]/変更日", "henko-202407-2-a", "blank", "", 111),
)


@pytest.mark.parametrize(
    ("locator", "anchor", "state", "text", "line"), PLACES, ids=[place[0] for place in PLACES]
)
def test_places(example: Assessment, locator: str, anchor: str, state: str, text: str, line: int) -> None:
    """A row has its locator, its address, its state and what is written; each is where the form and the file say."""
    entry = at(example, locator)
    assert (entry.anchor, entry.state, entry.text, entry.span.line) == (anchor, state, text, line)


def test_addresses_are_unique(example: Assessment) -> None:
    """No address stands for two rows, nor for a row and a block."""
    entries = [entry for part in example.parts for entry in part.walk()]
    blocks = [block.anchor for entry in entries for block in entry.instances]
    anchors = [entry.anchor for entry in entries]
    locators = [entry.locator for entry in entries]
    assert len({*anchors, *blocks}) == len(anchors) + len(blocks)
    assert len(set(locators)) == len(locators)
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", anchor) for anchor in (*anchors, *blocks))


def test_every_row_of_the_form_is_there(example: Assessment) -> None:
    """Nothing of the form is missing from what is loaded, be it written or not."""
    kinds = {state: 0 for state in ("absent", "blank", "given", "unmet")}
    for part in example.parts:
        for entry in part.walk():
            kinds[entry.state] += 1
            if not entry.instances and entry.children:
                assert [child.item for child in entry.children] == list(entry.item.items)
    assert all(kinds.values())
    assert [part.item for part in example.parts] == list(example.form.parts)


def test_files_keep_the_order_of_their_list(example: Assessment) -> None:
    """The list of Ⅰ 3 numbers the files, in whatever order they stand further down, and with or without (1)."""
    assert example.files == ("住民基本台帳ファイル", "本人確認情報ファイル")
    assert [(i.number, i.anchor, i.name) for i in example.part("特定個人情報ファイルの概要").instances] == [
        (1, "ii-f1", "住民基本台帳 ファイル"), (2, "ii-f2", "(2)本人確認情報ファイル"),
    ]  # fmt: skip


def test_values(example: Assessment) -> None:
    """Each kind of row becomes a value of its kind, and keeps the words of the author."""
    people = at(example, "Ⅰ/1/③").value
    assert isinstance(people, Chosen)
    assert (people.index, people.choice) == (3, "10万人以上30万人未満")
    wide = at(example, "Ⅱ[2]/2/②").value
    assert isinstance(wide, Chosen)
    assert (wide.index, wide.choice) == (2, "10万人以上100万人未満")
    links = at(example, "Ⅰ/2/システム1/③").value
    assert isinstance(links, Checked)
    assert [(m.option.label, m.state, m.detail) for m in links.marks if m.state != "no"] == [
        ("庁内連携システム", "yes", ""), ("税務システム", "unknown", ""), ("その他", "yes", "戸籍システム"),
    ]  # fmt: skip
    given = at(example, "Ⅱ[1]/5/提供・移転の有無").value
    assert isinstance(given, Checked)
    assert (given.marks[0].state, given.marks[0].detail, given.marks[0].count) == ("yes", "4件", 4)
    count = at(example, "Ⅱ[1]/4/委託の有無/件数").value
    assert isinstance(count, Counted)
    assert count.number == 3
    period = at(example, "Ⅵ/2/②").value
    assert isinstance(period, Dated)
    assert (period.start.iso, period.end.iso) == ("2023-12-01", "2023-12-28")
    flag = at(example, "Ⅲ[1]/5/提供・移転しない").value
    assert isinstance(flag, Flagged)
    assert flag.state == "yes"
    names = at(example, "Ⅰ/3").value
    assert isinstance(names, Named)
    assert [name.text for name in names.names] == ["(1) 住民基本台帳ファイル", "(2) 本人確認情報ファイル"]


def test_three_kinds_of_nothing(example: Assessment) -> None:
    """Not there, left blank, and 「なし」「－」 as written are told apart; where a text is asked, － is the text."""
    assert at(example, "表紙/評価書番号").state == "absent"
    assert at(example, "表紙/特記事項").state == "blank"
    assert isinstance(at(example, "表紙/評価実施機関名").value, Words)
    assert isinstance(at(example, "表紙/承認日").value, AsWritten)
    assert isinstance(at(example, "Ⅳ/2/従業者に対する教育・啓発").value, AsWritten)
    assert example.part("事務の内容").state == "absent"


def test_blank_cell_repeats_the_one_above(example: Assessment) -> None:
    """Only in the columns that the form means, through several rows, and as blank as it was written."""
    first, second, third, last = example.at("Ⅱ[1]/5/提供先一覧").instances  # type: ignore[union-attr]  # it is there
    for row in (second, third):
        cell = row.child("提供先")
        assert cell.state == "blank"
        assert cell.above == first.child("提供先").value
    assert first.child("時期・頻度").above is None
    assert last.child("用途").above is None  # not written at all


def test_block_keeps_its_address_by_its_id() -> None:
    """A block with an id is found at the same address when others are put before it; its number goes on."""
    head = record() + "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n"
    one = "      - システムの名称: 一\n"
    two = "      - システムの名称: 二\n        ＩＤ: juki\n"
    for text, number in ((head + two, 1), (head + one + two, 2), (head + one + one + two, 3)):
        found, problems = read(text)
        assert problems == ()
        block = at(found, "Ⅰ/2/システム").instances[-1]
        assert (block.number, block.id, block.anchor, block.locator) == (
            number, "juki", "i-2-system--juki", f"Ⅰ/2/システム{number}",
        )  # fmt: skip


def test_numbers_of_blocks() -> None:
    """番号 sets the number and the next one goes on from it, in any kind of digit."""
    found, _ = read(
        record() + "基本情報:\n  特定個人情報ファイルを取り扱う事務において使用するシステム:\n    システム:\n"
        "      - システムの名称: 一\n      - システムの名称: 二\n        番号: ８\n      - システムの名称: 三\n"
    )
    assert [block.number for block in at(found, "Ⅰ/2/システム").instances] == [1, 8, 9]


WAYS = (
    ("特定個人情報の提供・移転（委託に伴うものを除く。）", "the label"),
    ("特定個人情報の提供・移転(委託に伴うものを除く。)", "half-width brackets"),
    ("特定個人情報の提供・移転", "the bracket left out"),
    ("５特定個人情報の提供・移転（委託に伴うものを除く。）", "the number before it"),
    ("特定個人情報の提供･移転", "a half-width dot"),
    ("特定個人情報の 提供・移転", "a space"),
)


@pytest.mark.parametrize("key", [way[0] for way in WAYS], ids=[way[1] for way in WAYS])
def test_ways_to_write_a_key(key: str) -> None:
    """A key is known by its name or its label, with or without its bracket, in any width."""
    found, problems = read(
        record() + f"特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲\n    {key}:\n      提供・移転の有無: [行っていない]\n"
    )
    assert problems == ()
    assert at(found, "Ⅱ[1]/5/提供・移転の有無").state == "given"


@pytest.mark.parametrize("way", ["全項目評価書", "様式４", "zenkomoku", "様式 4"])
def test_ways_to_name_the_form(way: str) -> None:
    """A form has a name, a 様式 and a code."""
    assert read(record(way))[0].form.code == "zenkomoku"


def test_labels_of_editions() -> None:
    """An edition takes the label it prints; where the edition is unknown all are taken, at the same address."""
    cases: tuple[tuple[str, str, list[str]], ...] = (
        ("平成26年4月", "所属長", []), ("平成26年4月", "所属長の役職名", ["unknown-key"]), ("令和6年10月", "所属長の役職名", []),
        ("令和6年10月", "所属長", ["unknown-key"]), (UNKNOWN_EDITION, "所属長", []), (UNKNOWN_EDITION, "所属長の役職名", []),
        ("平成２６年４月", "所属長", []),
    )  # fmt: skip
    for edition, label, codes in cases:
        found, problems = read(
            record(edition=edition) + f"基本情報:\n  評価実施機関における担当部署:\n    {label}: 市民課長\n"
        )
        assert [problem.code for problem in problems] == codes, (edition, label)
        if not codes:
            assert at(found, "Ⅰ/7/②").anchor == "i-7-2"


def test_what_an_edition_lacks() -> None:
    """A part that a later edition brought is no part of an older one, and may be missing where the edition is unknown."""
    text = "リスク対策:\n  監査:\n    実施の有無: [自己点検]\n"
    _, problems = read(record("基礎項目評価書", "平成26年4月") + text)
    assert [problem.code for problem in problems] == ["unknown-key"]
    found, problems = read(record("基礎項目評価書", UNKNOWN_EDITION) + text)
    assert (problems, at(found, "Ⅳ/9/実施の有無").anchor) == ((), "iv-9-a")
    blank = "".join(f"{part}:\n" for part in ("表紙", "関連情報", "しきい値判断項目", "しきい値判断結果", "変更箇所"))
    assert read(record("基礎項目評価書", UNKNOWN_EDITION, "全部") + blank)[1] == ()
    assert [p.code for p in read(record("基礎項目評価書", extent="全部") + blank)[1]] == ["missing-part"]


def test_summary_and_own_value() -> None:
    """A summary in other words than the source's is marked as such, beside rows too."""
    found, problems = read(
        record() + "特定個人情報ファイルの概要:\n  - 特定個人情報ファイル名: 甲\n    基本情報:\n"
        "      対象となる本人の範囲:\n        記載:\n          要約: 住民\n        その必要性: {要約: 記録のため}\n"
        "    備考:\n      要約: |\n        一\n        二\n"
    )
    assert problems == ()
    for locator, text, body in (("Ⅱ[1]/2/③", "住民", 12), ("Ⅱ[1]/2/③/その必要性", "記録のため", 13), ("Ⅱ[1]/7", "一\n二", 16)):
        value = at(found, locator).value
        assert isinstance(value, Words)
        assert (value.text, value.summary, value.body) == (text, True, body)


def test_recorded_items() -> None:
    """Recorded items are numbered through all groups; loose ones form groups without a heading."""
    found, problems = read(
        record() + "特定個人情報ファイル記録項目:\n  - 特定個人情報ファイル名: 甲\n    記録項目:\n      - 氏名\n      - 住所\n"
        "      - 見出し: 識別情報\n        項目: [個人番号]\n      - 備考\n"
    )
    assert problems == ()
    value = at(found, "別添2[1]/記録項目").value
    assert isinstance(value, RecordedItems)
    assert [(g.heading, g.first, [i.text for i in g.items]) for g in value.groups] == [
        ("", 1, ["氏名", "住所"]), ("識別情報", 3, ["個人番号"]), ("", 4, ["備考"]),
    ]  # fmt: skip
    assert value.count == 4


def test_name_of_an_assessment(example: Assessment) -> None:
    """評価書名, else 事務の名称, else the folder."""
    assert example.name == "住民基本台帳に関する事務"
    assert read(record() + "基本情報:\n  特定個人情報ファイルを取り扱う事務:\n    事務の名称: 住基\n")[0].name == "住基"
    assert read(record() + "別紙:\n")[0].name == "a"


@pytest.mark.parametrize("form", [form.name for form in FORMS])
def test_empty_excerpt(form: str) -> None:
    """An excerpt of nothing has every part of its form, all of them absent."""
    found, problems = read(record(form) + "別紙:\n")
    assert problems == ()
    assert {part.state for part in found.parts} == {"absent", "blank"}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


# -- one mistake, one message --------------------------------------------------------------------------------------------

WHOLE = (EXAMPLE / "kiso/hyoka.yaml").read_text(encoding="utf-8")
LINES = WHOLE.split("\n")
OPTIONAL = ("規則第9条第2項の適用", "適用した理由")
KEYS = [n for n, line in enumerate(LINES) if re.match(r" *[^ #-][^:]*:", line)]
LEAVES = [n for n in KEYS if _indent(LINES[n + 1]) <= _indent(LINES[n])]


def told(lines: list[str], tmp_path: Path) -> list[str]:
    """The codes of what is told about these lines as the one file of an assessment."""
    folder = tmp_path / "content/mihon/kiso"
    folder.mkdir(parents=True)
    for file in ("site.yaml", "mihon/municipality.yaml"):
        own = (EXAMPLE.parent / file).read_bytes().partition("公開してよい".encode())[0]  # which is about another assessment
        (tmp_path / "content" / file).write_bytes(own)
    (folder / "hyoka.yaml").write_text("\n".join(lines), encoding="utf-8")
    return [problem.code for problem in content.read(tmp_path / "content").problems]


@pytest.mark.parametrize("line", LEAVES, ids=[LINES[n].split(":")[0].strip() for n in LEAVES])
def test_one_line_missing(line: int, tmp_path: Path) -> None:
    """A line taken away from a whole document is told once, as missing; nothing that depends on it is."""
    key = LINES[line].split(":")[0].strip()
    expected = "missing-part" if not LINES[line].startswith(" ") else "missing-item"
    alone = _indent(LINES[line - 1]) < _indent(LINES[line]) > _indent(LINES[line + 1])  # its heading is then left blank
    found = told(LINES[:line] + LINES[line + 1 :], tmp_path)
    assert found == ([] if alone or key in OPTIONAL else [expected])


@pytest.mark.parametrize("line", KEYS, ids=[LINES[n].split(":")[0].strip() for n in KEYS])
def test_one_key_misspelt(line: int, tmp_path: Path) -> None:
    """A key with one character too many is told once, as unknown; it is not told as missing too."""
    changed = re.sub(r"^( *)([^:]+):", r"\1\2々:", LINES[line])
    found = told([*LINES[:line], changed, *LINES[line + 1 :]], tmp_path)
    assert found == (["record-missing"] if LINES[line].startswith("評価書:") else ["unknown-key"])


@pytest.mark.parametrize("line", LEAVES, ids=[LINES[n].split(":")[0].strip() for n in LEAVES])
def test_one_value_of_the_wrong_shape(line: int, tmp_path: Path) -> None:
    """A value that is neither text nor list is told once, and nothing that depends on it."""
    changed = re.sub(r":( .*)?$", ": {々: [々]}", LINES[line])
    assert len(told([*LINES[:line], changed, *LINES[line + 1 :]], tmp_path)) == 1
