"""様式4 全項目評価書, edition 令和6年10月: its items in the order of the form, titles word for word."""

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
    Image,
    Names,
    Part,
    Printed,
    Prose,
    Recorded,
    Risk,
    Section,
    Text,
)
from site_gen.forms import plain
from site_gen.forms.choices import (
    しきい値判断_全項目,
    ファイルの種類,
    ファイルの範囲,
    主な記録項目,
    使用者数,
    保管している,
    保管期間,
    入手元,
    入手方法,
    再委託の有無,
    制限している,
    十分さ,
    十分に周知している,
    十分に整備している,
    十分に行っている,
    十分に行っている再委託,
    十分に遵守している,
    委託の有無,
    委託先への提供方法,
    定めている,
    実施の有無,
    対象人数区分,
    接続先,
    提供方法,
    提供移転の有無,
    有料,
    本人の数,
    発生,
    移転方法,
    行っている,
    記録を残している,
    項目数,
)
from site_gen.forms.shared import 事務の流れ, 別紙, 変更の記載, 提供先一覧, 移転先一覧, 重大事故一覧

その他のリスク = "その他のリスク及びそのリスクに対する措置"
措置 = Prose("", "リスクに対する措置の内容")
その他の措置 = Prose("", "その他の措置の内容")
十分か = Choice("", "リスクへの対策は十分か", 十分さ)

表紙 = Part("", "表紙", anchor="hyoshi", plain=plain.表紙, items=(
    Text("", "評価書番号"),
    Text("", "評価書名"),
    Prose("", "個人のプライバシー等の権利利益の保護の宣言"),
    Prose("", "特記事項"),
    Text("", "評価実施機関名"),
    Date("", "個人情報保護委員会 承認日【行政機関等のみ】", key="承認日", optional=True),
    Date("", "公表日"),
))

基本情報 = Part("Ⅰ", "基本情報", aliases=("関連情報",), plain=plain.基本情報, items=(
    Section("1", "特定個人情報ファイルを取り扱う事務", plain=plain.事務, items=(
        Text("①", "事務の名称"),
        Prose("②", "事務の内容", important=True, aliases=("事務内容",)),
        Choice("③", "対象人数", 対象人数区分),
    )),
    Section("2", "特定個人情報ファイルを取り扱う事務において使用するシステム",
            aliases=("特定個人情報ファイルを取り扱うシステム",), plain=plain.システム, items=(
        Block("", "システム", anchor="system", items=(
            Text("①", "システムの名称"),
            Prose("②", "システムの機能"),
            Checks("③", "他のシステムとの接続", 接続先, aliases=("他システムとの接続", "ほかのシステムとの接続")),
        )),
    )),
    Names("3", "特定個人情報ファイル名", plain=plain.ファイル名),
    Section("4", "特定個人情報ファイルを取り扱う理由", plain=plain.理由, items=(
        Prose("①", "事務実施上の必要性"),
        Prose("②", "実現が期待されるメリット"),
    )),
    Section("5", "個人番号の利用", important=True, plain=plain.個人番号の利用, items=(
        Prose("", "法令上の根拠", aliases=("法律上の根拠",)),
    )),
    Section("6", "情報提供ネットワークシステムによる情報連携", important=True, plain=plain.情報連携, items=(
        Choice("①", "実施の有無", 実施の有無),
        Prose("②", "法令上の根拠", only_if=("実施の有無", "実施する"), aliases=("法律上の根拠",)),
    )),
    Section("7", "評価実施機関における担当部署", items=(
        Text("①", "部署"),
        Text("②", "所属長の役職名"),
    )),
    Prose("8", "他の評価実施機関"),
))

事務の内容 = Part("別添1", "事務の内容", each="sheet", aliases=("事務内容",), plain=plain.事務の内容, items=(
    Text("", "表題"),
    事務の流れ,
    Image("", "図", optional=True),
    Text("", "図の説明", optional=True),
    Prose("", "注記", optional=True, aliases=("下部の注釈", "注釈")),
    Prose("", "備考", optional=True),
))

概要 = Part("Ⅱ", "特定個人情報ファイルの概要", each="file", aliases=("ファイルの概要",), plain=plain.ファイルの概要, items=(
    Text("1", "特定個人情報ファイル名"),
    Section("2", "基本情報", plain=plain.ファイルの基本, items=(
        Choice("①", "ファイルの種類", ファイルの種類, important=True),
        Choice("②", "対象となる本人の数", 本人の数),
        Prose("③", "対象となる本人の範囲", important=True, items=(
            Prose("", "その必要性"),
        )),
        Choice("④", "記録される項目", 項目数, items=(
            Checks("", "主な記録項目", 主な記録項目, important=True),
            Prose("", "その妥当性"),
            Fixed("", "全ての記録項目", "別添2を参照。", part="betten2", optional=True),
        )),
        Date("⑤", "保有開始日"),
        Text("⑥", "事務担当部署"),
    )),
    Section("3", "特定個人情報の入手・使用", plain=plain.入手と使用, items=(
        Checks("①", "入手元", 入手元, important=True),
        Checks("②", "入手方法", 入手方法),
        Prose("③", "入手の時期・頻度"),
        Prose("④", "入手に係る妥当性"),
        Prose("⑤", "本人への明示"),
        Prose("⑥", "使用目的", important=True, items=(
            Prose("", "変更の妥当性"),
        )),
        Group("⑦", "使用の主体", items=(
            Prose("", "使用部署", important=True),
            Choice("", "使用者数", 使用者数),
        )),
        Prose("⑧", "使用方法", important=True, items=(
            Prose("", "情報の突合", important=True),
            Prose("", "情報の統計分析", important=True),
            Prose("", "権利利益に影響を与え得る決定", important=True),
        )),
        Date("⑨", "使用開始日"),
    )),
    Section("4", "特定個人情報ファイルの取扱いの委託", plain=plain.委託, items=(
        Choice("", "委託の有無", 委託の有無, important=True, recalled="high", items=(
            Count("", "件数", only_if=("", "委託する")),
        )),
        Block("", "委託事項", anchor="itaku", only_if=("委託の有無", "委託する"), items=(
            Text("", "委託事項の名称"),
            Prose("①", "委託内容"),
            Choice("②", "取扱いを委託する特定個人情報ファイルの範囲", ファイルの範囲, items=(
                Choice("", "対象となる本人の数", 本人の数),
                Prose("", "対象となる本人の範囲", important=True),
                Prose("", "その妥当性"),
            )),
            Choice("③", "委託先における取扱者数", 使用者数),
            Checks("④", "委託先への特定個人情報ファイルの提供方法", 委託先への提供方法),
            Prose("⑤", "委託先名の確認方法"),
            Text("⑥", "委託先名"),
            Group("", "再委託", anchor="saiitaku", items=(
                Choice("⑦", "再委託の有無", 再委託の有無, important=True),
                Prose("⑧", "再委託の許諾方法", only_if=("再委託の有無", "再委託する"), aliases=("再委託の承諾方法",)),
                Prose("⑨", "再委託事項", only_if=("再委託の有無", "再委託する")),
            )),
        )),
    )),
    Section("5", "特定個人情報の提供・移転（委託に伴うものを除く。）", key="特定個人情報の提供・移転", plain=plain.提供と移転, items=(
        Checks("", "提供・移転の有無", 提供移転の有無),
        Block("", "提供先", anchor="teikyo", page="teikyo", plain=plain.提供先, only_if=("提供・移転の有無", "提供を行っている"), items=(
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
        Block("", "移転先", anchor="iten", page="iten", plain=plain.移転先, only_if=("提供・移転の有無", "移転を行っている"), items=(
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
    Section("6", "特定個人情報の保管・消去", plain=plain.保管と消去, items=(
        Prose("①", "保管場所", important=True),
        Group("②", "保管期間", items=(
            Choice("", "期間", 保管期間),
            Prose("", "その妥当性"),
        )),
        Prose("③", "消去方法"),
    )),
    Prose("7", "備考"),
))

記録項目 = Part("別添2", "特定個人情報ファイル記録項目", each="file", plain=plain.記録項目, items=(
    Text("", "特定個人情報ファイル名"),
    Recorded("", "記録項目"),
))

リスク対策 = Part("Ⅲ", "特定個人情報ファイルの取扱いプロセスにおけるリスク対策", each="file", important=True,
              exception="（7. リスク1⑨を除く。）", aliases=("リスク対策",), plain=plain.リスク対策, items=(
    Text("1", "特定個人情報ファイル名"),
    Section("2", "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）", key="特定個人情報の入手", plain=plain.入手のリスク, items=(
        Risk("リスク1", "目的外の入手が行われるリスク", key="リスク1", plain=plain.目的外の入手, items=(
            Prose("", "対象者以外の情報の入手を防止するための措置の内容"),
            Prose("", "必要な情報以外を入手することを防止するための措置の内容"),
            その他の措置,
            十分か,
        )),
        Risk("リスク2", "不適切な方法で入手が行われるリスク", key="リスク2", plain=plain.不適切な入手, items=(措置, 十分か)),
        Risk("リスク3", "入手した特定個人情報が不正確であるリスク", key="リスク3", plain=plain.不正確, items=(
            Prose("", "入手の際の本人確認の措置の内容"),
            Prose("", "個人番号の真正性確認の措置の内容"),
            Prose("", "特定個人情報の正確性確保の措置の内容"),
            その他の措置,
            十分か,
        )),
        Risk("リスク4", "入手の際に特定個人情報が漏えい・紛失するリスク", key="リスク4", plain=plain.入手の漏えい, items=(措置, 十分か)),
        Prose("", "特定個人情報の入手（情報提供ネットワークシステムを通じた入手を除く。）におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク),
    )),
    Section("3", "特定個人情報の使用", plain=plain.使用のリスク, items=(
        Risk("リスク1", "目的を超えた紐付け、事務に必要のない情報との紐付けが行われるリスク", key="リスク1", recalled="high", plain=plain.紐付け, items=(
            Prose("", "宛名システム等における措置の内容", recalled=""),
            Prose("", "事務で使用するその他のシステムにおける措置の内容", recalled=""),
            Prose("", "その他の措置の内容", recalled=""),
            Choice("", "リスクへの対策は十分か", 十分さ, recalled=""),
        )),
        Risk("リスク2", "権限のない者（元職員、アクセス権限のない職員等）によって不正に使用されるリスク", key="リスク2", plain=plain.権限のない者, items=(
            Choice("", "ユーザ認証の管理", 行っている, aliases=("ユーザー認証の管理",), items=(
                Prose("", "具体的な管理方法"),
            )),
            Choice("", "アクセス権限の発効・失効の管理", 行っている, items=(
                Prose("", "具体的な管理方法"),
            )),
            Choice("", "アクセス権限の管理", 行っている, items=(
                Prose("", "具体的な管理方法"),
            )),
            Choice("", "特定個人情報の使用の記録", 記録を残している, items=(
                Prose("", "具体的な方法"),
            )),
            その他の措置,
            十分か,
        )),
        Risk("リスク3", "従業者が事務外で使用するリスク", key="リスク3", plain=plain.事務外の使用, aliases=("従業員が事務外で使用するリスク",),
             items=(措置, 十分か)),
        Risk("リスク4", "特定個人情報ファイルが不正に複製されるリスク", key="リスク4", plain=plain.複製, items=(措置, 十分か)),
        Prose("", "特定個人情報の使用におけるその他のリスク及びそのリスクに対する措置", key=その他のリスク),
    )),
    Section("4", "特定個人情報ファイルの取扱いの委託", plain=plain.委託のリスク, items=(
        Flag("", "委託しない"),
        Printed("", "リスク", (
            "委託先による特定個人情報の不正入手・不正な使用に関するリスク",
            "委託先による特定個人情報の不正な提供に関するリスク",
            "委託先による特定個人情報の保管・消去に関するリスク",
            "委託契約終了後の不正な使用等のリスク",
            "再委託に関するリスク",
        )),
        Prose("", "情報保護管理体制の確認", unless="委託しない"),
        Choice("", "特定個人情報ファイルの閲覧者・更新者の制限", 制限している, unless="委託しない", items=(
            Prose("", "具体的な制限方法", aliases=("具体的な方法",)),
        )),
        Choice("", "特定個人情報ファイルの取扱いの記録", 記録を残している, unless="委託しない", items=(
            Prose("", "具体的な方法"),
        )),
        Choice("", "特定個人情報の提供ルール", 定めている, unless="委託しない", items=(
            Prose("", "委託先から他者への提供に関するルールの内容及びルール遵守の確認方法", aliases=("委託先から他者への提供に関するルール遵守の確認方法",)),
            Prose("", "委託元と委託先間の提供に関するルールの内容及びルール遵守の確認方法", aliases=("委託元と委託先間の提供に関するルール遵守の確認方法",)),
        )),
        Choice("", "特定個人情報の消去ルール", 定めている, unless="委託しない", items=(
            Prose("", "ルールの内容及びルール遵守の確認方法", aliases=("ルール内容及びルール遵守の確認方法",)),
        )),
        Choice("", "委託契約書中の特定個人情報ファイルの取扱いに関する規定", 定めている, unless="委託しない",
               aliases=("委託契約中の特定個人情報ファイルの取扱いに関する規定",), items=(
            Prose("", "規定の内容"),
        )),
        Choice("", "再委託先による特定個人情報ファイルの適切な取扱いの確保", 十分に行っている再委託, unless="委託しない",
               aliases=("再委託先による特定個人情報の取扱いの確保",), items=(
            Prose("", "具体的な方法"),
        )),
        Prose("", "その他の措置の内容", unless="委託しない"),
        Choice("", "リスクへの対策は十分か", 十分さ, unless="委託しない"),
        Prose("", "特定個人情報ファイルの取扱いの委託におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク, unless="委託しない"),
    )),
    Section("5", "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）", plain=plain.提供のリスク,
            key="特定個人情報の提供・移転", items=(
        Flag("", "提供・移転しない"),
        Risk("リスク1", "不正な提供・移転が行われるリスク", key="リスク1", plain=plain.不正な提供移転, unless="提供・移転しない", items=(
            Choice("", "特定個人情報の提供・移転の記録", 記録を残している, items=(
                Prose("", "具体的な方法"),
            )),
            Choice("", "特定個人情報の提供・移転に関するルール", 定めている, items=(
                Prose("", "ルールの内容及びルール遵守の確認方法", aliases=("ルール内容及びルール遵守の確認方法",)),
            )),
            その他の措置,
            十分か,
        )),
        Risk("リスク2", "不適切な方法で提供・移転が行われるリスク", key="リスク2", plain=plain.不適切な提供移転, unless="提供・移転しない", items=(措置, 十分か)),
        Risk("リスク3", "誤った情報を提供・移転してしまうリスク、誤った相手に提供・移転してしまうリスク", key="リスク3", plain=plain.誤った提供移転,
             unless="提供・移転しない", items=(措置, 十分か)),
        Prose("", "特定個人情報の提供・移転（委託や情報提供ネットワークシステムを通じた提供を除く。）におけるその他のリスク及びそのリスクに対する措置",
              key=その他のリスク, unless="提供・移転しない"),
    )),
    Section("6", "情報提供ネットワークシステムとの接続", plain=plain.接続のリスク, items=(
        Flag("", "接続しない（入手）"),
        Flag("", "接続しない（提供）"),
        Risk("リスク1", "目的外の入手が行われるリスク", key="リスク1", plain=plain.目的外の入手, unless="接続しない（入手）", items=(措置, 十分か)),
        Risk("リスク2", "安全が保たれない方法によって入手が行われるリスク", key="リスク2", plain=plain.安全でない入手, unless="接続しない（入手）",
             items=(措置, 十分か)),
        Risk("リスク3", "入手した特定個人情報が不正確であるリスク", key="リスク3", plain=plain.不正確, unless="接続しない（入手）", items=(措置, 十分か)),
        Risk("リスク4", "入手の際に特定個人情報が漏えい・紛失するリスク", key="リスク4", plain=plain.入手の漏えい, unless="接続しない（入手）",
             items=(措置, 十分か)),
        Risk("リスク5", "不正な提供が行われるリスク", key="リスク5", plain=plain.不正な提供移転, unless="接続しない（提供）", items=(措置, 十分か)),
        Risk("リスク6", "不適切な方法で提供されるリスク", key="リスク6", plain=plain.不適切な提供移転, unless="接続しない（提供）", items=(措置, 十分か)),
        Risk("リスク7", "誤った情報を提供してしまうリスク、誤った相手に提供してしまうリスク", key="リスク7", plain=plain.誤った提供移転,
             unless="接続しない（提供）", items=(措置, 十分か)),
        Prose("", "情報提供ネットワークシステムとの接続に伴うその他のリスク及びそのリスクに対する措置", key=その他のリスク),
    )),
    Section("7", "特定個人情報の保管・消去", plain=plain.保管のリスク, items=(
        Risk("リスク1", "特定個人情報の漏えい・滅失・毀損リスク", key="リスク1", plain=plain.漏えい, items=(
            Choice("①", "NISC政府機関統一基準群", 十分に遵守している),
            Choice("②", "安全管理体制", 十分に整備している),
            Choice("③", "安全管理規程", 十分に整備している),
            Choice("④", "安全管理体制・規程の職員への周知", 十分に周知している),
            Choice("⑤", "物理的対策", 十分に行っている, items=(
                Prose("", "具体的な対策の内容"),
            )),
            Choice("⑥", "技術的対策", 十分に行っている, items=(
                Prose("", "具体的な対策の内容"),
            )),
            Choice("⑦", "バックアップ", 十分に行っている),
            Choice("⑧", "事故発生時手順の策定・周知", 十分に行っている),
            Choice("⑨", "過去3年以内に、評価実施機関において、個人情報に関する重大事故が発生したか", 発生,
                   key="重大事故", important=False, items=(
                Prose("", "その内容", only_if=("", "発生あり")),
                Prose("", "再発防止策の内容", only_if=("", "発生あり")),
                重大事故一覧,
            )),
            Choice("⑩", "死者の個人番号", 保管している, items=(
                Prose("", "具体的な保管方法", only_if=("", "保管している")),
            )),
            その他の措置,
            十分か,
        )),
        Risk("リスク2", "特定個人情報が古い情報のまま保管され続けるリスク", key="リスク2", plain=plain.古い情報, items=(措置, 十分か)),
        Risk("リスク3", "特定個人情報が消去されずいつまでも存在するリスク", key="リスク3", plain=plain.消去されない, items=(
            Choice("", "消去手順", 定めている, items=(
                Prose("", "手順の内容"),
            )),
            その他の措置,
            十分か,
        )),
        Prose("", "特定個人情報の保管・消去におけるその他のリスク及びそのリスクに対する措置", key=その他のリスク),
    )),
))

その他のリスク対策 = Part("Ⅳ", "その他のリスク対策", important=True, aliases=("その他のリスク管理",), plain=plain.その他のリスク対策, items=(
    Section("1", "監査", plain=plain.監査, items=(
        Choice("①", "自己点検", 十分に行っている, items=(
            Prose("", "具体的なチェック方法"),
        )),
        Choice("②", "監査", 十分に行っている, items=(
            Prose("", "具体的な内容"),
        )),
    )),
    Section("2", "従業者に対する教育・啓発", aliases=("従業員に対する教育・啓発",), plain=plain.教育, items=(
        Choice("", "従業者に対する教育・啓発", 十分に行っている, items=(
            Prose("", "具体的な方法"),
        )),
    )),
    Prose("3", "その他のリスク対策"),
))

開示請求 = Part("Ⅴ", "開示請求、問合せ", plain=plain.開示請求, items=(
    Section("1", "特定個人情報の開示・訂正・利用停止請求", plain=plain.開示, items=(
        Prose("①", "請求先"),
        Prose("②", "請求方法", items=(
            Prose("", "特記事項"),
        )),
        Choice("③", "手数料等", 有料, items=(
            Text("", "手数料額、納付方法"),
        )),
        Choice("④", "個人情報ファイル簿の公表", 行っている, items=(
            Prose("", "個人情報ファイル名", only_if=("", "行っている")),
            Prose("", "公表場所", only_if=("", "行っている")),
        )),
        Prose("⑤", "法令による特別の手続"),
        Prose("⑥", "個人情報ファイル簿への不記載等"),
    )),
    Section("2", "特定個人情報ファイルの取扱いに関する問合せ", plain=plain.問合せ, items=(
        Prose("①", "連絡先"),
        Prose("②", "対応方法"),
    )),
))

評価実施手続 = Part("Ⅵ", "評価実施手続", plain=plain.評価実施手続, items=(
    Section("1", "基礎項目評価", plain=plain.基礎項目評価, items=(
        Date("①", "実施日"),
        Choice("②", "しきい値判断結果", しきい値判断_全項目),
    )),
    Section("2", "国民・住民等からの意見の聴取", aliases=("国民・住民等からの意見聴取",), plain=plain.意見の聴取, items=(
        Prose("①", "方法"),
        Date("②", "実施日・期間", period=True),
        Prose("③", "期間を短縮する特段の理由"),
        Prose("④", "主な意見の内容"),
        Prose("⑤", "評価書への反映"),
    )),
    Section("3", "第三者点検", plain=plain.第三者点検, items=(
        Date("①", "実施日"),
        Prose("②", "方法"),
        Prose("③", "結果"),
    )),
    Section("4", "個人情報保護委員会の承認【行政機関等のみ】", key="個人情報保護委員会の承認", optional=True, plain=plain.委員会の承認, items=(
        Date("①", "提出日"),
        Prose("②", "個人情報保護委員会による審査"),
    )),
))

変更箇所 = Part("別添3", "変更箇所", each="change", anchor="henko", plain=plain.変更箇所, items=変更の記載)

FORM = Form(
    code="zenkomoku",
    name="全項目評価書",
    style="様式4",
    edition="令和6年10月",
    parts=(
        表紙, 基本情報, 事務の内容, 概要, 記録項目, リスク対策, その他のリスク対策, 開示請求, 評価実施手続, 変更箇所, 別紙,
    ),
    files="Ⅰ/3",
    contact=("Ⅴ",),
)
