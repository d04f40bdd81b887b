"""What stands under 所属長 in, the name of a person out: older editions of the forms asked for it, none does today."""

import re
from collections.abc import Iterator

from site_gen.guard.finding import Hit, Text, shown
from site_gen.wording import is_elsewhere, is_nothing_mark, is_placeholder

_LONGEST = 60  # a longer line is about somebody, no name of a post

# What has a head: 課長, センター長. 長 behind anything else may end a name (信長).
_HEADED = (
    "課|部|局|室|所|係|次|区|市|町|村|館|園|校|院|署|場|会|班|隊|庁|店|科|団|社|司|財|座|機構|センター|グループ|チーム|ユニット|教育|"
    "理事|委員|議|統括|総括|担当|組合|部門|所属|組|の"
)
_POST = re.compile(
    rf".*(?:(?:^|{_HEADED})長|参事|主事|理事|知事|幹事|監事|主幹|参与|主査|主任|監|主管|主席|首席|次席|官|者|員|補佐|代理|心得|代行|取扱|"
    "兼務|兼任|併任|担当|統括|総括|付|附|役|職|職名|待遇|級|補|技師|医師|保健師|教頭|リーダー|マネージャー?|マネジャー|ディレクター|チーフ|オフィサー)"
)
_OFFICE = re.compile(
    r".*(?:課|室|局|係|センター|グループ|チーム|ユニット|班|支所|出張所|事務所|役所|役場|本部|委員会|機構|組合|署|館|院|学校|庁舎|本庁|支庁|区|県|都|道|府)"
    r"|.{2,}(?:部|町|村|所|場|会|園|庁)|.+市"
)
# Words of rows of 変更箇所 and of cells that name nobody.
_OTHER = re.compile(
    r".*(?:変更|修正|追加|削除|新規|新設|廃止|省略|略|改正|改編|再編|異動|とおり|同じ|同様|同上|同左|なし|無し|不明|該当|記載|など|等|ほか|他|外|各|兼|全|名称|部署)"
)
# Surnames that end as offices do; 山田課長 is a surname and a post, as 税務課長 is an office and a post.
_LIKE_OFFICES = frozenset(
    "服部 阿部 安部 渡部 長谷部 園部 磯部 矢部 岡部 田部 曽我部 織部 物部 刑部 軽部 日下部 跡部 建部 中園 宮園 前園 小園 花園 古市 今市 "
    "三田村 宇田村 別所 城所 田所 税所 三田所 馬場 大場 木場 的場 中村 木村 田村 下村 奥村 大町 小町 西村 北村 松村 上村 今村 志村 野村 "
    "吉村 岡村 沢村 川村 河村 杉村 植村 稲村 島村 市村 竹村 梅村 藤村 谷村 三村 有村 神部 渡會 大庭 古館 大館 立花園".split()
)
_SURNAMES = (
    "佐藤|鈴木|高橋|田中|伊藤|渡辺|渡邊|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村|斎藤|斉藤|齋藤|林田|清水|山崎|阿部|池田|"
    "橋本|山下|石川|中島|前田|藤田|小川|後藤|岡田|長谷川|村上|近藤|石井|坂本|遠藤|青木|藤井|西村|福田|太田|三浦|藤原|岡本|松田|中川|中野|"
    "原田|小野|田村|竹内|金子|和田|中山|石田|上田|森田|柴田|酒井|宮崎|宮本|横山|内田|高木|安藤|谷口|大野|丸山|今井|高田|藤本|武田|村田|"
    "上野|杉山|増田|菅原|平野|久保|千葉|岩崎|桜井|野口|松井|菊地|木下|野村|菊池|佐野|大西|杉本|新井|古川|浜田|市川|小松|島田|水野"
)
_BARE_POST = "課長補佐|課長代理|部長代理|課長|部長|室長|局長|次長|所長|係長|館長|会計管理者|参事官|参事|主幹|主査"
_CALLED = re.compile(rf"(?:.*[課部局室所係館])?(?:{_SURNAMES})(?:{_BARE_POST})")
_JOINED = re.compile(rf".*(?:{_BARE_POST})")

_UNITS = re.compile(r"[^、,，・･／/\n;；。①-⑳]+")
_WORDS = re.compile(r"[^\s()（）［］〔〕【】\[\]「」:：]+")
_ALSO = re.compile(r"及び|並びに|又は|または|から|(?<=.)兼(?![務任])")
_NAME = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\U000e0100-\U000e01ef々〆ぁ-んァ-ヶー]{1,10}|[A-Z][a-z]+")
_SAID = re.compile(r"所属長(?:の役職名)?[ 　:：]+(?P<who>[^\n]{1,40})$", re.M)


def names(text: Text) -> Iterator[Hit]:
    """The name of a person in an item 所属長, alone or beside a post; a post or an office alone is fine."""
    if text.head:
        start = 0
        for line in text.text.split("\n"):
            yield from _in_line(line, start)
            start += len(line) + 1
    elif "所属長" in text.text and text.row:
        for said in _SAID.finditer(text.text):
            yield from _in_line(said["who"], said.start("who"))


def _in_line(line: str, offset: int) -> Iterator[Hit]:
    if len(line) > _LONGEST or is_nothing_mark(line) or is_placeholder(line) or is_elsewhere(line):
        return
    for unit in _UNITS.finditer(line):
        words = [(unit.start() + at, word) for at, word in _words(unit.group())]
        strange = [(at, word) for at, word in words if _is_name(word)]
        if strange:
            first = strange[0][1]
            start = strange[0][0] + len(first) - len(_behind_post(first) or first)
            end = strange[-1][0] + len(strange[-1][1])
            value = line[start:end]
            yield Hit("personal-name", offset + start, offset + end, value, f"所属長の欄に、人の名前らしい「{shown(value)}」があります",
                      "役職名だけを書いてください（今の様式は役職名を求めています）。"
                      "名前でないものや、公開してよいものなら、municipality.yaml の「公開してよい」に値と理由を書きます")


def _words(unit: str) -> Iterator[tuple[int, str]]:
    for found in _WORDS.finditer(unit):
        start = found.start()
        for word in _ALSO.split(found.group()):
            at = unit.index(word, start) if word else start
            if word:
                yield at, word
            start = at + len(word)


def _behind_post(word: str) -> str:
    """What stands behind the last post of a word: 山田太郎 of 税務課長山田太郎; the word itself where it holds no post."""
    joined = _JOINED.match(word)
    return word[joined.end() :] if joined else word


def _is_name(word: str) -> bool:
    """Whether a word looks like a name, or ends in one, and is no post, no office and no word about them."""
    if _CALLED.fullmatch(word) or word in _LIKE_OFFICES:
        return True
    rest = _behind_post(word)
    if rest != word:
        return bool(rest) and not _POST.fullmatch(rest) and _is_name(rest)
    plain = bool(_POST.fullmatch(word) or _OFFICE.fullmatch(word) or _OTHER.fullmatch(word))
    return not plain and bool(_NAME.fullmatch(word))
