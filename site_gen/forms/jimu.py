"""The 事務 that many municipalities have: the address piece of each, its name, and by which words a title is one of it.

A title is one of a 事務 when it holds one of `words` and none of `but`, white space and width aside. What is in no row is
not compared; an author says it with 事務の区分 of 評価書.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Jimu:
    """A 事務: its piece of an address (never changed), its name, the words that tell it, words of others that hold them."""

    key: str
    name: str
    words: tuple[str, ...]
    but: tuple[str, ...] = ()


事務 = (
    Jimu("juki", "住民基本台帳", ("住民基本台帳",)),
    Jimu("kojin-juminzei", "個人住民税", ("個人住民税", "個人市民税", "個人町民税", "個人村民税", "個人区民税", "個人の市民税", "市県民税")),
    Jimu("kotei-shisanzei", "固定資産税", ("固定資産税",)),
    Jimu("keiji-dosha-zei", "軽自動車税", ("軽自動車税",)),
    Jimu("kokuho", "国民健康保険", ("国民健康保険",)),
    Jimu("koki-koreisha", "後期高齢者医療", ("後期高齢者医療",)),
    Jimu("kaigo", "介護保険", ("介護保険",)),
    Jimu("nenkin", "国民年金", ("国民年金",)),
    Jimu("jido-teate", "児童手当", ("児童手当",)),
    Jimu("jido-fuyo", "児童扶養手当", ("児童扶養手当",), ("特別児童扶養手当",)),
    Jimu("tokubetsu-jido-fuyo", "特別児童扶養手当", ("特別児童扶養手当",)),
    Jimu("kosodate-shien", "子ども・子育て支援", ("子ども・子育て支援", "子ども子育て支援", "保育所", "保育の")),
    Jimu("boshi", "母子保健", ("母子保健",)),
    Jimu("yobo-sesshu", "予防接種", ("予防接種",), ("新型コロナウイルス",)),
    Jimu("corona-sesshu", "新型コロナウイルス感染症予防接種", ("新型コロナウイルス感染症予防接種", "新型コロナウイルス感染症対策に係る予防接種")),
    Jimu("kenko-zoshin", "健康増進", ("健康増進",)),
    Jimu("shogai", "障害者福祉", ("障害者福祉", "障がい者福祉", "障害福祉", "障がい福祉", "障害者総合支援", "障害者の日常生活及び社会生活を総合的に支援")),
    Jimu("seikatsu-hogo", "生活保護", ("生活保護",)),
    Jimu("shugaku-enjo", "就学援助", ("就学援助", "学校保健安全法による医療")),
    Jimu("koei-jutaku", "公営住宅", ("公営住宅", "市営住宅", "町営住宅", "村営住宅")),
)

# What an author may say: the name of a 事務, or that the assessment stands alone.
比べない = "比べない"
事務の区分 = (*(one.name for one in 事務), 比べない)
