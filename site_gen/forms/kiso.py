"""様式2 基礎項目評価書, edition 令和6年10月: its items in the order of the form, titles word for word."""

from site_gen.form import Checks, Choice, Date, Flag, Form, Names, Part, Printed, Prose, Section, Text
from site_gen.forms import plain
from site_gen.forms.choices import (
    しきい値判断_基礎,
    優先度が高い対策,
    十分さ,
    十分に行っている,
    実施の有無,
    対象人数区分,
    発生,
    監査の有無,
    評価書の種類,
)
from site_gen.forms.shared import 別紙, 変更の記載

対象人数区分_任意 = ("1,000人未満（任意実施）", *対象人数区分[1:])
取扱者数 = ("500人以上", "500人未満")

# That no item of this form is ※ is recalled too (med). A row is graded as its least sure wording is.

表紙 = Part("", "表紙", anchor="hyoshi", plain=plain.表紙, items=(
    Text("", "評価書番号"),
    Text("", "評価書名"),
    Prose("", "個人のプライバシー等の権利利益の保護の宣言"),
    Prose("", "特記事項"),
    Text("", "評価実施機関名"),
    Date("", "公表日"),
))

関連情報 = Part("Ⅰ", "関連情報", aliases=("基本情報",), plain=plain.関連情報, items=(
    Section("1", "特定個人情報ファイルを取り扱う事務", plain=plain.事務, items=(
        Text("①", "事務の名称"),
        Prose("②", "事務の概要"),
        Prose("③", "システムの名称"),
    )),
    Names("2", "特定個人情報ファイル名", recalled="high", plain=plain.ファイル名),
    Section("3", "個人番号の利用", recalled="high", plain=plain.個人番号の利用, items=(
        Prose("", "法令上の根拠", aliases=("法律上の根拠",)),
    )),
    Section("4", "情報提供ネットワークシステムによる情報連携", recalled="high", plain=plain.情報連携, items=(
        Choice("①", "実施の有無", 実施の有無),
        Prose("②", "法令上の根拠", only_if=("実施の有無", "実施する"), aliases=("法律上の根拠",)),
    )),
    Section("5", "評価実施機関における担当部署", recalled="high", items=(
        Text("①", "部署"),
        Text("②", "所属長の役職名"),
    )),
    Prose("6", "他の評価実施機関"),
    Section("7", "特定個人情報の開示・訂正・利用停止請求", recalled="high", plain=plain.開示, items=(
        Prose("", "請求先"),
    )),
    Section("8", "特定個人情報ファイルの取扱いに関する問合せ", recalled="high", plain=plain.問合せ, items=(
        Prose("", "連絡先"),
    )),
    Section("9", "規則第9条第2項の適用", optional=True, recalled="high", items=(
        Flag("", "適用した"),
        Prose("", "適用した理由", optional=True),
    )),
))

しきい値判断項目 = Part("Ⅱ", "しきい値判断項目", recalled="high", plain=plain.しきい値判断項目, items=(
    Section("1", "対象人数", recalled="", items=(
        Choice("", "評価対象の事務の対象人数は何人か", 対象人数区分_任意, recalled="med"),
        Date("", "いつ時点の計数か", recalled="high"),
    )),
    Section("2", "取扱者数", recalled="", items=(
        Choice("", "特定個人情報ファイル取扱者数は500人以上か", 取扱者数, recalled="high"),
        Date("", "いつ時点の計数か", recalled="high"),
    )),
    Section("3", "重大事故", items=(
        Choice("", "過去1年以内に、評価実施機関において特定個人情報に関する重大事故が発生したか", 発生, key="重大事故"),
    )),
))

しきい値判断結果 = Part("Ⅲ", "しきい値判断結果", recalled="high", plain=plain.しきい値判断結果, items=(
    Choice("", "しきい値判断結果", しきい値判断_基礎),
))

リスク対策 = Part("Ⅳ", "リスク対策", recalled="high", plain=plain.リスク対策_基礎, items=(
    Choice("1", "提出する特定個人情報保護評価書の種類", 評価書の種類, items=(
        Printed("", "注", (
            "2)又は3)を選択した評価実施機関については、それぞれ重点項目評価書又は全項目評価書において、リスク対策の詳細が記載されている。",
        )),
    )),
    Section("2", "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）", key="特定個人情報の入手", plain=plain.入手のリスク, items=(
        Choice("", "目的外の入手が行われるリスクへの対策は十分か", 十分さ),
    )),
    Section("3", "特定個人情報の使用", plain=plain.使用のリスク, items=(
        Choice("", "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスクへの対策は十分か", 十分さ),
        Choice("", "権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスクへの対策は十分か", 十分さ),
    )),
    Section("4", "特定個人情報ファイルの取扱いの委託", plain=plain.委託のリスク, items=(
        Flag("", "委託しない"),
        Choice("", "委託先における不正な使用等のリスクへの対策は十分か", 十分さ, unless="委託しない"),
    )),
    Section("5", "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）", plain=plain.提供のリスク,
            key="特定個人情報の提供・移転", items=(
        Flag("", "提供・移転しない"),
        Choice("", "不正な提供・移転が行われるリスクへの対策は十分か", 十分さ, unless="提供・移転しない"),
    )),
    Section("6", "情報提供ネットワークシステムとの接続", plain=plain.接続のリスク, items=(
        Flag("", "接続しない（入手）"),
        Flag("", "接続しない（提供）"),
        Choice("", "目的外の入手が行われるリスクへの対策は十分か", 十分さ, unless="接続しない（入手）"),
        Choice("", "不正な提供が行われるリスクへの対策は十分か", 十分さ, unless="接続しない（提供）"),
    )),
    Section("7", "特定個人情報の保管・消去", plain=plain.保管のリスク, items=(
        Choice("", "特定個人情報の漏えい・滅失・毀損リスクへの対策は十分か", 十分さ),
    )),
    Section("8", "人手を介在させる作業", plain=plain.人手, items=(
        Flag("", "人手を介在させる作業はない"),
        Choice("", "人為的ミスが発生するリスクへの対策は十分か", 十分さ, unless="人手を介在させる作業はない"),
        Prose("", "判断の根拠", unless="人手を介在させる作業はない"),
    )),
    Section("9", "監査", plain=plain.監査, items=(
        Checks("", "実施の有無", 監査の有無),
    )),
    Section("10", "従業者に対する教育・啓発", aliases=("従業員に対する教育・啓発",), plain=plain.教育, items=(
        Choice("", "従業者に対する教育・啓発", 十分に行っている),
    )),
    Section("11", "最も優先度が高いと考えられる対策", plain=plain.優先度, items=(
        Flag("", "全項目評価又は重点項目評価を実施する"),
        Choice("", "最も優先度が高いと考えられる対策", 優先度が高い対策, recalled="med",
               unless="全項目評価又は重点項目評価を実施する"),
        Choice("", "当該対策は十分か【再掲】", 十分さ, unless="全項目評価又は重点項目評価を実施する"),
        Prose("", "判断の根拠", unless="全項目評価又は重点項目評価を実施する"),
    )),
))

変更箇所 = Part("", "変更箇所", each="change", anchor="henko", plain=plain.変更箇所, items=変更の記載)

FORM = Form(
    code="kiso",
    name="基礎項目評価書",
    style="様式2",
    edition="令和6年10月",
    parts=(表紙, 関連情報, しきい値判断項目, しきい値判断結果, リスク対策, 変更箇所, 別紙),
    files="Ⅰ/2",
    contact=("Ⅰ/7", "Ⅰ/8"),
)
