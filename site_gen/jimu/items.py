"""What is compared, as data: topics, their items, and where the forms ask for each. No logic beyond walking the forms.

An item of one form is the same as that of another when it stands under a heading of the same words; where the forms ask
for the same thing under different headings, `places` lists them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from site_gen.form import Checks, Choice, Item, Part, Risk, Section
from site_gen.forms import FORMS
from site_gen.parties import key_of
from site_gen.wording import same

_OF_IT = "への対策は十分か"
ENOUGH = f"リスク{_OF_IT}"  # under リスク of 様式3 and 4; 様式2 asks for each risk in one line that ends with it


@dataclass(frozen=True, slots=True)
class Asked:
    """One row of a comparison: its key (lower-case ASCII), topic and title; `places` are where forms ask for it, each the
    YAML keys from the part down. None of them: it is counted or listed (`told`)."""

    key: str
    topic: str
    title: str
    places: tuple[tuple[str, ...], ...] = ()


_対象人数 = (
    ("基本情報", "特定個人情報ファイルを取り扱う事務", "対象人数"),
    ("しきい値判断項目", "対象人数", "評価対象の事務の対象人数は何人か"),
)
_連携 = "情報提供ネットワークシステムによる情報連携"
_開示 = ("開示請求、問合せ", "特定個人情報の開示・訂正・利用停止請求")

# Of the assessment as a whole.
WHOLE = (
    Asked("taisho", "規模", "対象人数", _対象人数),
    Asked("taisho-jiten", "規模", "対象人数はいつ時点か", (("しきい値判断項目", "対象人数", "いつ時点の計数か"),)),
    Asked("toriatsukai", "規模", "特定個人情報ファイル取扱者数は500人以上か",
          (("しきい値判断項目", "取扱者数", "特定個人情報ファイル取扱者数は500人以上か"),)),
    Asked("files", "規模", "特定個人情報ファイルの名称",
          (("基本情報", "特定個人情報ファイル名"), ("関連情報", "特定個人情報ファイル名"))),
    Asked("form", "公表と見直し", "様式"),
    Asked("edition", "公表と見直し", "様式の版"),
    Asked("published", "公表と見直し", "公表日", (("表紙", "公表日"),)),
    Asked("last-change", "公表と見直し", "最後の変更日"),
    Asked("changes", "公表と見直し", "変更箇所の行数"),
    Asked("kiso-day", "公表と見直し", "基礎項目評価の実施日", (("評価実施手続", "基礎項目評価", "実施日"),)),
    Asked("shikiichi", "公表と見直し", "しきい値判断結果",
          (("評価実施手続", "基礎項目評価", "しきい値判断結果"), ("しきい値判断結果", "しきい値判断結果"))),
    Asked("iken", "公表と見直し", "国民・住民等からの意見の聴取　実施日・期間",
          (("評価実施手続", "国民・住民等からの意見の聴取", "実施日・期間"),)),
    Asked("tenken", "公表と見直し", "第三者点検　実施日", (("評価実施手続", "第三者点検", "実施日"),)),
    Asked("systems", "システム", "システムの名称", (("関連情報", "特定個人情報ファイルを取り扱う事務", "システムの名称"),)),
    Asked("systems-count", "システム", "システムの数"),
    Asked("connections", "システム", "他のシステムとの接続"),
    Asked("renkei", "システム", "情報提供ネットワークシステムによる情報連携",
          (("基本情報", _連携, "実施の有無"), ("関連情報", _連携, "実施の有無"))),
    Asked("riyo", "法令上の根拠", "個人番号の利用",
          (("基本情報", "個人番号の利用", "法令上の根拠"), ("関連情報", "個人番号の利用", "法令上の根拠"))),
    Asked("renkei-konkyo", "法令上の根拠", "情報連携の法令上の根拠",
          (("基本情報", _連携, "法令上の根拠"), ("関連情報", _連携, "法令上の根拠"))),
    Asked("tesuryo", "開示請求", "手数料等", ((*_開示, "手数料等"),)),
    Asked("boshu", "開示請求", "個人情報ファイル簿の公表", ((*_開示, "個人情報ファイル簿の公表"),)),
)

# Rows of names or boxes, of which it is said which all have and which only one has.
LISTS = frozenset({"files", "systems", "connections", "omona", "nyushu-moto", "nyushu-hoho", "itakusaki", "teikyosaki", "itensaki"})

_PART = "特定個人情報ファイルの概要"
_入手, _委託 = "特定個人情報の入手・使用", "特定個人情報ファイルの取扱いの委託"
_提供, _保管 = "特定個人情報の提供・移転", "特定個人情報の保管・消去"


def _of_file(key: str, topic: str, title: str, *names: str) -> Asked:
    return Asked(key, topic, title, ((_PART, *names),))


# Of each 特定個人情報ファイル; files of one name are one another's partners.
OF_FILE = (
    _of_file("shurui", "規模", "ファイルの種類", "基本情報", "ファイルの種類"),
    _of_file("honnin", "規模", "対象となる本人の数", "基本情報", "対象となる本人の数"),
    _of_file("hani", "規模", "対象となる本人の範囲", "基本情報", "対象となる本人の範囲"),
    _of_file("shiyosha", "規模", "使用者数", _入手, "使用の主体", "使用者数"),
    _of_file("hoyu", "規模", "保有開始日", "基本情報", "保有開始日"),
    _of_file("shiyo-bi", "規模", "使用開始日", _入手, "使用開始日"),
    _of_file("koumoku", "記録項目", "記録される項目", "基本情報", "記録される項目"),
    _of_file("omona", "記録項目", "主な記録項目", "基本情報", "記録される項目", "主な記録項目"),
    Asked("kiroku", "記録項目", "記録項目の数", (("特定個人情報ファイル記録項目", "記録項目"),)),
    _of_file("nyushu-moto", "入手・使用", "入手元", _入手, "入手元"),
    _of_file("nyushu-hoho", "入手・使用", "入手方法", _入手, "入手方法"),
    _of_file("mokuteki", "入手・使用", "使用目的", _入手, "使用目的"),
    _of_file("itaku", "委託", "委託の有無", _委託, "委託の有無"),
    _of_file("itaku-ken", "委託", "委託の件数", _委託, "委託の有無", "件数"),
    Asked("itakusaki", "委託", "委託先"),
    Asked("saiitaku", "委託", "再委託の有無"),
    Asked("teikyo-ken", "提供・移転", "提供先の件数"),
    Asked("iten-ken", "提供・移転", "移転先の件数"),
    Asked("teikyosaki", "提供・移転", "提供先"),
    Asked("network", "提供・移転", "情報提供ネットワークシステムで提供する先の数"),
    Asked("itensaki", "提供・移転", "移転先の部署"),
    _of_file("hokan-basho", "保管・消去", "保管場所", _保管, "保管場所"),
    _of_file("hokan", "保管・消去", "保管期間", _保管, "保管期間", "期間"),
)


# What 様式3 calls otherwise than 様式4.
_SAME = {"再委託先による特定個人情報ファイルの適切な取扱いの担保": "再委託先による特定個人情報ファイルの適切な取扱いの確保"}


def risk_key(section: str, risk: str, label: str) -> str:
    """What two forms' questions of one risk share: heading and question in the form's words, as an address piece.

    様式2 asks 「目的外の入手が行われるリスクへの対策は十分か」 where the others have 「リスクへの対策は十分か」 under that risk.
    """
    return key_of(f"{same(section)}|{same(_in_full(risk, label))}")


def _in_full(risk: str, label: str) -> str:
    """The question in one line, as 様式2 asks it."""
    return risk + _OF_IT if risk and label == ENOUGH else _SAME.get(label, label)


def questions(items: Iterable[Item], section: str = "", risk: str = "") -> Iterator[tuple[str, str, Item]]:
    """Every choice and check list among `items` with the heading and the risk under which it stands."""
    for item in items:
        if isinstance(item, Section):
            yield from questions(item.items, item.name, "")
        elif isinstance(item, Risk):
            yield from questions(item.items, section, item.label)
        else:
            if isinstance(item, Choice | Checks):
                yield section, risk, item
            yield from questions(item.items, section, risk)


def is_about_risks(part: Item) -> bool:
    """Whether `part` holds what an authority says of its risks: Ⅲ and Ⅳ of 様式4, Ⅲ of 様式3, Ⅳ of 様式2."""
    return isinstance(part, Part) and part.label.endswith("リスク対策")


def _risks() -> tuple[Asked, ...]:
    found: dict[str, Asked] = {}
    sections: dict[str, None] = {}
    for form in sorted(FORMS, key=lambda one: -len(one.parts)):  # 様式4 first: it asks the most
        for part in filter(is_about_risks, form.parts):
            for section, risk, item in questions(part.items):
                key = risk_key(section, risk, item.label)
                found.setdefault(key, Asked(key, section or "評価書の種類", _in_full(risk, item.label)))
                sections.setdefault(section or "評価書の種類")
    order, asked = list(sections), [one.title for one in found.values()]
    alone = (one if asked.count(one.title) == 1 else replace(one, title=f"{one.title}（{one.topic}）") for one in found.values())
    return tuple(sorted(alone, key=lambda one: order.index(one.topic)))


# What the authorities themselves say of their risks and measures, in the forms' words.
RISKS = _risks()
