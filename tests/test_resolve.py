"""項目 strings: the gold file, every item of every form in every spelling, and strings that nobody would write."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from site_gen.form import Block, FreeTable, Group, Image, Part, Printed, Table
from site_gen.forms import FORMS, form_named
from site_gen.resolve import Change, Resolution, resolve
from site_gen.resolve.lexicon import Lexicon, Place, lexicon
from tests.conftest import ROOT
from tests.resolver_gold import BEGIN, END, SURE, Judged, figures, judged, precision

FILES = ("住民基本台帳ファイル", "本人確認情報ファイル", "送付先情報ファイル")
FORM_OF = {form.code: form for form in FORMS}


def one(item: str, before: str = "", after: str = "", form: str = "zenkomoku") -> Resolution:
    """What one string means."""
    return resolve(FORM_OF[form], [Change(item, before, after)], FILES)[0]


def test_gold() -> None:
    """Of all rows of the gold file: at least 99 % of what is called certain has the items and the status of the file, with
    and without those that leave a file or block open; at most 2 % is not resolved; every wrong answer is a guess."""
    rows = judged()
    assert len(rows) == 296 and {one.gold["src"] for one in rows} == {"000", "001", "002", "003", "forms.md"}
    sure = [one for one in rows if one.answer.status in SURE]
    closed = [one for one in sure if not one.answer.open]
    assert len(sure) >= 240 and len(closed) >= 190
    assert min(precision(sure), precision(closed)) >= 0.99, [str(one) for one in sure if not one.right]
    assert sum(one.answer.status == "unresolved" for one in rows) / len(rows) <= 0.02
    assert [str(one) for one in rows if not one.right and one.answer.status != "guessed"] == []


def test_right_is_items_and_status() -> None:
    """Neither the right items under another status nor the right status for other items count."""
    gold = {"targets": ["Ⅰ/1/②"], "status": "exact", "or": [{"targets": ["Ⅰ/1/①"], "status": "guessed"}]}
    answers = (("exact", "Ⅰ/1/②"), ("guessed", "Ⅰ/1/①"), ("guessed", "Ⅰ/1/②"), ("exact", "Ⅰ/1/①"), ("exact", "Ⅰ/1/③"))
    assert [Judged(gold, Resolution("", status, (target,))).right for status, target in answers] == [True, True, False, False, False]  # type: ignore[arg-type]  # the statuses are literals


def test_status_of_the_gold_file_follows_its_definitions() -> None:
    """Two or more items are several or a guess; one item with a file or block left open is not exact."""
    for one in judged():
        for way in (one.gold, *one.gold.get("or", ())):
            if len(way["targets"]) > 1:
                assert way["status"] in ("several", "guessed", "inherited"), one.gold
            if any("?" in target for target in way["targets"]):
                assert way["status"] != "exact", one.gold


def test_figures_of_the_docs_are_true(seeds: Path) -> None:
    """docs/resolve.md says what `make resolver-figures` finds, times aside."""
    assert seeds.is_dir()  # without the texts before and after, one row less is told
    told = (ROOT / "docs/resolve.md").read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    assert re.sub(r"[0-9.]+ s of", "", told.strip()) == re.sub(r"[0-9.]+ s of", "", figures().strip())


def _items() -> list[tuple[str, int]]:
    """Every row of every form that a change can name: code of the form, place of the row."""
    found: list[tuple[str, int]] = []
    for form in FORMS:
        known = lexicon(form)
        for place in known.places:
            part = known.part(place).item
            assert isinstance(part, Part)
            table = [known.places[index].item for index in place.above if isinstance(known.places[index].item, Table)]
            ours = isinstance(place.item, Table) and not place.item.label.startswith("（別紙）")
            drawn = isinstance(place.item, Printed | Image | FreeTable)
            if not (part.appended or part.each == "change" or part.name == "表紙" or table or ours or drawn):
                found.append((form.code, place.index))
    return found


ITEMS = _items()


def spelled(known: Lexicon, place: Place, number: str, wording: random.Random) -> str:
    """A string that names `place`, in one of the ways in which documents write such strings."""
    words: list[str] = []
    part = known.part(place).item
    # Ⅰ-7 …; but 「Ⅲ しきい値判断結果」 is the part: the row of that name needs both.
    short = wording.random() < 0.3 and (place.item.label != part.label or bool(place.item.number))
    roman = {"Ⅰ": "I", "Ⅱ": "II", "Ⅲ": "III", "Ⅳ": "IV", "Ⅴ": "V", "Ⅵ": "VI"}
    for index in (*place.above, place.index):
        item = known.places[index].item
        if isinstance(item, Part):
            name = wording.choice((item.number, roman.get(item.number, item.number)))
            file = wording.choice((f"（{number}）", f"({number}) ", "")) + FILES[int(number) - 1] if item.each == "file" else ""
            words.append(f"{name}{wording.choice(('', ' ', '　'))}{'' if short and place.above else item.label}{file}")
        elif isinstance(item, Block):
            words.append(f"{item.label}{number}")
        elif isinstance(item, Group):
            words.append(f"{item.number}{item.label}")
        else:
            label = wording.choice((item.label, *item.aliases))
            words.append(f"{item.number}{wording.choice(('. ', '．', '.')) if item.number.isdecimal() else ''}{label}")
    text = wording.choice((" ", "　", "－", "-", "—", "\n", "ー")).join(words)
    if wording.random() < 0.3:
        text = wording.choice(("P4 ", "P10 ～ P13 ", "P47・54・61 ")) + text
    if wording.random() < 0.3:
        at = wording.randrange(len(text) // 2, len(text))
        inside = wording.choice((" ", "\n", "※"))
        if not (text[at - 1].isdigit() and text[at].isdigit()):  # 8 10 14 are three numbers, 81014 is one
            text = text[:at] + inside + text[at:]
    if wording.random() < 0.3:
        text = text.replace("取扱い", "取り扱い").replace("（", "(").replace("）", ")").replace("・", "･")
    return text


@settings(max_examples=600, deadline=None)
@given(item=st.sampled_from(ITEMS), number=st.sampled_from("123"), seed=st.integers(0, 10**6))
def test_every_item_in_every_spelling(item: tuple[str, int], number: str, seed: int) -> None:
    """A string made from an item by its labels, numbers, file and separators resolves back to that item."""
    code, index = item
    known = lexicon(FORM_OF[code])
    place = known.places[index]
    part = known.part(place).item
    assert isinstance(part, Part)
    text = spelled(known, place, number, random.Random(seed))
    blocks = [(at, number) for at in (*place.above, place.index) if isinstance(known.places[at].item, Block)]
    wanted = known.locator(place, number if part.each == "file" else "", blocks)
    answer = one(text, form=code)
    assert answer.targets == (wanted,), (text, answer)
    assert answer.status in ("exact", "ancestor", "attachment"), (text, answer)


def _rows_of_sections() -> dict[tuple[str, int], list[int]]:
    """The places of the circled rows of each section, or of each block in a section: (code of the form, what is above) →
    places. Only those whose circled number stands once there, and only where no text decides (別紙, 別添)."""
    found: dict[tuple[str, int], list[int]] = {}
    for code, index in ITEMS:
        places = lexicon(FORM_OF[code]).places
        place = places[index]
        circled = place.item.number in "①②③④⑤⑥⑦⑧⑨⑩" and place.item.number
        above = [at for at in place.above if not isinstance(places[at].item, Group) or places[at].item.number]
        if circled and not place.item.is_heading and above and (len(above) == 2 or isinstance(places[above[-1]].item, Block)):
            found.setdefault((code, above[-1]), []).append(index)
    return {where: rows for where, rows in found.items() if len(rows) > 1}


CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
SECTIONS = _rows_of_sections()


def _numbered(numbers: list[int], wording: random.Random, before: str) -> str:
    """`numbers` as one writes them behind a word: 2・4, or as a range where they follow each other."""
    if len(numbers) > 1 and numbers == list(range(numbers[0], numbers[-1] + 1)) and wording.random() < 0.6:
        first, last = numbers[0], numbers[-1]
        return wording.choice((f"{before}{first}～{last}", f"{before}{first}から{last}まで", f"{before}{first}～{before}{last}"))
    told = list(map(str, numbers))
    return wording.choice((before + "・".join(told), before + "、".join(told), before + f"、{before}".join(told)))


def _filed(files: list[int], wording: random.Random) -> str:
    """The files of those numbers, as a list or as a range, by number and name."""
    called = [f"({number}){FILES[number - 1]}" for number in files]
    if len(files) == 3 and wording.random() < 0.5:
        return f"{called[0]}{wording.choice(('～', '〜', ' ～ '))}{called[2]}"
    return wording.choice((" ", "、", "")).join(called)


@settings(max_examples=500, deadline=None)
@given(
    where=st.sampled_from(sorted(SECTIONS)), files=st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).map(sorted),
    pairs=st.lists(
        st.tuples(
            st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True).map(sorted),
            st.lists(st.integers(0, 30), min_size=1, max_size=3, unique=True),
        ), min_size=1, max_size=3,
    ),
    seed=st.integers(0, 10**6),
)  # fmt: skip
def test_several_items_in_one_string(
    where: tuple[str, int], files: list[int], pairs: list[tuple[list[int], list[int]]], seed: int
) -> None:
    """Lists and ranges of files, blocks and circled numbers, two and three blocks with items of their own: such a
    string resolves back to each of its items and to no other."""
    code, over = where
    known = lexicon(FORM_OF[code])
    wording = random.Random(seed)
    heading = known.places[over]
    block = isinstance(heading.item, Block)
    part = known.part(heading).item
    assert isinstance(part, Part)
    each = part.each == "file"
    section = heading if not block else known.places[heading.above[-1]]
    head = [f"{part.number} {part.label}", f"{section.item.number}.{section.item.label}"]
    if each:
        head.insert(wording.choice((1, 2)), _filed(files, wording))
    wanted: set[str] = set()
    for numbers, chosen in pairs if block else pairs[:1]:
        rows = [known.places[index] for index in sorted({SECTIONS[where][at % len(SECTIONS[where])] for at in chosen})]
        told = [row.item.number + (row.item.label if wording.random() < 0.5 else "") for row in rows]
        words = wording.choice((" ", "・", "、", "")).join(told)
        circled = [CIRCLED.index(row.item.number) for row in rows]
        if len(rows) > 2 and circled == list(range(circled[0], circled[-1] + 1)) and wording.random() < 0.7:
            words = wording.choice(("～", "〜", "から")).join((told[0], told[-1]))
        head.append((_numbered(numbers, wording, heading.item.label) if block else "") + wording.choice(("", " ")) + words)
        for row in rows:
            for file in files if each else (0,):
                wanted |= {known.locator(row, str(file), [(over, str(number))] if block else ()) for number in numbers}
    text = wording.choice((" ", "　", "－")).join(head)
    answer = one(text, form=code)
    assert set(answer.targets) == wanted, (text, answer)
    assert answer.status == ("several" if len(wanted) > 1 else "exact"), (text, answer)


def test_spellings_are_seen_to_differ() -> None:
    """The strings of the test above differ among themselves, and from those of other items."""
    known = lexicon(FORM_OF["zenkomoku"])
    place = next(place for place in known.places if place.item.label == "委託先名")
    texts = {spelled(known, place, "1", random.Random(seed)) for seed in range(50)}
    assert len(texts) > 40 and all("委託先名" in text.replace("\n", "").replace(" ", "").replace("※", "") for text in texts)


CASES: tuple[tuple[str, str, list[str]], ...] = (
    # Two files, a range of files, several sub-items, blocks, rows of a list.
    ("Ⅲ リスク対策(1)住民基本台帳ファイル～(3)送付先情報ファイル7保管・消去－⑨－その内容", "several",
     [f"Ⅲ[{n}]/7/リスク1/⑨/その内容" for n in (1, 2, 3)]),
    ("(別紙)住民基本台帳ファイル 提供先 提供先4・7", "several", ["Ⅱ[1]/5/提供先4", "Ⅱ[1]/5/提供先7"]),
    ("Ⅱ-5 (別紙)住民基本台帳ファイル 移転先 項番8", "attachment", ["Ⅱ[1]/5/移転先一覧[8]"]),
    ("Ⅱ 5 (1)住民基本台帳ファイル 提供先1から3まで ①法令上の根拠", "several", [f"Ⅱ[1]/5/提供先{n}/①" for n in (1, 2, 3)]),
    ("Ⅰ-2 システム2～システム4 ②", "several", [f"Ⅰ/2/システム{n}/②" for n in (2, 3, 4)]),
    # Blocks and files go with the items behind them, up to the next one.
    ("Ⅰ-2 システム2③、システム3①", "several", ["Ⅰ/2/システム2/③", "Ⅰ/2/システム3/①"]),
    ("Ⅰ-2 システム2・3 ①②、システム5③", "several", [*(f"Ⅰ/2/システム{n}/{c}" for c in "①②" for n in (2, 3)), "Ⅰ/2/システム5/③"]),
    ("Ⅱ 4 (1)住民基本台帳ファイル 委託事項1⑥ 委託事項2⑦ (2)本人確認情報ファイル 委託事項3①", "several",
     ["Ⅱ[1]/4/委託事項1/⑥", "Ⅱ[1]/4/委託事項2/再委託/⑦", "Ⅱ[2]/4/委託事項3/①"]),
    ("Ⅱ 5 (1)住民基本台帳ファイル 提供先1①、移転先2③", "several", ["Ⅱ[1]/5/提供先1/①", "Ⅱ[1]/5/移転先2/③"]),
    ("Ⅱ-2 (1)住民基本台帳ファイル⑥ (2)本人確認情報ファイル③", "several", ["Ⅱ[1]/2/⑥", "Ⅱ[2]/2/③"]),
    ("Ⅰ-2 ②システムの機能 システム2", "exact", ["Ⅰ/2/システム2/②"]),
    # Ranges and lists of circled numbers and risks; paths of their own in one string.
    ("Ⅵ-2 ①～③、⑤", "several", [f"Ⅵ/2/{c}" for c in "①②③⑤"]),
    ("Ⅰ-7 ①部署から②まで", "several", ["Ⅰ/7/①", "Ⅰ/7/②"]),
    ("Ⅲ (1)住民基本台帳ファイル 2.特定個人情報の入手 リスク1～リスク3 リスクへの対策は十分か", "several",
     [f"Ⅲ[1]/2/リスク{n}/リスクへの対策は十分か" for n in (1, 2, 3)]),
    ("Ⅲ (1)住民基本台帳ファイル 2.特定個人情報の入手 リスク2・4 リスクに対する措置の内容", "several",
     [f"Ⅲ[1]/2/リスク{n}/リスクに対する措置の内容" for n in (2, 4)]),
    ("Ⅰ-1 ③、Ⅰ-7 ①", "several", ["Ⅰ/1/③", "Ⅰ/7/①"]),
    ("Ⅰ基本情報 1.③対象人数、Ⅱ特定個人情報ファイルの概要(1)住民基本台帳ファイル 2.⑥", "several", ["Ⅰ/1/③", "Ⅱ[1]/2/⑥"]),
    ("Ⅱ-2 (2)本人確認情報ファイル ③、Ⅱ-3 ⑥", "several", ["Ⅱ[2]/2/③", "Ⅱ[2]/3/⑥"]),
    # The file, or 別紙, before the part.
    ("(2)本人確認情報ファイル Ⅱ 特定個人情報ファイルの概要 4. 委託事項2 ⑥委託先名", "exact", ["Ⅱ[2]/4/委託事項2/⑥"]),
    ("(1)～(3) Ⅲ 7 リスク1 ⑨ その内容", "several", [f"Ⅲ[{n}]/7/リスク1/⑨/その内容" for n in (1, 2, 3)]),
    ("(1)住民基本台帳ファイル、(3)送付先情報ファイル Ⅱ－6－③消去方法", "several", [f"Ⅱ[{n}]/6/③" for n in (1, 3)]),
    ("特定個人情報ファイル名 (1)住民基本台帳ファイル Ⅱ 3 ⑥使用目的", "exact", ["Ⅱ[1]/3/⑥"]),
    ("(別紙)Ⅱ-5 (1)住民基本台帳ファイル 移転先 項番8", "attachment", ["Ⅱ[1]/5/移転先一覧[8]"]),
    ("本人確認情報ファイル Ⅱ-2 ③、Ⅱ-3 ⑥", "several", ["Ⅱ[2]/2/③", "Ⅱ[2]/3/⑥"]),
    ("(1)住民基本台帳ファイル Ⅱ－4・(2)本人確認情報ファイル Ⅱ－3", "several", ["Ⅱ[1]/4", "Ⅱ[2]/3"]),
    # Whether the last one shares the item, and which number goes with which, nobody can tell: a guess.
    ("Ⅰ-2 システム2③、システム3", "guessed", ["Ⅰ/2/システム2/③", "Ⅰ/2/システム3/③"]),
    ("Ⅰ-2 ①システム2、②システム3", "guessed", [f"Ⅰ/2/システム{n}/{c}" for c in "①②" for n in (2, 3)]),
    ("(別紙)移転先一覧 項番2、8、35", "several", [f"Ⅱ[?]/5/移転先一覧[{n}]" for n in (2, 8, 35)]),
    # Numbers behind an item are paragraphs of its text.
    ("Ⅰ-2 ② システムの機能 7. 送付先情報通知", "several", ["Ⅰ/2/システム?/②"]),
    # An old label, a label that was cut, a slip.
    ("Ⅰ-7 ②所属長", "exact", ["Ⅰ/7/②"]),
    ("Ⅱ 3. 特定個人情報の入手・使用 ⑦使用の主体 使用者", "several", ["Ⅱ[?]/3/⑦/使用者数"]),
    ("Ⅰ-4 ①実務実施上の必要性", "exact", ["Ⅰ/4/①"]),
    # Parts that contradict each other: a guess, and what won.
    ("Ⅰ 基本情報 4.特定個人情報ファイルの取扱いの委託 委託事項1 ⑥委託先名", "guessed", ["Ⅱ[?]/4/委託事項1/⑥"]),
    ("Ⅵ 3.国民・住民等からの意見聴取 ④主な意見の内容", "guessed", ["Ⅵ/2/④"]),
    ("Ⅰ-4 ①まったく関係のない言葉", "guessed", ["Ⅰ/4/①"]),
    # Each path with its own file behind the numeral.
    ("Ⅱ(2)3⑥、Ⅱ(3)3⑥", "several", ["Ⅱ[2]/3/⑥", "Ⅱ[3]/3/⑥"]),
    ("Ⅱ(2)本人確認情報ファイル 3 ⑥、Ⅲ(3)送付先情報ファイル 7 リスク1 ⑨", "several", ["Ⅱ[2]/3/⑥", "Ⅲ[3]/7/リスク1/⑨"]),
    # No.3 is 項番3; 別紙2 is the second 別紙, not a section 2 of the form.
    ("(別紙)住民基本台帳ファイル 移転先一覧 No.3", "attachment", ["Ⅱ[1]/5/移転先一覧[3]"]),
    ("別紙 (1)住民基本台帳ファイル 提供先一覧 No.1からNo.3", "several", [f"Ⅱ[1]/5/提供先一覧[{n}]" for n in (1, 2, 3)]),
    ("別紙2 (1)住民基本台帳ファイル 移転先一覧 №8", "attachment", ["Ⅱ[1]/5/移転先一覧[8]"]),
    ("別紙1", "unresolved", []),
    # A number that the form does not have: nothing is certain, and what it is not is said.
    ("Ⅱ 3 (1)住民基本台帳ファイル ⑲", "guessed", ["Ⅱ[1]/3"]),
    ("Ⅲ (1)住民基本台帳ファイル リスク9", "guessed", ["Ⅲ[1]"]),
    ("Ⅰ-2 システム0 ②", "guessed", ["Ⅰ/2/システム?/②"]),
    # There is one table of changes.
    ("(別添3)変更箇所", "attachment", ["別添3"]),
    # Nothing of the form.
    ("誤字の修正", "unresolved", []),
    ("", "unresolved", []),
    ("同上", "unresolved", []),
)


@pytest.mark.parametrize(("item", "status", "targets"), CASES)
def test_cases(item: str, status: str, targets: list[str]) -> None:
    """What a string means, word for word; a doubt is always in words."""
    answer = one(item)
    assert (answer.status, list(answer.targets)) == (status, targets), answer
    assert answer.text == item
    assert bool(answer.note) or status not in ("guessed", "unresolved")


def test_value_tells_choice_from_its_text() -> None:
    """The same string means the choice or the text under it, by what stood there."""
    item = "Ⅲ (1)住民基本台帳ファイル 4.委託 再委託先による特定個人情報ファイルの適切な取扱いの確保"
    choice = "Ⅲ[1]/4/再委託先による特定個人情報ファイルの適切な取扱いの確保"
    assert one(item, "十分に行っている", "特に力を入れて行っている").targets == (choice,)
    assert one(item, "書面で確かめる。", "現地で確かめる。").targets == (f"{choice}/具体的な方法",)
    assert one(item, "（新規）", "1) 特に力を入れて行っている").targets == (choice,)


def test_rows_around() -> None:
    """同上 takes the row above; a row that fits several items is read with its neighbours, and says that it guesses."""
    form = FORM_OF["zenkomoku"]
    file = "Ⅱ-5 (3)送付先情報ファイル"
    rows = [Change(text) for text in ("Ⅰ-1 ②事務の内容", "同上", "〃", f"{file} ①法令上の根拠", f"{file} ②提供先における用途")]
    answers = resolve(form, rows, FILES)
    assert [answer.status for answer in answers] == ["exact", "inherited", "inherited", "guessed", "several"]
    assert answers[2].targets == ("Ⅰ/1/②",)
    assert answers[3].targets == ("Ⅱ[3]/5/提供先?/①",)


@pytest.mark.parametrize("files", [("",), ("", "本人確認情報ファイル"), ("-", "（）"), ("(1)",), ("Ⅱ",), ("①",), ("方法",)])
def test_odd_names_of_files(files: tuple[str, ...]) -> None:
    """A file without a name, or with one that is no name, keeps nobody waiting and takes no label's place."""
    form = form_named("zenkomoku")
    assert form is not None
    (answer,) = resolve(form, [Change("Ⅰ-1 ②事務の内容")], files)
    assert answer.targets == ("Ⅰ/1/②",)


def test_single_file_needs_no_number() -> None:
    """Where there is one file, no string needs to name it."""
    form = form_named("juten")
    assert form is not None
    assert resolve(form, [Change("Ⅱ 2 ⑤保有開始日")], ["国保ファイル"])[0].targets == ("Ⅱ[1]/2/⑤",)


def test_what_a_string_leaves_open_is_said() -> None:
    """A string without its file or block means one row of the form in each of them, and says what is missing."""
    said = {
        "Ⅱ-6 ③消去方法": ("several", ("file",), "ファイルの記載がありません"),
        "Ⅰ-2 ②システムの機能": ("several", ("block",), "番号の記載がありません"),
        "Ⅱ-4 ⑥委託先名": ("several", ("file", "block"), "ファイルと番号の記載がありません"),
        "Ⅱ-2": ("ancestor", ("file",), "ファイルの記載がありません"),
        "(別紙)移転先一覧": ("attachment", ("file",), "ファイルの記載がありません"),
        "Ⅱ-6 (1)住民基本台帳ファイル ③消去方法": ("exact", (), ""),
    }
    assert {item: ((answer := one(item)).status, answer.open, answer.note) for item in said} == said


def test_days_part_the_rows() -> None:
    """同上 below a row of another day is a guess, and such a row tells nothing about its neighbour; a row without a day is
    of the day above."""
    form = FORM_OF["zenkomoku"]
    days = ("2024-01-01", "", "2025-01-01", "2025-01-01")
    rows = [Change(item, day=day) for item, day in zip(("Ⅰ-1 ②事務の内容", "同上", "同上", "〃"), days, strict=True)]
    answers = resolve(form, rows, FILES)
    assert [answer.status for answer in answers] == ["exact", "inherited", "guessed", "inherited"]
    assert {answer.targets for answer in answers} == {("Ⅰ/1/②",)}
    assert "変更日" in answers[2].note
    file = "Ⅱ-5 (3)送付先情報ファイル"
    pair = (f"{file} ①法令上の根拠", f"{file} ②提供先における用途")
    together, apart = (resolve(form, [Change(pair[0]), Change(pair[1], day=day)], FILES)[0].targets for day in ("", "2025-01-01"))
    assert together == ("Ⅱ[3]/5/提供先?/①",)
    parted = resolve(form, [Change(pair[0], day="2024-01-01"), Change(pair[1], day="2025-01-01")], FILES)[0]
    assert set(parted.targets) == {"Ⅱ[3]/5/提供先?/①", "Ⅱ[3]/5/移転先?/①"} and parted.status == "guessed"
    assert apart == together  # a day above nothing: the first row has none


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(FORMS),
    st.lists(st.tuples(
        st.one_of(
            st.text(max_size=60),
            st.text(alphabet="ⅠⅡIV123①②③()（）.-－～システム提供先移転一覧別添紙項番同上 \n", max_size=40),
        ),
        st.text(max_size=30), st.text(max_size=30),
    ), max_size=6),
)  # fmt: skip
def test_nothing_is_too_strange(form: object, rows: list[tuple[str, str, str]]) -> None:
    """Any strings get one answer each, whose targets are rows of the form."""
    assert hasattr(form, "code")
    known = lexicon(FORM_OF[form.code])
    answers = resolve(FORM_OF[form.code], [Change(*row) for row in rows], FILES)
    assert [answer.text for answer in answers] == [row[0] for row in rows]
    numbers = {place.item.number or place.item.name for place in known.places if not place.above}
    for answer in answers:
        assert bool(answer.targets) == (answer.status != "unresolved")
        assert all(target.split("/")[0].split("[")[0] in numbers for target in answer.targets)
