"""様式3 重点項目評価書, edition 令和6年10月: its items in the order of the form, titles word for word."""

from site_gen.form import (
    Block,
    Checks,
    Choice,
    Count,
    Date,
    Fixed,
    Flag,
    Form,
    Group,
    Names,
    Part,
    Prose,
    Recorded,
    Risk,
    Section,
    Text,
)
from site_gen.forms import plain
from site_gen.forms.choices import (
    しきい値判断_重点,
    ファイルの種類,
    主な記録項目,
    使用者数,
    入手元,
    入手方法,
    再委託の有無,
    十分さ,
    十分に行っている,
    十分に行っている再委託,
    委託の有無,
    定めている,
    実施の有無,
    対象人数区分,
    接続先,
    提供方法,
    提供移転の有無,
    本人の数,
    発生,
    監査の有無,
    移転方法,
    行っている,
    項目数,
)
from site_gen.forms.shared import 別紙, 変更の記載, 提供先一覧, 移転先一覧, 重大事故一覧

その他のリスク = "その他のリスク及びそのリスクに対する措置"
措置 = Prose("", "リスクに対する措置の内容")
その他の措置 = Prose("", "その他の措置の内容")
十分か = Choice("", "リスクへの対策は十分か", 十分さ)

# A row that was seen is not marked, though its ※ may be recalled: those of Ⅰ 5, Ⅱ 4 ④, Ⅱ 6 and of the heading of Ⅲ.

表紙 = Part("", "表紙", anchor="hyoshi", plain=plain.表紙, items=(
    Text("", "評価書番号"),
    Text("", "評価書名"),
    Prose("", "個人のプライバシー等の権利利益の保護の宣言"),
    Prose("", "特記事項"),
    Text("", "評価実施機関名"),
    Date("", "公表日"),
))

基本情報 = Part("Ⅰ", "基本情報", aliases=("関連情報",), plain=plain.基本情報, items=(
    Section("1", "特定個人情報ファイルを取り扱う事務", plain=plain.事務, items=(
        Text("①", "事務の名称"),
        Prose("②", "事務の内容", aliases=("事務内容",)),
        Choice("③", "対象人数", 対象人数区分, recalled="high"),
    )),
    Section("2", "特定個人情報ファイルを取り扱う事務において使用するシステム",
            aliases=("特定個人情報ファイルを取り扱うシステム",), plain=plain.システム, items=(
        Block("", "システム", anchor="system", items=(
            Text("①", "システムの名称"),
            Prose("②", "システムの機能"),
            Checks("③", "他のシステムとの接続", 接続先, aliases=("他システムとの接続", "ほかのシステムとの接続")),
        )),
    )),
    Names("3", "特定個人情報ファイル名", recalled="high", plain=plain.ファイル名),
    Section("4", "個人番号の利用", important=True, recalled="high", plain=plain.個人番号の利用, items=(
        Prose("", "法令上の根拠", aliases=("法律上の根拠",)),
    )),
    Section("5", "情報提供ネットワークシステムによる情報連携", important=True, plain=plain.情報連携, items=(
        Choice("①", "実施の有無", 実施の有無, recalled="high"),
        Prose("②", "法令上の根拠", only_if=("実施の有無", "実施する"), aliases=("法律上の根拠",)),
    )),
    Section("6", "評価実施機関における担当部署", recalled="high", items=(
        Text("①", "部署"),
        Text("②", "所属長の役職名"),
    )),
    Prose("7", "他の評価実施機関", recalled="high"),
))

概要 = Part("Ⅱ", "特定個人情報ファイルの概要", each="file", aliases=("ファイルの概要",), plain=plain.ファイルの概要, items=(
    Text("1", "特定個人情報ファイル名", recalled="high"),
    Section("2", "基本情報", recalled="high", plain=plain.ファイルの基本, items=(
        Choice("①", "ファイルの種類", ファイルの種類, important=True),
        Choice("②", "対象となる本人の数", 本人の数),
        Prose("③", "対象となる本人の範囲", important=True, items=(
            Prose("", "その必要性"),
        )),
        Choice("④", "記録される項目", 項目数, items=(
            Checks("", "主な記録項目", 主な記録項目, important=True),
            Prose("", "その妥当性"),
            Fixed("", "全ての記録項目", "別添1を参照。", part="betten1", optional=True),
        )),
        Date("⑤", "保有開始日"),
        Text("⑥", "事務担当部署"),
    )),
    Section("3", "特定個人情報の入手・使用", plain=plain.入手と使用, items=(
        Checks("①", "入手元", 入手元, important=True, recalled="high"),
        Checks("②", "入手方法", 入手方法),
        Prose("③", "使用目的", important=True, recalled="high"),
        Group("④", "使用の主体", recalled="high", items=(
            Prose("", "使用部署", important=True, recalled="low"),
            Choice("", "使用者数", 使用者数),
        )),
        Prose("⑤", "使用方法", important=True, recalled="low", items=(
            Prose("", "情報の突合", important=True),
        )),
        Date("⑥", "使用開始日", recalled="high"),
    )),
    Section("4", "特定個人情報ファイルの取扱いの委託", plain=plain.委託, items=(
        Choice("", "委託の有無", 委託の有無, important=True, recalled="high", items=(
            Count("", "件数", only_if=("", "委託する")),
        )),
        Block("", "委託事項", anchor="itaku", recalled="high", only_if=("委託の有無", "委託する"), items=(
            Text("", "委託事項の名称"),
            Prose("①", "委託内容"),
            Choice("②", "委託先における取扱者数", 使用者数),
            Text("③", "委託先名", recalled=""),
            Choice("④", "再委託の有無", 再委託の有無, important=True, recalled=""),
            Prose("⑤", "再委託の許諾方法", only_if=("再委託の有無", "再委託する"), aliases=("再委託の承諾方法",)),
            Prose("⑥", "再委託事項", only_if=("再委託の有無", "再委託する")),
        )),
    )),
    Section("5", "特定個人情報の提供・移転（委託に伴うものを除く。）", key="特定個人情報の提供・移転", plain=plain.提供と移転, items=(
        Checks("", "提供・移転の有無", 提供移転の有無, recalled="high"),
        Block("", "提供先", anchor="teikyo", page="teikyo", recalled="high", plain=plain.提供先,
              only_if=("提供・移転の有無", "提供を行っている"), items=(
            Text("", "提供先の名称"),
            Prose("①", "法令上の根拠", aliases=("法律上の根拠",)),
            Prose("②", "提供先における用途"),
            Prose("③", "提供する情報"),
            Choice("④", "提供する情報の対象となる本人の数", 本人の数),
            Prose("⑤", "提供する情報の対象となる本人の範囲"),
            Checks("⑥", "提供方法", 提供方法),
            Prose("⑦", "時期・頻度"),
        )),
        提供先一覧,
        Block("", "移転先", anchor="iten", page="iten", recalled="high", plain=plain.移転先,
              only_if=("提供・移転の有無", "移転を行っている"), items=(
            Text("", "移転先の名称"),
            Prose("①", "法令上の根拠", aliases=("法律上の根拠",)),
            Prose("②", "移転先における用途"),
            Prose("③", "移転する情報"),
            Choice("④", "移転する情報の対象となる本人の数", 本人の数),
            Prose("⑤", "移転する情報の対象となる本人の範囲"),
            Checks("⑥", "移転方法", 移転方法),
            Prose("⑦", "時期・頻度"),
        )),
        移転先一覧,
    )),
    Section("6", "特定個人情報の保管・消去", plain=plain.保管場所, items=(
        Prose("", "保管場所", important=True),
    )),
    Prose("7", "備考", recalled="high"),
))

記録項目 = Part("別添1", "特定個人情報ファイル記録項目", each="file", plain=plain.記録項目, items=(
    Text("", "特定個人情報ファイル名"),
    Recorded("", "記録項目"),
))

リスク対策 = Part("Ⅲ", "リスク対策", each="file", important=True, plain=plain.リスク対策, items=(
    Text("1", "特定個人情報ファイル名", recalled="high"),
    Section("2", "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）", key="特定個人情報の入手", plain=plain.入手のリスク,
            recalled="high", items=(
        Risk("リスク", "目的外の入手が行われるリスク", key="リスク", plain=plain.目的外の入手, items=(措置, 十分か)),
        Prose("", "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク),
    )),
    Section("3", "特定個人情報の使用", recalled="high", plain=plain.使用のリスク, items=(
        Risk("リスク1", "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク", key="リスク1", plain=plain.紐付け, items=(措置, 十分か)),
        Risk("リスク2", "権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスク", key="リスク2", plain=plain.権限のない者, items=(
            Choice("", "ユーザ認証の管理", 行っている, aliases=("ユーザー認証の管理",), items=(
                Prose("", "具体的な管理方法"),
            )),
            その他の措置,
            十分か,
        )),
        Prose("", "特定個人情報の使用におけるその他のリスク及びそのリスクに対する措置", key=その他のリスク),
    )),
    Section("4", "特定個人情報ファイルの取扱いの委託", recalled="high", plain=plain.委託のリスク, items=(
        Flag("", "委託しない"),
        Risk("リスク", "委託先における不正な使用等のリスク", key="リスク", plain=plain.委託先の使用, unless="委託しない", items=(
            Choice("", "委託契約書中の特定個人情報ファイルの取扱いに関する規定", 定めている,
                   aliases=("委託契約中の特定個人情報ファイルの取扱いに関する規定",), items=(
                Prose("", "規定の内容"),
            )),
            Choice("", "再委託先による特定個人情報ファイルの適切な取扱いの担保", 十分に行っている再委託,
                   aliases=("再委託先による特定個人情報ファイルの適切な取扱いの確保",), items=(
                Prose("", "具体的な方法"),
            )),
            その他の措置,
            十分か,
        )),
        Prose("", "特定個人情報ファイルの取扱いの委託におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク, unless="委託しない"),
    )),
    Section("5", "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）", plain=plain.提供のリスク,
            key="特定個人情報の提供・移転", recalled="high", items=(
        Flag("", "提供・移転しない"),
        Risk("リスク", "不正な提供・移転が行われるリスク", key="リスク", plain=plain.不正な提供移転, unless="提供・移転しない", items=(
            Choice("", "特定個人情報の提供・移転に関するルール", 定めている, items=(
                Prose("", "ルールの内容及びルール遵守の確認方法", aliases=("ルール内容及びルール遵守の確認方法",)),
            )),
            その他の措置,
            十分か,
        )),
        Prose("", "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク, unless="提供・移転しない"),
    )),
    Section("6", "情報提供ネットワークシステムとの接続", recalled="high", plain=plain.接続のリスク, items=(
        Flag("", "接続しない（入手）"),
        Flag("", "接続しない（提供）"),
        Risk("リスク1", "目的外の入手が行われるリスク", key="リスク1", plain=plain.目的外の入手, unless="接続しない（入手）", items=(措置, 十分か)),
        Risk("リスク2", "不正な提供が行われるリスク", key="リスク2", plain=plain.不正な提供移転, unless="接続しない（提供）", items=(措置, 十分か)),
        Prose("", "情報提供ネットワークシステムとの接続に伴うその他のリスク及びそのリスクに対する措置", key=その他のリスク),
    )),
    Section("7", "特定個人情報の保管・消去", plain=plain.保管のリスク, items=(
        Risk("リスク", "特定個人情報の漏えい・滅失・毀損リスク", key="リスク", plain=plain.漏えい, recalled="high", items=(
            Choice("①", "事故発生時手順の策定・周知", 十分に行っている),
            Choice("②", "過去3年以内に、評価実施機関において、個人情報に関する重大事故が発生したか", 発生,
                   key="重大事故", important=False, items=(
                Prose("", "その内容", only_if=("", "発生あり")),
                Prose("", "再発防止策の内容", only_if=("", "発生あり")),
                重大事故一覧,
            )),
            Prose("", "その他の措置の内容", recalled=""),
            十分か,
        )),
        Prose("", "特定個人情報の保管・消去におけるその他のリスク及びそのリスクに対する措置", key=その他のリスク, recalled="high"),
    )),
    Section("8", "監査", recalled="high", plain=plain.監査, items=(
        Checks("", "実施の有無", 監査の有無),
    )),
    Section("9", "従業者に対する教育・啓発", recalled="high", aliases=("従業員に対する教育・啓発",), plain=plain.教育, items=(
        Choice("", "従業者に対する教育・啓発", 十分に行っている, items=(
            Prose("", "具体的な方法"),
        )),
    )),
    Prose("10", "その他のリスク対策"),
))

開示請求 = Part("Ⅳ", "開示請求、問合せ", plain=plain.開示請求, items=(
    Section("1", "特定個人情報の開示・訂正・利用停止請求", recalled="high", plain=plain.開示, items=(
        Prose("①", "請求先"),
        Prose("②", "請求方法"),
        Prose("③", "法令による特別の手続"),
        Prose("④", "個人情報ファイル簿への不記載等"),
    )),
    Section("2", "特定個人情報ファイルの取扱いに関する問合せ", recalled="high", plain=plain.問合せ, items=(
        Prose("①", "連絡先"),
        Prose("②", "対応方法"),
    )),
))

評価実施手続 = Part("Ⅴ", "評価実施手続", plain=plain.評価実施手続, items=(
    Section("1", "基礎項目評価", recalled="high", plain=plain.基礎項目評価, items=(
        Date("①", "実施日"),
        Choice("②", "しきい値判断結果", しきい値判断_重点),
    )),
    Section("2", "国民・住民等からの意見の聴取【任意】", key="国民・住民等からの意見の聴取", optional=True, recalled="high", plain=plain.意見の聴取,
            aliases=("国民・住民等からの意見聴取",), items=(
        Prose("①", "方法"),
        Date("②", "実施日・期間", period=True),
        Prose("③", "主な意見の内容"),
    )),
    Section("3", "第三者点検【任意】", key="第三者点検", optional=True, recalled="high", plain=plain.第三者点検, items=(
        Date("①", "実施日"),
        Prose("②", "方法"),
        Prose("③", "結果"),
    )),
))

変更箇所 = Part("別添2", "変更箇所", each="change", anchor="henko", plain=plain.変更箇所, items=変更の記載)

FORM = Form(
    code="juten",
    name="重点項目評価書",
    style="様式3",
    edition="令和6年10月",
    parts=(表紙, 基本情報, 概要, 記録項目, リスク対策, 開示請求, 評価実施手続, 変更箇所, 別紙),
    files="Ⅰ/3",
    contact=("Ⅳ",),
)
