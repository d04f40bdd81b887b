"""How each success criterion was tested: those of WCAG 2.2 A and AA, of JIS X 8341-3:2016 A and AA, and what no criterion asks for.

A table for people to keep: whoever adds a test, or looks at something by hand, changes the line. `proof` names what was run:
a check of docs/accessibility-results.json, or a test (`file::function`); tests/test_accessibility.py holds that there is one.
"""

from dataclasses import dataclass
from typing import Literal

How = Literal["all", "kinds", "hand", "none", "absent"]
HOW: dict[How, str] = {
    "all": "自動（すべてのページ）",
    "kinds": "自動（種類ごとに1ページ以上）",
    "hand": "目で見て",
    "none": "まだ確かめていない",
    "absent": "該当するものがない",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A success criterion by its number (none: our own rule), title and level; how it was tested, with what, and what to know."""

    number: str
    title: str
    level: str
    how: How
    proof: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """Criteria under one heading."""

    key: str
    title: str
    criteria: tuple[Criterion, ...]


C = Criterion
_ORDER = ("test_browser_keyboard::test_tab_goes_through_the_page_in_its_order_and_out",)
_WRITTEN = ("test_site::test_every_page_is_as_it_should_be",)
_CHANGED = ("test_browser_zoom::test_nothing_is_lost_for_a_reader_who_changes_the_page",)
_KEYS = (
    *_ORDER,
    "test_browser_keyboard::test_filters_folds_and_back",
    "test_browser_changes::test_keyboard_alone",
    "test_browser_search::test_keyboard_alone",
    "test_browser_pictures::test_systems_are_reached_by_keyboard",
)
_FORCED = (
    "test_browser_changes::test_forced_colours_keep_marks_and_edges",
    "test_browser_pictures::test_forced_colours_keep_every_border_line_and_text",
)
_NO_GESTURES = ("test_accessibility::test_no_script_listens_to_gestures",)
_NO_MOTION = ("test_accessibility::test_nothing_moves_by_itself",)

TOPICS = (
    Topic("keyboard", "キーボード", (
        C("2.1.1", "キーボード", "A", "kinds", _KEYS, "リンク、絞り込み、開閉、検索、図を、キーボードだけで操作します。項目名に付けた、その項目自身を指すリンクは、キーボードでは使えません。"),
        C("2.1.2", "キーボードトラップなし", "A", "kinds", _ORDER),
        C("2.1.4", "文字キーのショートカット", "A", "kinds", ("test_browser_search::test_the_key_can_be_turned_off",), "「/」キーで検索欄へ移る働きは、検索のページで止められます。"),
        C("2.4.1", "ブロックスキップ", "A", "all", ("axe",)),
        C("2.4.3", "フォーカス順序", "A", "kinds", _ORDER, "Tab キーで移る順が、読む順と同じことを確かめます。長いページでは、初めの50か所と終わりの10か所です。"),
        C("2.4.7", "フォーカスの可視化", "AA", "kinds", ("test_browser_keyboard::test_the_focus_is_seen_on_every_sort_of_thing",),
          "移ったときに変わる点を、明るい配色、暗い配色、強制カラーで数えます。"),
        C("2.4.11", "隠されないフォーカス（最低限）", "AA", "kinds", _ORDER, "長いページでは、初めの50か所と終わりの10か所です。"),
        C("3.2.1", "フォーカス時", "A", "none", ()),
    )),
    Topic("structure", "構造と意味", (
        C("1.3.1", "情報及び関係性", "A", "all", ("axe", "ibm", "test_site::test_every_page_is_as_it_should_be"), "見出しの段階、表の見出しなどを調べます。"),
        C("1.3.2", "意味のある順序", "A", "kinds", ("test_browser_plain::test_without_script_and_then_without_style",),
          "スクリプトと見た目の指定を外しても、同じ順で読めることを確かめます。"),
        C("1.3.3", "感覚的な特徴", "A", "none", ()),
        C("1.3.5", "入力目的の特定", "AA", "absent", (), "利用者自身の情報を入力する欄はありません。"),
        C("2.4.2", "ページタイトル", "A", "all", ("axe",)),
        C("2.4.4", "リンクの目的（コンテキスト内）", "A", "all", ("axe", "test_site::test_every_page_is_as_it_should_be")),
        C("2.4.5", "複数の手段", "AA", "all", ("test_browser_search::test_every_page_has_the_box_and_nothing_of_the_search_is_loaded_before",),
          "検索、目次、索引から、各ページへ行けます。"),
        C("2.4.6", "見出し及びラベル", "AA", "all", _WRITTEN, "様式の項目の見出しが、様式の項目名のとおりであることを調べます。ほかの見出しの分かりやすさは調べていません。"),
        C("3.1.1", "ページの言語", "A", "all", ("axe", "ibm")),
        C("3.1.2", "一部分の言語", "AA", "none", (), "日本語の文に別の言語の指定がないことだけは、自動で調べています。"),
        C("4.1.1", "構文解析", "A", "all", ("nu",), "JIS X 8341-3:2016 だけにある達成基準です。"),
        C("4.1.2", "名前、役割及び値", "A", "all", ("axe", "ibm", "test_browser_changes::test_marks_are_said_once_and_folds_are_native", "test_browser_trees::test_what_is_heard_is_as_reviewed"),
          "読み上げソフトに渡る役割、名前、表の見出しを、種類ごとに書き出して見直しています。"),
        C("4.1.3", "ステータスメッセージ", "AA", "kinds", ("test_browser_search::test_the_count_is_said_when_the_typing_rests",), "検索の件数の知らせを確かめています。"),
    )),
    Topic("colour", "色と画像", (
        C("1.1.1", "非テキストコンテンツ", "A", "all", ("axe", "ibm"), "プログラムが作る図には、同じ内容の表を付けています。原稿に載せる画像の説明は、発行者が書きます。"),
        C("1.4.1", "色の使用", "A", "kinds", _FORCED,
          "選ばれたもの、該当・非該当、変わった語は、言葉でも示しています。"),
        C("1.4.3", "コントラスト（最低限）", "AA", "all", ("axe", "colours"), "明るい配色、暗い配色、強制カラー、印刷で確かめています。"),
        C("1.4.5", "文字画像", "AA", "absent", (), "プログラムは文字を画像にしません。原稿に載せる画像は、発行者が確かめます。"),
        C("1.4.11", "非テキストのコントラスト", "AA", "kinds", _CHANGED, "入力欄とボタンの枠、図の線を、明るい配色と暗い配色で調べます。"),
        C("1.2.1", "音声だけ及び映像だけ（収録済み）", "A", "absent", (), "音声と動画はありません。"),
        C("1.2.2", "キャプション（収録済み）", "A", "absent", (), "音声と動画はありません。"),
        C("1.2.3", "音声解説又はメディアの代替（収録済み）", "A", "absent", (), "音声と動画はありません。"),
        C("1.2.4", "キャプション（ライブ）", "AA", "absent", (), "音声と動画はありません。"),
        C("1.2.5", "音声解説（収録済み）", "AA", "absent", (), "音声と動画はありません。"),
        C("1.4.2", "音声の制御", "A", "absent", (), "音声はありません。"),
    )),
    Topic("reflow", "拡大と小さな画面", (
        C("1.3.4", "表示の向き", "AA", "all", ("test_accessibility::test_nothing_moves_by_itself",), "画面の向きで消えるものが、見た目の指定にないことを調べます。"),
        C("1.4.4", "テキストのサイズ変更", "AA", "kinds", _CHANGED, "文字だけを200%にして、欠けや重なりがないことを確かめます。"),
        C("1.4.10", "リフロー", "AA", "all", ("sideways", *_CHANGED), "幅320・768・1280ピクセルと印刷で、ページが横にスクロールしないことを確かめます。広い表は、その中だけで横に動かせます。"),
        C("1.4.12", "テキストの間隔", "AA", "kinds", ("test_site::test_no_page_scrolls_sideways", *_CHANGED), "間隔を広げても、横にスクロールせず、文字が欠けたり重なったりしないことを確かめます。"),
        C("1.4.13", "ホバー又はフォーカスで表示されるコンテンツ", "AA", "all", _WRITTEN, "重ねたときだけ出る説明（title 属性）がないことを調べます。"),
        C("2.5.8", "ターゲットのサイズ（最低限）", "AA", "all", ("axe",)),
    )),
    Topic("operation", "操作と時間", (
        C("2.2.1", "タイミング調整可能", "A", "absent", (), "制限時間はありません。"),
        C("2.2.2", "一時停止、停止及び非表示", "A", "absent", _NO_MOTION, "自動で動くものはありません。"),
        C("2.3.1", "3回の閃光、又は閾値以下", "A", "absent", _NO_MOTION, "光って点滅するものはありません。"),
        C("2.5.1", "ポインタのジェスチャ", "A", "absent", _NO_GESTURES, "なぞる、つまむなどの操作はありません。"),
        C("2.5.2", "ポインタのキャンセル", "A", "absent", _NO_GESTURES, "押した瞬間に働くものはありません。"),
        C("2.5.3", "ラベルを含む名前", "A", "all", _WRITTEN, "見える言葉と違う名前を付けたリンクとボタンがないことを調べます。"),
        C("2.5.4", "動きによる起動", "A", "absent", _NO_GESTURES, "端末を動かす操作はありません。"),
        C("2.5.7", "ドラッグ動作", "AA", "absent", _NO_GESTURES, "引きずる操作はありません。"),
    )),
    Topic("forms", "入力と案内", (
        C("3.2.2", "入力時", "A", "none", (), "検索欄に書くと、同じページの結果が変わります。"),
        C("3.2.3", "一貫したナビゲーション", "AA", "all", ("test_site::test_every_page_is_as_it_should_be",), "すべてのページの上に、同じ順で置いています。"),
        C("3.2.4", "一貫した識別性", "AA", "none", ()),
        C("3.2.6", "一貫したヘルプ", "A", "all", ("test_site::test_every_page_is_as_it_should_be",), "「開示請求・問合せ」を、すべてのページの上の同じ場所に置いています。"),
        C("3.3.1", "エラーの特定", "A", "kinds", ("test_browser_search::test_nothing_found",), "検索で見つからないときの表示を確かめています。"),
        C("3.3.2", "ラベル又は説明", "A", "all", ("axe", "ibm")),
        C("3.3.3", "エラー修正の提案", "AA", "kinds", ("test_browser_search::test_nothing_found",), "検索で見つからないときに、次の手がかりを示します。"),
        C("3.3.4", "エラー回避（法的、金融、データ）", "AA", "absent", (), "申込みや取引の欄はありません。"),
        C("3.3.7", "冗長な入力", "A", "absent", (), "続けて入力する手続はありません。"),
        C("3.3.8", "アクセシブルな認証（最低限）", "AA", "absent", (), "ログインはありません。"),
    )),
    Topic("other", "達成基準のほかに確かめていること", (
        C("", "JavaScript がなくても読める", "", "kinds", ("test_browser_plain::test_without_script_and_then_without_style", "test_browser_tables::test_without_script_nothing_is_missing"),
          "検索は JavaScript を使います。使えないときは、そのことと、ほかの探し方を示します。"),
        C("", "印刷", "", "all", ("print", "sideways", "test_browser_changes::test_paper_shows_all_and_says_nothing_aside", "test_browser_pictures::test_a_picture_prints_on_one_page_with_its_table_after_it", *_CHANGED),
          "記載がすべて出て、右端で切れないことを、すべてのページで調べます。画面だけの部品が載らないこと、リンクのアドレスが載ること、行が切れないことは、種類ごとに調べます。"),
        C("", "暗い配色", "", "all", ("colours", "schemes")),
        C("", "強制カラー（ハイコントラスト）", "", "all", ("colours", "schemes", *_FORCED)),
        C("", "CSS の文法", "", "all", ("css",)),
        C("", "ほかのサイトと通信しない", "", "all", ("console", "test_site::test_every_page_is_as_it_should_be")),
        C("", "ページの重さ（200 KB、全体を1ページで読むページは 1.5 MB まで）", "", "all", ("test_site::test_every_page_is_as_it_should_be",)),
        C("", "スクリーンリーダー（NVDA、PC-Talker、VoiceOver など）を使う人による確認", "", "none", ()),
        C("", "Chromium のほかのブラウザー（Firefox、Safari）での確認", "", "none", ()),
    )),
)
