"""An assessment in, what it says against the law's own rules or against itself out: numbers left out, dates out of order,
a しきい値判断 that its figures do not bear, a 提供先 without a legal basis, a 移転先 that is no department; and what a date
makes due.

`RULES` know no clock, so that a build tells the same of the same content; `on_day` is told the day and is only asked by
`site-gen check`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from site_gen import dates, duties
from site_gen.dates import Moment
from site_gen.departments import each_department
from site_gen.form import Block, Choice, Table
from site_gen.model import Assessment, Chosen, Dated, Entry, Instance, Words
from site_gen.problem import Problem, Span, notice, warning
from site_gen.source import brief
from site_gen.wording import digits, is_nothing_mark, same

_POINTS_ELSEWHERE = re.compile(r"別紙|別表|一覧|参照")
_PIECES = re.compile(r"[、，,\n]")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MANY = 4  # the place of 500人以上1,000人未満 in the lists of 使用者数 and 委託先における取扱者数
_SUBMITTED = {"基礎項目評価書": 1, "基礎項目評価書及び重点項目評価書": 2, "基礎項目評価書及び全項目評価書": 3}


def numbers_are_whole(a: Assessment) -> Iterator[Problem]:
    """The numbers of blocks (提供先1, 2, 3 …) run on; in a 抄録 some may be left out."""
    if a.excerpt:
        return
    for block in a.entries:
        if isinstance(block.item, Block) and block.instances:
            there = {instance.number for instance in block.instances}
            missing = [number for number in range(1, max(there)) if number not in there]
            if missing:
                after = next(instance for instance in block.instances if instance.number > missing[0])
                yield warning(after.span, "block-number-skipped",
                              f"{block.place}の番号が飛んでいます（{_stretches(missing)}がありません）",
                              "一部だけの収録なら「収録: 抄録」とし、そうでなければ欠けた番号の内容を加えてください")


def rows_are_whole(a: Assessment) -> Iterator[Problem]:
    """The numbers of the rows of a list (項番 1, 2, 3 …) run on; in a 抄録 some may be left out."""
    if a.excerpt:
        return
    for entry in a.entries:
        if not isinstance(entry.item, Table) or not entry.item.numbered_by:
            continue
        written = [digits(row.child(entry.item.numbered_by).text).strip() for row in entry.instances]
        if not written or not all(re.fullmatch("[0-9]{1,4}", number) for number in written):
            continue  # 1-①: an order of its own
        there = [int(number) for number in written]
        missing = sorted({*range(1, max(there))} - {*there})
        turned = next((at for at in range(1, len(there)) if there[at] <= there[at - 1]), 0)
        if missing or turned:
            at = turned or next(at for at, number in enumerate(there) if number > missing[0])
            what = f"{_stretches(missing)}がありません" if missing else f"{there[at - 1]}の次が{there[at]}です"
            yield warning(entry.instances[at].span, "row-number-skipped",
                          f"「{entry.item.label}」の{entry.item.numbered_by}が順に並んでいません（{what}）",
                          "番号の誤りなら直し、一部だけの収録なら「収録: 抄録」としてください")


def _stretches(numbers: list[int]) -> str:
    """`2、3、6～10` for the numbers in between."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(
        f"{run[0]}～{run[-1]}" if len(run) > 2 else "、".join(str(number) for number in run) for run in runs
    )


def provisions_have_a_basis(a: Assessment) -> Iterator[Problem]:
    """特定個人情報 may only be provided where 番号法第19条 allows it: each 提供先 says by which statute (Ⅱ 5 提供先n ①)."""
    if a.excerpt:
        return
    for entry in a.entries:
        for one in entry.instances if isinstance(entry.item, Block) and entry.item.label == "提供先" else ():
            basis = one.child("法令上の根拠")
            if basis.state == "blank" or (basis.state == "given" and is_nothing_mark(basis.text)):
                yield warning(basis.span, "legal-basis-missing", f"{one.place}「{brief(one.name)}」の「法令上の根拠」がありません",
                              "提供は番号法第19条各号に当たるときに限られます。根拠の条項を書いてください")


def threshold_is_followed(a: Assessment) -> Iterator[Problem]:
    """The result of the しきい値判断 is what 対象人数, 取扱者数 and 重大事故 lead to (指針第5の2); told where it is certain.

    様式3 and 様式4 hold 対象人数 alone: there the handlers are known to be 500 or more when one file, or one contractor,
    has as many, and an accident is not known (theirs is of three years and of any 個人情報).
    """
    people = _index(a, "対象人数", "評価対象の事務の対象人数は何人か")
    handlers = _index(a, "特定個人情報ファイル取扱者数は500人以上か")
    accident = _index(a, "重大事故") if a.form.code == "kiso" else None
    if people is None:
        return
    crowded = (one.value.index for one in _choices(a, "使用者数", "委託先における取扱者数") if isinstance(one.value, Chosen))
    many = handlers == 0 if handlers is not None else any(index is not None and index >= _MANY for index in crowded) or None
    due = duties.due_kinds(people, many, None if accident is None else accident == 0)
    wrong = list(_told(_choices(a, "しきい値判断結果"), due))
    yield from wrong
    for entry in () if wrong else _choices(a, "提出する特定個人情報保護評価書の種類"):
        if isinstance(entry.value, Chosen) and entry.value.choice in _SUBMITTED and _SUBMITTED[entry.value.choice] < due[0]:
            yield warning(entry.value.span, "threshold",
                          f"{entry.place}が「{entry.value.choice}」ですが、しきい値判断項目からは、{duties.KINDS[due[0]]}はずです",
                          "対象人数、取扱者数、重大事故と、提出する評価書の種類を確かめてください")


def _told(results: Iterable[Entry], due: tuple[int, ...]) -> Iterator[Problem]:
    for entry in results:
        value = entry.value
        if isinstance(value, Chosen) and value.index is not None:
            kind = next(number for number, words in enumerate(duties.KINDS) if value.choice.startswith(words))
            if kind not in due:
                should = "」か「".join(duties.KINDS[one] for one in due)
                yield warning(value.span, "threshold",
                              f"{entry.place}が「{value.choice}」ですが、対象人数などからは「{should}」はずです",
                              "しきい値判断（指針第5の2）の対象人数、取扱者数、重大事故と、結果のどちらが正しいか確かめてください")


def dates_are_in_order(a: Assessment) -> Iterator[Problem]:
    """A file is held before it is used; what leads to a publication is not after it; 第三者点検 is of a text that the
    opinions of residents have been heard on (規則第7条)."""
    for part in a.parts:
        for file in part.instances:
            yield from _in_order(file.children, "保有開始日", "使用開始日")
    found = {entry.item.name: entry for entry in a.part("表紙").children}
    published = found["公表日"].value
    steps = [(entry, entry.value) for entry in a.entries
             if entry.item.name in ("実施日", "実施日・期間", "いつ時点の計数か") and isinstance(entry.value, Dated)]
    for entry, value in steps:
        if isinstance(published, Dated) and _before(published.end, value.end):
            yield _order(value, f"{entry.place}「{brief(value.text)}」が、表紙の公表日「{brief(published.text)}」より後です")
    heard = next((entry.value for entry in a.entries if entry.item.name == "実施日・期間"), None)
    for entry, value in steps:
        checked = "第三者点検" in entry.place and isinstance(heard, Dated)
        if checked and isinstance(heard, Dated) and _before(value.end, heard.start):
            yield _order(value, f"{entry.place}「{brief(value.text)}」が、意見の聴取「{brief(heard.text)}」より前です")


def _in_order(entries: Iterable[Entry], first: str, second: str) -> Iterator[Problem]:
    rows = {entry.item.name: entry for top in entries for entry in top.walk() if entry.item.name in (first, second)}
    one, other = (rows[name].value if name in rows else None for name in (first, second))
    if isinstance(one, Dated) and isinstance(other, Dated) and _before(other.start, one.start):
        yield _order(other, f"{rows[second].place}「{brief(other.text)}」が、{first}「{brief(one.text)}」より前です")


def _order(value: Dated, message: str) -> Problem:
    return warning(value.span, "date-order", message, "どちらの日付が正しいか確かめてください")


def _before(one: Moment, other: Moment) -> bool:
    """Whether `one` is earlier for certain: a day of a month is not earlier than that month."""
    return one.iso < other.iso and not other.iso.startswith(one.iso)


RULES: tuple[Callable[[Assessment], Iterator[Problem]], ...] = (
    numbers_are_whole,
    rows_are_whole,
    provisions_have_a_basis,
    threshold_is_followed,
    dates_are_in_order,
)


def departments(kept: Sequence[str], a: Assessment) -> Iterator[Problem]:
    """A 移転先 is a department of the same authority: one of `kept`, the 部署一覧 of its municipality.yaml, when it keeps one."""
    known = {same(way) for name in kept for way in (name, *name.split()[-1:])}
    for entry in a.entries if known else ():
        if entry.item.name in ("移転先", "移転先一覧") and isinstance(entry.item, Block | Table):
            yield from chain.from_iterable(_unknown(one, entry, known) for one in entry.instances)


def _unknown(one: Instance, entry: Entry, known: set[str]) -> Iterator[Problem]:
    name = one.children[0] if isinstance(entry.item, Block) else one.child("移転先")
    said = name.value
    if isinstance(said, Words) and not said.summary and not _POINTS_ELSEWHERE.search(said.text):
        pieces = _PIECES.split(_BRACKETS.sub("", said.text[:2000]))
        for piece in (part for one in pieces for part in each_department(one.strip(), lambda it: same(it) in known)):
            if piece.strip() and not is_nothing_mark(piece) and same(piece) not in known:
                yield warning(said.span, "unknown-department",
                              f"{name.place}の「{brief(piece.strip())}」が、自治体の部署一覧にありません",
                              "部署の名前か、municipality.yaml の「部署一覧」を確かめてください")


def on_day(a: Assessment, today: Moment) -> Iterator[Problem]:
    """What `today` makes of the dates of the cover: a 公表日 that has not come yet; one of more than five years ago asks for
    再実施 (規則第15条, 指針第6の2(4)), unless the 事務 has ended; an ended one stays published for three years (記載要領)."""
    cover = a.part("表紙")
    name, published = cover.child("評価書名"), cover.child("公表日").value
    if isinstance(published, Dated) and published.start.iso > today.iso:
        yield warning(published.span, "publication-ahead", f"表紙の公表日「{brief(published.text)}」が、まだ来ていません",
                      "日付が正しいか確かめてください。公表の前に用意している原稿なら、このままで構いません")
    if duties.ENDED.search(name.text):
        yield from _kept(name, today)
    elif isinstance(published, Dated) and duties.years_after(published.start, duties.REASSESS_YEARS) < today:
        by = dates.in_japanese(duties.reassess_by(published.start))
        yield warning(published.span, "reassessment-due",
                      f"表紙の公表日「{brief(published.text)}」から{duties.REASSESS_YEARS}年を過ぎています（{by}までに再実施）",
                      "5年を経過する前に再実施するよう努めることとされています（規則第15条）。再実施したなら、その公表日に改めてください")


def _kept(name: Entry, today: Moment) -> Iterator[Problem]:
    """Until when the assessment of an ended 事務 has to stay published, or that it has been long enough."""
    keep, ended = duties.keep_until(name.text), brief(duties.ended_on(name.text))
    if keep is not None and keep < today:
        yield warning(_span(name), "ended-long-ago", f"終了（{ended}）から{duties.KEEP_YEARS}年を過ぎています",
                      "公表を続ける義務の期間は終わりました。続けて載せるかどうかを決めてください")
    elif keep is not None:
        yield notice(_span(name), "ended-kept", f"終了（{ended}）から{duties.KEEP_YEARS}年の{dates.in_japanese(keep)}までは、公表を続けます",
                     "その日を過ぎたら、続けて載せるかどうかを決めてください")


def _index(a: Assessment, *names: str) -> int | None:
    """Which choice the one item of these names holds, by its place."""
    found = (entry.value.index for entry in _choices(a, *names) if isinstance(entry.value, Chosen))
    return next(found, None)


def _choices(a: Assessment, *names: str) -> Iterator[Entry]:
    return (entry for entry in a.entries if isinstance(entry.item, Choice) and entry.item.name in names)


def _span(entry: Entry) -> Span:
    return getattr(entry.value, "span", entry.span)
