"""Rules over what was loaded: each a small function that says what is wrong and cites the rule it applies.

`check` is `build` minus writing; a rule never stops another one, and an absent value is never reported twice.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from site_gen import check_changes, check_duties, dates, duties
from site_gen.form import Block, FreeTable, Item, Names, Prose, Table, Text
from site_gen.load import asked
from site_gen.model import (
    Assessment,
    AsWritten,
    Checked,
    Chosen,
    Counted,
    Dated,
    Entry,
    Instance,
    Named,
    RecordedItems,
    Words,
)
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import brief
from site_gen.wording import SAME_AS_ABOVE, digits, is_elsewhere, is_nothing_mark, is_placeholder, same

_TAG = re.compile(r"</?(?:p|br|div|span|table|tr|td|th|ul|ol|li|b|i|u|font|a|img|input|style|script)\b[^<>]*>", re.I)
_RANGE = re.compile(r"(?:([0-9,]+)項目以上)?(?:([0-9,]+)項目未満)?")
_FILE_NAME = re.compile(r"\S[^\n]*\.(?:txt|tsv|csv|pdf|xls[xm]?|docx?)", re.I)
_LINK_END = re.compile(r"[)\s]")

PREFECTURES = (
    "北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 "
    "岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 "
    "佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県"
).split()


def assessment(a: Assessment) -> Iterator[Problem]:
    """Every problem that `RULES` find in one assessment."""
    return chain.from_iterable(rule(a) for rule in RULES)


def municipality_code(code: str, fictional: bool, prefecture: str) -> str:
    """Why `code` is no 全国地方公共団体コード of `prefecture` (empty: unknown), in Japanese, or an empty text.

    Six digits: prefecture (01 to 47), municipality, and a check digit: the first five times 6, 5, 4, 3, 2 are added up
    and taken from the next multiple of 11, of which the last digit counts (総務省「全国地方公共団体コード仕様」).
    A fictional municipality must lie outside the real range.
    """
    text = digits(code)
    if not re.fullmatch(r"\d{6}", text):
        return "6桁の数字ではありません"
    total = sum(int(digit) * weight for digit, weight in zip(text, (6, 5, 4, 3, 2), strict=False))
    expected = (11 - total % 11) % 10 if total >= 11 else 11 - total
    if int(text[5]) != expected % 10:
        return f"検査数字が合いません（末尾は {expected % 10} のはずです）"
    real = 1 <= int(text[:2]) <= 47
    if fictional:
        return "架空の自治体に実在の範囲（01～47）の番号は使えません" if real else ""
    if not real:
        return f"都道府県番号 {text[:2]} はありません（01～47）"
    expected_name = PREFECTURES[int(text[:2]) - 1]
    return "" if prefecture in ("", expected_name) else f"{text[:2]} は{expected_name}の番号です（都道府県は「{prefecture}」）"


def count_matches_rows(a: Assessment) -> Iterator[Problem]:
    """提供・移転の有無 and 委託の有無 declare a number; the blocks, or the rows of a 一覧, should agree (Ⅱ 4, 5).

    A block that only points at the 一覧 is none of those that are there; who declares it as one is believed.
    """
    for file in _files(a, "特定個人情報ファイルの概要"):
        sharing = _child(file.children, "特定個人情報の提供・移転")
        if sharing:
            asked_for = sharing.child("提供・移転の有無")
            marks = asked_for.value
            for mark in marks.marks if isinstance(marks, Checked) else ():
                kind = "提供先" if mark.option.label.startswith("提供") else "移転先"
                if mark.count is not None and isinstance(marks, Checked):
                    place = f"{asked_for.place}の「{mark.option.label}」"
                    yield from _count(marks.span, place, kind, mark.count, sharing.child(kind), sharing.child(f"{kind}一覧"))
        outsourcing = _child(file.children, "特定個人情報ファイルの取扱いの委託")
        if outsourcing:
            number = outsourcing.child("委託の有無").child("件数")
            if isinstance(number.value, Counted):
                blocks = outsourcing.child("委託事項")
                yield from _count(number.value.span, number.place, "委託事項", number.value.number, blocks, None)


def _count(
    span: Span, place: str, kind: str, declared: int, blocks: Entry, table: Entry | None
) -> Iterator[Problem]:
    every = len(blocks.instances)
    listed = sum(not is_elsewhere(block.name) for block in blocks.instances)
    rows = len(table.instances) if table else 0
    fitting = {every, rows, listed + rows} if every and rows else {every + rows}
    if every and rows and listed == every:
        fitting.add(every - 1 + rows)  # one of them may stand for the list in words of its own
    if (every or rows) and declared not in fitting:
        held = f"{listed}件と一覧の{rows}行" if listed and rows else f"一覧の{rows}行" if rows else f"{listed}件"
        yield warning(span, "count-mismatch", f"{place}は{declared}件とありますが、載っている{kind}は{held}です",
                      "件数か、載せる範囲のどちらが正しいか確かめてください")


def every_file_has_its_parts(a: Assessment) -> Iterator[Problem]:
    """Each file of the list of file names has its own Ⅱ, Ⅲ and 記録項目 (様式の「特定個人情報ファイルごと」)."""
    if a.excerpt:
        return
    for part in a.parts:
        if getattr(part.item, "each", "") == "file" and part.state == "given":
            there = {instance.number for instance in part.instances}
            for number, name in enumerate(a.files, 1):
                if number not in there:
                    yield error(part.span, "file-without-part", f"「{part.item.title}」に「{name}」がありません",
                                f"「- 特定個人情報ファイル名: {name}」の行から始まる内容を加えてください")


def recorded_items_fit_choice(a: Assessment) -> Iterator[Problem]:
    """記録される項目 gives a range; the number of items in 記録項目 should lie in it (Ⅱ 2 ④)."""
    counts: dict[int, int] = {}
    for file in _files(a, "特定個人情報ファイル記録項目"):
        value = file.child("記録項目").value
        if isinstance(value, RecordedItems):
            counts[file.number] = value.count
    for file in _files(a, "特定個人情報ファイルの概要"):
        basics = _child(file.children, "基本情報")
        value = basics.child("記録される項目").value if basics else None
        if isinstance(value, Chosen) and value.index is not None and file.number in counts:
            low, high = _RANGE.fullmatch(value.choice).groups()  # type: ignore[union-attr]  # the form's own choices
            count = counts[file.number]
            if not int(low or 0) <= count < int(high or 10**9):
                yield warning(value.span, "recorded-count",
                              f"「{file.name}」の「記録される項目」は「{value.choice}」とありますが、記録項目の部には{count}項目あります",
                              "選択肢か、記録項目の並びのどちらが正しいか確かめてください")


def conditions_hold(a: Assessment) -> Iterator[Problem]:
    """A row that the form asks for only under a condition is filled in although the condition does not hold."""
    for above, entries in _families(a):
        siblings = {entry.item.name: entry for entry in entries}
        own = above.value if above else None
        for entry in entries:
            if asked(entry.item, siblings, own) is False and _is_filled(entry):
                yield warning(entry.span, "not-asked", f"{entry.place}は、{_when_left_out(entry.item)}には書かない欄です",
                              "印や選択のほうが誤りでないか確かめてください")


def _when_left_out(item: Item) -> str:
    return f"「{item.unless}」に印があるとき" if item.unless else f"「{(item.only_if or ('', ''))[1]}」でないとき"


def _is_filled(entry: Entry) -> bool:
    """Whether anything but 「－」 and the like stands in the row or under it."""
    value = entry.value
    said = isinstance(value, Words) and bool(value.text.strip()) and not is_nothing_mark(value.text)
    other = value is not None and not isinstance(value, Words | AsWritten)
    return said or other or bool(entry.instances) or any(_is_filled(child) for child in entry.children)


def changes_are_dated(a: Assessment) -> Iterator[Problem]:
    """A change is not later than the day of publication (変更箇所, 公表日)."""
    published = a.part("表紙").child("公表日").value
    if isinstance(published, Dated):
        for row in a.part("変更箇所").instances:
            day = row.child("変更日").value
            if isinstance(day, Dated) and _later(day.start, published.start):
                yield warning(day.span, "change-after-publication",
                              f"変更箇所の変更日「{brief(day.text)}」が、表紙の公表日「{brief(published.text)}」より後です",
                              "公表日を改めたか、変更日が正しいかを確かめてください")


def _later(one: dates.Moment, other: dates.Moment) -> bool:
    """Whether `one` is later for certain: a day of a month is not later than that month."""
    return one.iso > other.iso and not one.iso.startswith(other.iso)


def first_row_stands_alone(a: Assessment) -> Iterator[Problem]:
    """「同上」 or a blank cell that repeats the one above needs a row above it."""
    changes = a.part("変更箇所").instances
    if changes and same(changes[0].child("項目").text) in SAME_AS_ABOVE:
        item = changes[0].child("項目")
        yield warning(_span(item), "nothing-above", f"変更箇所の最初の行が「{brief(item.text)}」になっています",
                      "上に行がないので、項目の名前を書いてください")
    for entry in a.entries:
        if isinstance(entry.item, Table) and entry.instances:
            for cell in entry.instances[0].children:
                if cell.state == "blank" and getattr(cell.item, "above", False):
                    yield warning(cell.span, "nothing-above", f"{cell.place}が空欄ですが、上に行がありません",
                                  "最初の行には値を書いてください")


def ended_has_a_day(a: Assessment) -> Iterator[Problem]:
    """The name of an ended assessment carries 【○年○月○日 終了】 with a day that can be read (記載要領)."""
    name = a.part("表紙").child("評価書名")
    day = duties.ended_on(name.text)
    if duties.ENDED.search(name.text) and isinstance(dates.moment(day), dates.Unreadable):
        said = f"の終了日「{brief(day)}」を日付として読めません" if day else "に、終了の日がありません"
        yield warning(_span(name), "ended-date", f"表紙「評価書名」{said}",
                      "【令和7年3月31日終了】のように書いてください")
    other = duties.ended_otherwise(name.text)
    if other:
        yield warning(_span(name), "ended-brackets", f"表紙「評価書名」の「{brief(other)}」は、終了した事務の書き方ではありません",
                      "終了した事務なら、【令和7年3月31日終了】のように【】で囲んでください。このままでは、終了したとはみなしません")


def text_is_text(a: Assessment) -> Iterator[Problem]:
    """HTML in a text is shown as it is written, and a link must lead to the web."""
    for entry in a.entries:
        if isinstance(entry.value, Words) and isinstance(entry.item, Prose | Text):
            for offset, line in enumerate(entry.value.text.split("\n")):
                tag = _TAG.search(line)
                if tag:
                    yield warning(_at(entry.value, offset), "html-in-text",
                                  f"{entry.place}の文に HTML のタグ「{brief(tag.group())}」があります",
                                  "タグは働かず、文字のまま表示されます。取り除いてください")
                for link in _links(line):
                    if not link.startswith(("https://", "http://")) and re.search(r"[./:#]", link):  # not 「[注](1)」
                        yield error(_at(entry.value, offset), "wrong-url",
                                    f"{entry.place}のリンク先「{brief(link)}」が正しくありません",
                                    "https:// から始まるアドレスを書いてください")


def _links(line: str) -> Iterator[str]:
    """Where the links of a line lead; in one pass, since a line can be any number of 「](」."""
    at = line.find("](")
    while at >= 0:
        end = _LINK_END.search(line, at + 2)
        if end is None:
            return
        if end.group() == ")":
            yield line[at + 2 : end.start()]
        at = line.find("](", end.end())


def images_have_words(a: Assessment) -> Iterator[Problem]:
    """A figure has a text alternative (WCAG 1.1.1)."""
    for instance in chain.from_iterable(part.instances for part in a.parts):
        names = {entry.item.name: entry for entry in instance.children}
        image, words = names.get("図"), names.get("図の説明")
        if image and words and isinstance(image.value, Words) and _is_missing(words, instance.span):
            yield error(image.span, "image-without-text", f"{image.place}に「図の説明」がありません",
                        "図を見ない人にも同じ内容が伝わる文を「図の説明:」に書いてください")


def free_tables_have_columns(a: Assessment) -> Iterator[Problem]:
    """別紙 that announce a table hold one or a text."""
    for sheet in a.part("別紙").instances:
        table, text = sheet.child("表"), sheet.child("説明")
        if isinstance(table.item, FreeTable) and _is_missing(table, sheet.span) and _is_missing(text, sheet.span):
            yield warning(sheet.span, "empty-sheet", f"{sheet.place}「{brief(sheet.name)}」に説明も表もありません",
                          "「説明:」か「表:」を書き加えるか、この別紙を消してください")


def boxes_agree(a: Assessment) -> Iterator[Problem]:
    """行っていない is not ticked beside 提供を行っている or 移転を行っている (Ⅱ 5)."""
    for entry in a.entries:
        if isinstance(entry.value, Checked) and entry.item.name == "提供・移転の有無":
            ticked = [mark.option.label for mark in entry.value.marks if mark.state == "yes"]
            if "行っていない" in ticked and len(ticked) > 1:
                yield warning(entry.value.span, "contradicting-checks",
                              f"{entry.place}で「行っていない」と「{ticked[0]}」の両方に印があります",
                              "どちらが正しいか確かめて、一方を消してください")


def placeholders_are_filled(a: Assessment) -> Iterator[Problem]:
    """〔…〕 of a skeleton is to be replaced before anything is published."""
    return placeholders(a.entries)


def placeholders(entries: Iterable[Entry]) -> Iterator[Problem]:
    """A warning for each of `entries` that still holds what the skeleton put there."""
    for entry in entries:
        if isinstance(entry.value, Words) and is_placeholder(entry.value.text):
            yield warning(entry.value.span, "placeholder", f"{entry.place}がひな形の「{brief(entry.value.text)}」のままです",
                          "実際の内容に書き換えてください")


def names_are_different(a: Assessment) -> Iterator[Problem]:
    """Two files of one name, or two systems of one name, cannot be told apart (Ⅰ 2, 3)."""
    for entry in a.entries:
        if isinstance(entry.item, Names) and entry.locator == a.form.files:
            names = entry.value.names if isinstance(entry.value, Named) else ()
            yield from _twice(((same(name), at.span, name) for name, at in zip(a.files, names, strict=True)), entry.place)
        if isinstance(entry.item, Block) and entry.item.label == "システム":
            named = ((i.name, _span(i.children[0])) for i in entry.instances if i.name)
            yield from _twice(((same(name), span, name) for name, span in named), entry.place)


def _twice(names: Iterator[tuple[str, Span, str]], place: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for key, span, name in names:
        if key in seen and not is_nothing_mark(name):
            yield warning(span, "same-name", f"{place}に「{brief(name)}」が2つあります", "見分けられる名前にしてください")
        seen.add(key)


def source_is_a_document(a: Assessment) -> Iterator[Problem]:
    """出典 names the document as its city does; an import can only put the name of a file there, and every page shows it."""
    if a.source and _FILE_NAME.fullmatch(a.source.name):
        entry = a.record.child("出典").child("名称")
        yield warning(entry.span, "source-is-a-file", f"出典の「名称」が、ファイルの名前「{brief(a.source.name)}」のままです",
                      "公表された文書の名前に直してください。「版」が不明なら、それも確かめます")


RULES: tuple[Callable[[Assessment], Iterator[Problem]], ...] = (
    count_matches_rows,
    every_file_has_its_parts,
    recorded_items_fit_choice,
    conditions_hold,
    changes_are_dated,
    first_row_stands_alone,
    ended_has_a_day,
    text_is_text,
    images_have_words,
    free_tables_have_columns,
    names_are_different,
    boxes_agree,
    placeholders_are_filled,
    source_is_a_document,
    check_changes.problems,
    *check_duties.RULES,
)


def _files(a: Assessment, part: str) -> tuple[Instance, ...]:
    return next((entry.instances for entry in a.parts if entry.item.name == part), ())


def _child(entries: tuple[Entry, ...], name: str) -> Entry | None:
    return next((entry for entry in entries if entry.item.name == name), None)


def _families(a: Assessment) -> Iterator[tuple[Entry | None, tuple[Entry, ...]]]:
    """Rows that stand beside each other, each time with the row above them."""
    for entry in a.entries:
        yield entry, entry.children
        for instance in entry.instances:
            yield None, instance.children


def _is_missing(entry: Entry, container: Span) -> bool:
    """Whether nothing was written there; what could not be read is told already, and stands at a place of its own."""
    return entry.state == "blank" or (entry.state == "absent" and entry.span == container)


def _span(entry: Entry) -> Span:
    return getattr(entry.value, "span", entry.span)


def _at(value: Words, offset: int) -> Span:
    """The place of a line of a text; exact in `|` blocks, the beginning of the value elsewhere."""
    if value.body == value.span.line:
        return value.span
    return Span(value.span.path, value.body + offset, 1)
