"""The editions of the three forms: what each has otherwise than the current tables, and where its stamp was seen.

The stamp ([平成30年5月 様式4]) stands at the foot of the cover; it lags years behind 公表日, so no date tells an edition.
"""

from site_gen.edition import Drop, Edition, Relabel, Renumber

EDITIONS = ("平成26年4月", "平成28年1月", "平成29年5月", "平成30年5月", "平成31年1月", "令和6年10月")

# The name of a person stood where the post stands today; so histories of changes hold names.
所属長_基礎 = Relabel("Ⅰ/5/②", "所属長", recalled="high")
所属長_重点 = Relabel("Ⅰ/6/②", "所属長", recalled="high")
所属長_全項目 = Relabel("Ⅰ/7/②", "所属長", recalled="high")

OF_FORM: dict[tuple[str, str], Edition] = {
    ("kiso", "平成26年4月"): Edition(
        (Drop("Ⅳ", "high"), Drop("Ⅰ/9", "low"), 所属長_基礎),
        where="扶桑（平成27年3月10日）、能代（平成27年12月25日）、兵庫教委（平成27年12月18日）、薩摩川内、尼崎、札幌（平成28年3月1日）、小平（平成26年12月26日）",
    ),
    ("kiso", "平成28年1月"): Edition(
        (Drop("Ⅳ", "high"), Drop("Ⅰ/9", "low"), 所属長_基礎),
        where="熊谷（平成28年7月27日）",
    ),
    ("kiso", "平成29年5月"): Edition(
        (Drop("Ⅳ", "high"), Drop("Ⅰ/9", "low"), 所属長_基礎),
        where="個人情報保護委員会の記載要領",
    ),
    ("kiso", "平成30年5月"): Edition((Drop("Ⅳ", "med"), Drop("Ⅰ/9", "low"))),
    ("kiso", "平成31年1月"): Edition((
        Drop("Ⅰ/9", "low"),
        Drop("Ⅳ/8", "med"),
        Renumber("Ⅳ/9", "8", "med"),
        Renumber("Ⅳ/10", "9", "med"),
        Drop("Ⅳ/11", "med"),
    )),  # seen in the title of a file only
    ("kiso", "令和6年10月"): Edition(),
    ("juten", "平成26年4月"): Edition(
        (所属長_重点,),
        where="郡山（平成27年1月9日）、浦安（平成27年4月15日）、桑名（平成28年4月25日）、奈良（平成28年3月30日）、佐倉、笛吹（平成30年6月18日）、目黒（平成30年12月12日）",
    ),
    ("juten", "平成28年1月"): Edition((所属長_重点,)),
    ("juten", "平成29年5月"): Edition((所属長_重点,)),
    ("juten", "平成30年5月"): Edition(),
    ("juten", "平成31年1月"): Edition(),
    ("juten", "令和6年10月"): Edition(),
    ("zenkomoku", "平成26年4月"): Edition(
        (
            Relabel("表紙/承認日", "特定個人情報保護委員会 承認日【行政機関等のみ】", key="承認日"),
            所属長_全項目,
            Relabel("Ⅵ/4", "特定個人情報保護委員会の承認【行政機関等のみ】", key="特定個人情報保護委員会の承認", recalled="high"),
            # Its label then is inferred: there was no 個人情報保護委員会 before 平成28年1月.
            Relabel("Ⅵ/4/②", "特定個人情報保護委員会による審査", recalled="high"),
        ),
        where="福島、茨木、静岡、相模原、厚生労働省、宮崎（平成30年7月30日）",
    ),
    ("zenkomoku", "平成28年1月"): Edition((所属長_全項目,), where="相模原、京都（平成31年4月1日）"),
    ("zenkomoku", "平成29年5月"): Edition((所属長_全項目,)),
    ("zenkomoku", "平成30年5月"): Edition(where="千葉（平成31年4月4日）、札幌（令和3年3月3日）、栃木"),
    ("zenkomoku", "平成31年1月"): Edition(),
    ("zenkomoku", "令和6年10月"): Edition(),
}
