"""500 leaks planted in sources are all found where they stand, and 500 texts that look like leaks are let through.

What is planted is made here from scratch, by the text of the laws: nothing of it comes from the guard, whose patterns
could otherwise not fail.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_gen import content
from tests.test_bad import MUNICIPALITY, RECORD, SITE, write

HERE = "\ue000"  # stands before what is planted until its place is known
CODES = frozenset(
    "my-number pension-number juminhyo-code mail-address telephone-number personal-name todo invisible-character "
    "control-character".split()
)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
BLANKS = (" ", "　", "\u00a0", "\u2009", "\u202f")
HYPHENS = ("-", "－", "‐", "‑", "–", "—", "―", "−", "ー", "ｰ")
NAMES = ("山田太郎", "見本 花子", "試験　一郎", "佐藤次郎", "中村", "長谷部 誠一", "さくら みほん", "織田信長")
POSTS = ("税務課長", "市民課長", "参事", "市民生活部次長", "区政推進部参事", "国保年金課長補佐", "東支所長", "会計管理者")


@dataclass(frozen=True)
class Planted:
    """What is planted: a code (empty: nothing may be told), words before it, itself, words behind it, where it can stand."""

    code: str
    before: str
    what: str
    behind: str = ""
    places: str = "any"


# -- leaks ---------------------------------------------------------------------------------------------------------


def person(dice: random.Random) -> str:
    """A 個人番号 by 総務省令第85号 第5条, n counted from the lowest of eleven digits."""
    digits = "".join(str(dice.randrange(10)) for _ in range(11))
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    total = 0
    for n in range(1, 12):
        q = n + 1 if n <= 6 else n - 5
        total += int(digits[11 - n]) * q
    rest = total % 11
    return "0" if rest <= 1 else str(11 - rest)


def is_person(digits: str) -> bool:
    return digits[11] == check_digit(digits[:11])


def company(dice: random.Random) -> str:
    """A 法人番号: its first digit by 財務省令第70号 第2条, n counted from the lowest of twelve digits."""
    digits = [dice.randrange(10) for _ in range(12)]
    total = sum(digits[12 - n] * (2 if n % 2 == 0 else 1) for n in range(1, 13))
    return str(9 - total % 9) + "".join(map(str, digits))


def grouped(digits: str, sizes: tuple[int, ...], join: str) -> str:
    pieces, at = [], 0
    for size in sizes:
        pieces.append(digits[at : at + size])
        at += size
    return join.join(pieces)


def joint(dice: random.Random) -> str:
    return dice.choice((*BLANKS, *HYPHENS, " - ", "　－　"))


def widened(dice: random.Random, text: str) -> str:
    return text.translate(WIDE) if dice.random() < 0.4 else text


def my_number(dice: random.Random) -> Planted:
    digits = person(dice)
    sizes = dice.choice(((12,), (12,), (4, 4, 4), (4, 4, 4), (3, 3, 3, 3), (6, 6), (2,) * 6, (1,) * 12, (5, 7), (4, 8)))
    if sizes in ((4, 8), (5, 7)) and digits[:2] in ("19", "20"):
        digits = person(random.Random(digits))
    text = grouped(digits, sizes, joint(dice))
    way = dice.random()
    if way < 0.15:
        return Planted("my-number", "番号は", grouped(digits, (4, 4, 4), dice.choice(("", " ", "　", "－"))).translate(KANJI), "とする")
    if way < 0.25:
        return Planted("my-number", "番号は", grouped(digits, (4, 4, 4), "-") + "\n", "と書く", "lines") if way < 0.2 else Planted(
            "my-number", "番号は", f"{digits[:7]}\n{digits[7:]}", "と書く", "lines")
    before = dice.choice(("個人番号は", "番号：", "（", "No.", "1. ", "① ", "ID:", "整理番号"))
    return Planted("my-number", before, widened(dice, text), dice.choice(("です。", "", "）", "（本人）", "、ほか")))


def fitting(digits: str) -> int:
    """How many twelve digits that stand together, and begin at a group of four, a check digit fits."""
    return sum(is_person(digits[at : at + 12]) for at in range(0, len(digits) - 11, 4))


def beside(dice: random.Random) -> Planted:
    """A number in groups of four next to other groups of four: a code, a postal code, a year, another number."""
    join = dice.choice(BLANKS)
    while True:
        digits, four = person(dice), f"{dice.randrange(10000):04}"
        if fitting(four + digits + four) == 1:
            break
    number, called = grouped(digits, (4, 4, 4), join), dice.choice(("個人番号 ", "マイナンバー：", "個人番号は"))
    return dice.choice((
        Planted("my-number", f"{called}{four}{join}", number, "の人"), Planted("my-number", called, number, f"{join}{four}の順"),
        Planted("my-number", f"{four}{join}", number, "", "number column"), Planted("my-number", "", number, f"{join}{four}", "number column"),
        Planted("my-number", f"住所 330-{four}{join}", number, "の人"), Planted("my-number", "番号 ", number, f"{join}2024年から"),
        Planted("my-number", "番号 ", number, f"{join}{dice.randrange(2000, 2030)}"), Planted("my-number", "番号 ", number, f"{join}2024-06-28 から"),
        Planted("my-number", f"電話でなく 1-{four}{join}", number, "の人"),
    ))


def apart(dice: random.Random) -> Planted:
    """A number with other signs between its groups, in other digits, glued to letters, or over several lines and cells."""
    digits = person(dice)
    called = dice.choice(("個人番号 ", "マイナンバー：", "個人番号は"))
    signs = grouped(digits, (4, 4, 4), dice.choice((" ・ ", " / ", ":", "：", "～", "〜", "=", ")(", "/", ".", "_", "|", " ・", "=>")))
    listed = grouped(digits, (4, 4, 4), dice.choice(("、", ",", " | ", "     ", "\u3000" * 5, "、 ", " ，")))
    lines = grouped(digits, (4, 4, 4), dice.choice(("\n", "\n\n")))
    strange = dice.choice((
        digits.translate(str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")), digits.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")),
        digits[:6] + digits[6:].translate(KANJI), grouped(digits, (4, 4, 4), " ").translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")),
    ))
    return dice.choice((
        Planted("my-number", "番号は", signs, "とする"), Planted("my-number", called, listed, "とする"),
        Planted("my-number", called, lines, "とする", "lines"),
        Planted("my-number", "", listed, "", "number column"), Planted("my-number", "番号は", strange, "とする"),
        Planted("my-number", called, digits, "A1とする"), Planted("my-number", "番号 +", grouped(digits, (4, 4, 4), " "), "とする"),
        Planted("my-number", "| 個人番号 | 名 |\n| --- | --- |\n| ", grouped(digits, (4, 4, 4), " | "), " | 甲 |", "lines"),
    ))


def reach(dice: random.Random) -> Planted:
    """A contact that is broken at the end of a line, or written in another way."""
    last, middle = f"{dice.randrange(10000):04}", f"{dice.randrange(100, 1000)}"
    return dice.choice((
        Planted("telephone-number", "担当 ", f"048/{middle}/{last}", "まで"),
        Planted("telephone-number", "担当 ", f"090-{last}-\n{middle}4", "まで", "lines"),
        Planted("telephone-number", "担当 ", f"048-\n{middle}-{last}", "まで", "lines"),
        Planted("telephone-number", "担当 ", f"080{last[:3]}\n{last[3:]}{middle}4", "まで", "lines"),
        Planted("mail-address", "担当 ", "yamada(a)city.mihon.example", "まで"),
        Planted("mail-address", "担当 ", "yamada［a］city.mihon.example", "まで"),
        Planted("mail-address", "担当 ", "yamada@\ncity.mihon.example", "まで", "lines"),
        Planted("mail-address", "担当 ", "t-yamada\n@city.mihon.example", "まで", "lines"),
    ))


def pension(dice: random.Random) -> Planted:
    digits = "".join(str(dice.randrange(1, 10)) for _ in range(10))
    text = widened(dice, grouped(digits, (4, 6), dice.choice(("-", "－", "", " ", "‐", "ー"))))
    if dice.random() < 0.3:
        return Planted("pension-number", "", text, "", "pension column")
    before = dice.choice(("基礎年金番号は", "基礎年金番号（本人）：", "基礎年金番号\u3000"))
    return Planted("pension-number", before, text, dice.choice(("です。", "", "）")))


def resident(dice: random.Random) -> Planted:
    digits = "".join(str(dice.randrange(1, 10)) for _ in range(11))
    sizes = dice.choice(((11,), (4, 4, 3), (5, 6)))
    text = widened(dice, grouped(digits, sizes, dice.choice((" ", "-", "　", "－"))))
    if dice.random() < 0.3:
        return Planted("juminhyo-code", "", text, "", "resident column")
    return Planted("juminhyo-code", dice.choice(("住民票コードは", "住民票コード：")), text, dice.choice(("です。", "", "）")))


def mail(dice: random.Random) -> Planted:
    name = dice.choice(("yamada", "yamada.taro", "t-yamada", "juki_1", "info+pia"))
    at = dice.choice(("@", "@", "@", "＠", "[at]", "（at）", " @ "))
    text = widened(dice, f"{name}{at}{dice.choice(('city.mihon.example', 'example.jp', 'mail.city.mihon.lg.jp'))}")
    return Planted("mail-address", dice.choice(("担当 ", "送付先：", "（", "連絡は")), text, dice.choice(("まで", "", "）", "へ送る。")))


def telephone(dice: random.Random) -> Planted:
    last, middle = f"{dice.randrange(10000):04}", f"{dice.randrange(100, 1000)}"
    text = dice.choice((
        f"048-{middle}-{last}", f"03-{middle}1-{last}", f"090-{last}-{middle}4", f"0480-{middle[:2]}-{last}", f"0120-{middle}-{middle}",
        f"048({middle}){last}", f"（048）{middle}－{last}", f"048 {middle} {last}", f"048‐{middle}‐{last}", f"04992-{middle[0]}-{last}",
        f"080{last}{middle}4", f"+81-48-{middle}-{last}", f"0800-{middle}-{last}", f"0570-{middle}-{middle}", f"0120-{middle}{middle}",
    ))
    way = dice.random()
    if way < 0.2:
        return Planted("telephone-number", "担当（", f"{dice.choice(('内線', '内線番号 ', '内線：'))}{widened(dice, last)}", "）")
    if way < 0.3:
        return Planted("telephone-number", dice.choice(("電話：", "電話番号 ", "TEL ", "FAX：")), widened(dice, f"{middle}-{last}"), "です。")
    if way < 0.35:
        return Planted("telephone-number", "電話", f"048{middle}{last}", "まで")
    before = dice.choice(("担当は", "夜間は", "電話 ", "（"))
    return Planted("telephone-number", before, widened(dice, text), dice.choice(("です。", "", "）", "まで")))


def name(dice: random.Random) -> Planted:
    who, post = dice.choice(NAMES), dice.choice(POSTS)
    way = dice.random()
    if way < 0.2:
        return Planted("personal-name", "", who, "", "head")
    if way < 0.3:
        return Planted("personal-name", "", who, f"　{post}", "head")
    if way < 0.4:
        return Planted("personal-name", f"{post}（", who, "）", "head")
    if way < 0.5 and post not in ("参事", "会計管理者"):
        return Planted("personal-name", post, who, "", "head")
    return Planted("personal-name", f"{post}{dice.choice((' ', '　', '：'))}", who, "", "head")


def todo(dice: random.Random) -> Planted:
    return dice.choice((
        Planted("todo", "件数を入れる。", "TODO", "：確かめる"), Planted("todo", "", "ＴＯＤＯ", " 件数"),
        Planted("todo", "この項は ", "FIXME", "である"),
        Planted("todo", "台数は10台（", "要確認", "）"), Planted("todo", "【", "要確認", "】台数"), Planted("todo", "", "○○", "課に置く"),
        Planted("todo", "委託先は", "〇〇", "株式会社"), Planted("todo", "期間は", "●●", "年"), Planted("todo", "【", "下書き", "】この項"),
        Planted("todo", "台数は10台。※", "要修正", ""), Planted("todo", "開始は", "△△", "月である"), Planted("todo", "期日は ", "TBD", " です"),
    ))


def hidden(dice: random.Random) -> Planted:
    char = dice.choice("\u00ad\u200c\u200d\u034f\u061c\u2061\u2064\u206a\u3164\u2800\u180e\U000e0041\U000e007f\ufe0f")
    before = "カード" if char == "\ufe0f" else dice.choice(("住民", "住民き", "カード"))
    return Planted("invisible-character", before, char, "の情報")


LEAKS: dict[Callable[[random.Random], Planted], int] = {
    beside: 60, apart: 100, reach: 40, my_number: 180, pension: 50, resident: 50, mail: 50, telephone: 80, name: 40, todo: 25, hidden: 25,
}

# -- texts that look like leaks ------------------------------------------------------------------------------------


def not_person(dice: random.Random) -> str:
    """Twelve digits of which the last is not the check digit of the others."""
    digits = person(dice)
    return digits[:11] + str((int(digits[11]) + dice.randrange(1, 10)) % 10)


def alike(dice: random.Random) -> Planted:
    a, b, c = (dice.randrange(1, 100) for _ in range(3))
    digits, corporate, wrong = person(dice), company(dice), not_person(dice)
    last = f"{dice.randrange(10000):04}"
    month, day = dice.randrange(1, 13), dice.randrange(1, 29)
    year = dice.randrange(2014, 2027)
    counts = [f"{dice.randrange(1000, 1990)}" for _ in range(dice.randrange(4, 8))]
    while all(is_person("".join(counts[at : at + 3])) for at in range(0, len(counts) - 2, 3)):
        counts = [f"{dice.randrange(1000, 1990)}" for _ in range(5)]
    return dice.choice((
        Planted("", "件数は順に ", dice.choice(("、", ",", " | ", "     ", "\u3000\u3000\u3000\u3000\u3000")).join(counts), " である"),
        Planted("", "件数の推移 ", dice.choice(("→", "×", "+", " / ", "・")).join(counts), " である"),
        Planted("", "| 項番 | 件数 |\n| --- | --- |\n| ", " | ".join(counts[:3]), " |", "lines"),
        Planted("", "次のとおり。① ", f"第{a}条、② 第{b}条、③ ⑨④②①③号、注¹²³⁴", "を見る"),
        Planted("", "期間 ", f"0{a % 9 + 1}/0{b % 9 + 1}/{year}、{year}/0{a % 9 + 1}/0{b % 9 + 1}", "から"),
        Planted("", "年度は ", dice.choice(("・", "/", "～", " | ")).join(str(year + at) for at in range(3)), " である"),
        Planted("", "第3項(a)、別表@の様式、", f"{year}.{a}(a){b}", "を見る"),
        Planted("", "件数は順に ", dice.choice(BLANKS).join(counts), " である"),
        Planted("", "年度は ", dice.choice((" ", "-", "　")).join(str(year + at) for at in range(dice.randrange(3, 8))), " である"),
        Planted("", "個人番号を使う年度は ", " ".join(str(year - at) for at in range(3)), " である"),
        Planted("", "表 ", f"{year} {' '.join(counts[:3])}", " 件"),
        Planted("", "〒", f"330-{last} 330-{counts[0]} 330-{counts[1]}", " の区域"),
        Planted("", "大きさ ", f"{counts[0]}×{counts[1]}×{counts[2]}", " の画面"),
        Planted("", "記録 ", f"{a},{b:03},{c:03} バイト、{counts[0]}件 {a}件 {counts[1]}件", ""),
        Planted("", "番号法", f"第{a}条第{b}号及び第{a}条の{b}第{c}項", ""),
        Planted("", "平成26年", f"総務省告示第{last}号（第{a}-{b}-{c}号）", ""),
        Planted("", "健発", f"第0331{a:03}号、第0{a}-{b:02}-{last}号", "による"),
        Planted("", "第", "〇三三－〇〇一号、二〇〇五年、百〇〇", "の通知"),
        Planted("", "法人番号", widened(dice, corporate), "の会社"),
        Planted("", "法人番号", grouped(corporate, (1, 4, 4, 4), dice.choice("- －")), "の会社"),
        Planted("", "番号", f"{digits}{dice.randrange(10)}{last}", "の文書"),
        Planted("", "番号", f"{dice.randrange(1, 10)}{digits}{dice.randrange(1, 10)}", "の文書"),
        Planted("", "番号", grouped(digits + last, (4, 4, 4, 4), dice.choice("- ")), "の文書"),
        Planted("", "受付番号", widened(dice, wrong), "である"),
        Planted("", "受付番号", grouped(wrong, (4, 4, 4), dice.choice("- －")), "である"),
        Planted("", "受付番号", f"1{digits[1:11]}", "である"),
        Planted("", "", f"{year}{month:02}{day:02}", "から"),
        Planted("", "", f"{year}-{month:02}-{day:02} {a % 24:02}:{b % 60:02}", "から"),
        Planted("", "", f"{year}/{month}/{day}～{year + 1}/{day % 12 + 1}/{month}", "の間"),
        Planted("", "e-Gov の ", dice.choice(("425AC0000000027", "426M60000008085", "342AC0000000081", "503CO0000000323")), " の法令"),
        Planted("", "", f"{a},{b:03},{c:03},{dice.randrange(1000):03}円", "である"),
        Planted("", "IPアドレス", f"192.168.{a}.{b}、10.{a}.{b}.{c}/24", "の端末"),
        Planted("", "〒", f"330-{last}", " 見本市"),
        Planted("", "規格 ", f"JIS X 8341-3:{year}、ISO/IEC 2700{a % 10}", " による"),
        Planted("", "一覧の項番", "8 10 14 15 16 19", "を参照"),
        Planted("", "識別子 ", f"1b4e28ba-2fa1-11d2-{last}-{digits}", " を付ける"),
        Planted("", "番号 ", f"{a}A{digits}", " の様式"),
        Planted("", "", "要確認者の一覧を作り、下書き機能とToDoリストを使う", ""),
        Planted("", "", "基礎年金番号と住民票コードを記録し、電話番号とメールアドレスを尋ねる", ""),
        Planted("", "照会番号", f"1{a % 10}34-567{b:02}0", "である"),
        Planted("", "整理番号", f"1234{a:02}7890{b % 10}", "である"),
        Planted("", "内線電話を", f"{a}台", "置き、電話は0-4歳の保護者にかける"),
        Planted("", "コード011002、", f"9920{a:02}", "の団体"),
        Planted("", "", "葛\U000e0100城市と辻\ufe00さん", "の住所"),
        Planted("", "口座", f"{last}-{a:03}-{digits[:7]}", "に振り込む"),
        Planted("", "窓口 電話 ", widened(dice, f"048-829-{last}"), f"（内線{last}）、juki@city.mihon.example", "contact"),
        Planted("", "電話 ", f"（048）829-{last}", "", "contact row"),
        Planted("", "", dice.choice(POSTS), dice.choice(("", "（国保担当課長）", "、税務課長", "（市民課長事務取扱）", " 外2名")), "head"),
        Planted("", "", dice.choice(("市民部 市民課長", "健康福祉部　障害福祉課　課長", "なし", "副市長", "情報政策監", "各区区民課長")), "", "head"),
    ))


# -- where they are planted -----------------------------------------------------------------------------------------

_TEXT_PLACES = ("plain", "double", "single", "block", "block table", "escaped", "list", "change", "cell", "list row", "settings")


def quoted(planted: Planted, mark: str) -> str:
    return f"{planted.before}{mark}{planted.what}{planted.behind}"


class Folder:
    """Sources under way, and what is expected of them; each text has an assessment, or a municipality, of its own."""

    def __init__(self) -> None:
        self.expected: list[tuple[str, int, int, str]] = []
        self.files: dict[str, str] = {}

    def put(self, number: int, planted: Planted, place: str) -> None:
        said = quoted(planted, HERE)
        double = said.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        kiso = RECORD.format(form="全項目評価書")
        if place == "settings":
            path = f"s{number}/municipality.yaml"
            text = MUNICIPALITY + f'説明: "{double}"\n'
        else:
            path, text = f"m/a{number}/x.yaml", kiso + _BODIES[place](said, double)
        at = text.index(HERE)
        line = text.count("\n", 0, at) + 1
        column = at - text.rfind("\n", 0, at)
        self.files[path] = text.replace(HERE, "")
        if planted.code:
            self.expected.append((f"c/{path}", line, column, planted.code))


def _indented(text: str, depth: int) -> str:
    return "\n".join(" " * depth + line for line in text.split("\n"))


_SHEET = "別紙:\n  - 表題: 一覧\n    表:\n      欄: [項番, {head}]\n      行:\n        - [1, なし]\n        - [2, \"{text}\"]\n"
_CHANGE = "変更箇所:\n  - 変更日: 令和6年4月1日\n    項目: {item}\n    変更前の記載: なし\n    変更後の記載: |\n{text}\n"
_FLOW = "事務の内容:\n  - 表題: 流れ\n    流れ:\n      - 番号: 甲\n        どこから: 住民\n"
_BODIES: dict[str, Callable[[str, str], str]] = {
    "plain": lambda text, _: f"表紙:\n  特記事項: あ {text}\n",
    "double": lambda _, text: f'表紙:\n  特記事項: "{text}"\n',
    "single": lambda text, _: f"表紙:\n  特記事項: 'あ''い {text}'\n",
    "escaped": lambda _, text: f'表紙:\n  特記事項: "\\u3042\\x41\\"い {text}"\n',
    "block": lambda text, _: f"表紙:\n  特記事項: |\n    一行目の文\n\n    　・二行目 12 の文\n{_indented(text, 4)}\n    終わりの行\n",
    "block table": lambda text, _: f"表紙:\n  特記事項: |\n    | 項番 | 内容 |\n    | --- | --- |\n    | 一 | あ |\n    | 二 | {text} |\n",
    "list": lambda _, text: f'基本情報:\n  特定個人情報ファイル名:\n    - 甲ファイル\n    - "{text}"\n',
    "list row": lambda _, text: _FLOW + f'        どこへ: "{text}"\n        内容: 届出\n',
    "change": lambda text, _: _CHANGE.format(item="Ⅰ 1 ②事務の内容", text=_indented(text, 6)),
    "cell": lambda _, text: _SHEET.format(head="内容", text=text),
    "pension column": lambda _, text: _SHEET.format(head="基礎年金番号", text=text),
    "number column": lambda _, text: _SHEET.format(head="個人番号", text=text),
    "resident column": lambda _, text: _SHEET.format(head="住民票コード", text=text),
    "contact": lambda text, _: f"開示請求、問合せ:\n  特定個人情報ファイルの取扱いに関する問合せ:\n    連絡先: |\n{_indented(text, 6)}\n",
    "contact row": lambda text, _: _CHANGE.format(item="Ⅴ-2 問合せ ①連絡先", text=_indented(text, 6)),
    "head item": lambda _, text: f'基本情報:\n  評価実施機関における担当部署:\n    所属長の役職名: "{text}"\n',
    "head row": lambda text, _: _CHANGE.format(item="I-7 評価実施機関における担当部署 ②所属長", text=_indented(text, 6)),
    "lines": lambda text, _: f"表紙:\n  特記事項: |\n    一行目の文\n{_indented(text, 4)}\n",
}


def _place(dice: random.Random, planted: Planted) -> str:
    if planted.places == "any":
        return dice.choice(_TEXT_PLACES)
    return dice.choice(("head item", "head row")) if planted.places == "head" else planted.places


def _told(folder: Folder, tmp_path: Path) -> list[tuple[str, int, int, str]]:
    write(tmp_path, {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, **folder.files})
    problems = content.read(tmp_path, "c").problems
    assert not [one for one in problems if re.match("yaml|tab|folded|encoding", one.code)], "what was planted cannot be read"
    return sorted((one.span.path, one.span.line, one.span.column, one.code) for one in problems if one.code in CODES)


@pytest.mark.parametrize("seed", [7, 20261])
def test_every_planted_leak_is_found_where_it_stands(seed: int, tmp_path: Path) -> None:
    """700 leaks of eleven kinds: path, line, column and code of each, and nothing else."""
    dice, folder = random.Random(seed), Folder()
    planted = [make(dice) for make, count in LEAKS.items() for _ in range(count)]
    assert len(planted) == 700
    for number, one in enumerate(planted):
        folder.put(number, one, _place(dice, one))
    told, expected = _told(folder, tmp_path), sorted(folder.expected)
    missed = [(one, _line(folder, one)) for one in expected if one not in told]
    assert missed == []
    assert [(one, _line(folder, one)) for one in told if one not in expected] == []


@pytest.mark.parametrize("seed", [7, 20262])
def test_what_only_looks_like_a_leak_passes(seed: int, tmp_path: Path) -> None:
    """500 texts with numbers of statutes, companies, documents, dates, codes, and the contacts that the form asks for."""
    dice, folder = random.Random(seed), Folder()
    for number in range(500):
        one = alike(dice)
        folder.put(number, one, _place(dice, one))
    assert [(one, _line(folder, one)) for one in _told(folder, tmp_path)] == []


def _line(folder: Folder, told: tuple[str, int, int, str]) -> str:
    return folder.files[told[0].removeprefix("c/")].split("\n")[told[1] - 1]
