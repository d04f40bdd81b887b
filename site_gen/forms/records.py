"""What sources say beside the statutory form: about an edition (評価書), a municipality, the site, names, words, statutes."""

from site_gen.form import Block, Choice, Date, Flag, Group, Item, Names, Part, Prose, Table, Text
from site_gen.forms.jimu import 事務の区分

評価書 = Part("", "評価書", anchor="hyokasho", items=(
    Text("", "様式"),
    Text("", "版"),
    Choice("", "収録", ("全部", "抄録")),
    Group("", "出典", optional=True, items=(
        Text("", "名称"),
        Date("", "公表日", optional=True),
        Text("", "URL", optional=True),
        Prose("", "備考", optional=True),
    )),
    Choice("", "事務の区分", 事務の区分, optional=True),  # with which assessments of others it is compared; else by its title
    # What became of the numbers of blocks where no row of 変更箇所 says it: a day and what happened, one a line.
    Prose("", "番号の変更", optional=True),
))

# Stands beside 評価書, at the head of an assessment's first file: it is written still, and only a preview shows it.
下書き = Flag("", "下書き", optional=True)

連絡先 = Group("", "連絡先", optional=True, items=(
    Text("", "部署", optional=True),
    Text("", "所在地", optional=True),
    Text("", "電話", optional=True),
    Text("", "受付時間", optional=True),
    Text("", "URL", optional=True),
))

# What the guard would stop and may go out all the same, each with the reason for it.
公開してよい = Table("", "公開してよい", optional=True, items=(
    Text("", "値"),
    Prose("", "理由"),
))

自治体 = Part("", "自治体", items=(
    Text("", "名称"),
    Text("", "読み"),
    Text("", "都道府県"),
    Text("", "全国地方公共団体コード"),
    Flag("", "架空", optional=True),
    Text("", "公式サイト", optional=True),
    Prose("", "説明", optional=True),
    連絡先,
    Names("", "部署一覧", optional=True),  # all of them, so that a 移転先 that is none is told
    公開してよい,
))

公開先の種類 = ("folder", "sftp", "ftps", "webdav", "s3", "rclone")

# Where `site-gen publish` puts the site; passwords never stand here (`targets` says which kind asks for what).
公開先 = Block("", "公開先", with_id=True, optional=True, items=(
    Choice("", "種類", 公開先の種類),
    Text("", "サーバー", optional=True),
    Text("", "ポート", optional=True),
    Text("", "利用者", optional=True),
    Text("", "フォルダー", optional=True),
    Text("", "鍵ファイル", optional=True),
    Text("", "known_hosts", optional=True),
    Text("", "証明書ファイル", optional=True),
    Text("", "バケット", optional=True),
    Text("", "地域", optional=True),
    Text("", "リモート", optional=True),
))

サイト = Part("", "サイト", items=(
    Text("", "サイト名"),
    Text("", "発行者"),
    Prose("", "説明", optional=True),
    Text("", "公開URL", optional=True),
    連絡先,
    Group("", "ライセンス", optional=True, items=(
        Text("", "名称"),
        Text("", "URL", optional=True),
    )),
    Group("", "ロゴ", optional=True, items=(
        Text("", "ファイル"),
        Text("", "代替文"),
        Choice("", "表示", ("サイト名と並べる", "ロゴだけ"), optional=True),
        Choice("", "地", ("白", "帯の色"), optional=True),
    )),
    Text("", "色", optional=True),
    Block("", "フッターのリンク", optional=True, items=(
        Text("", "名称"),
        Text("", "URL"),
    )),
    公開してよい,
    公開先,
))

_同じもの: tuple[Item, ...] = (
    Text("", "名称"),
    Text("", "キー", optional=True),
    Names("", "別名", optional=True),
)
_自治体のもの = (*_同じもの, Text("", "自治体", optional=True))

# Which names mean the same one, and what its page is called.
別名 = Part("", "別名", items=(
    Table("", "提供先", optional=True, items=_同じもの),
    Table("", "委託先", optional=True, items=_同じもの),
    Table("", "部署", optional=True, items=_自治体のもの),
    Table("", "システム", optional=True, items=_自治体のもの),
))

# The words of the field, explained to residents; what a document calls so itself is read from its texts.
用語集 = Part("", "用語集", items=(
    Block("", "用語", items=(
        Text("", "用語"),
        Text("", "読み"),
        Names("", "別名", optional=True),
        Prose("", "説明"),
        Text("", "出典", optional=True),
        Text("", "キー", optional=True),
    )),
))

法令集 = Part("", "法令集", items=(
    Block("", "法令", with_id=True, optional=True, items=(
        Text("", "題名"),
        Names("", "略称", optional=True),
        Names("", "旧題名", optional=True),  # what it was called before: texts say so, the site does not
        Text("", "法令番号", optional=True),
        Text("", "法令ID", optional=True),
        # The provision that calls for this order, as one would cite it: 番号法第19条第8号.
        Text("", "根拠", optional=True),
        # Fragments of the law's page at e-Gov; they cannot be made from the number of an article.
        Table("", "条の位置", optional=True, items=(
            Text("", "条"),
            Text("", "位置"),
        )),
        # 号ずれ: from a day on, what was one provision is another, perhaps of another law (its id).
        Table("", "改正", optional=True, items=(
            Date("", "施行日"),
            Text("", "旧"),
            Text("", "新しい法令", optional=True),
            Text("", "新"),
            Text("", "対応", optional=True),
            Names("", "目印", optional=True),
        )),
    )),
))
