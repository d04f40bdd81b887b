"""What is published as data, as tables: each column with its name in JSON, its head in CSV and what it means.

CSV heads, the JSON Schema and the data dictionary on /data/ all walk these tables; `rows` fills them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from site_gen.flows import LABELS
from site_gen.resolve import Status

# text: a string. number: an integer, null where it is not known. flag: true or false. day: 2024-06-28, 2024-06 or 2024,
# null without one. word: one of `words`. names: strings. said: what the document says in one place, `text` and `state`.
# ticked: boxes of one place, `values` and `state`. objects: a list of objects with `fields`.
Kind = Literal["text", "number", "flag", "day", "word", "names", "said", "ticked", "objects"]

# How a place of the document is filled in (`state`), in JSON and in the words of CSV.
STATES: Mapping[str, str] = {
    "given": "記載",
    "summary": "要約",
    "blank": "空欄",
    "absent": "未収録",
    "unmet": "記載を要しない",
    "unknown": "不明",
    "above": "上の行と同じ",
    "above-summary": "上の行と同じ（要約）",
    "not-asked": "欄なし",
}
STATES_EXPLAINED: Mapping[str, str] = {
    "given": "評価書に、そのとおり書かれています（「なし」「－」も含みます）。",
    "summary": "原文の文章ではなく、内容を短く言い換えたものです。",
    "blank": "欄はありますが、何も書かれていません。",
    "absent": "このサイトの原稿に、この項目が含まれていません。",
    "unmet": "ほかの項目の選択により、様式が記載を求めていません。",
    "unknown": "元の文書から読み取れない選択や欄があります。読み取れた欄だけが値に入ります。",
    "above": "一覧の欄が空で、上の行と同じという意味です。値には上の行の記載が入ります。",
    "above-summary": "上の行と同じで、その上の行が要約です。",
    "not-asked": "様式のこの場所（一覧の行など）には、その欄がありません。",
}
_RESOLVED: Mapping[Status, str] = {
    "exact": "確定",
    "inherited": "同上",
    "several": "複数",
    "attachment": "別添・別紙",
    "ancestor": "見出しや組",
    "guessed": "推定",
    "gone": "今はない",
    "unresolved": "不明",
}
assert set(_RESOLVED) == set(get_args(Status))
PARTIES: Mapping[str, str] = {"recipient": "提供先・入手元", "department": "庁内の部署", "contractor": "委託先"}
STANDINGS: Mapping[str, str] = {
    "now": "今の項目", "renumbered": "番号が変わった", "then": "当時の番号", "gone": "今はない", "absent": "未収録",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is its name in JSON, `head` its head in CSV; `words` are the codes of a `word` with the words that
    CSV has for them, `fields` the columns of `objects`."""

    key: str
    head: str
    kind: Kind
    meaning: str
    words: tuple[tuple[str, str], ...] = ()
    fields: tuple["Column", ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `key` is its name in JSON and that of its files (`recorded-items.csv`), `one` says what a row is."""

    key: str
    title: str
    one: str
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """The name of its files without suffix."""
        return self.key.replace("_", "-")

    def __reduce__(self) -> tuple[Callable[[str], "Table"], tuple[str]]:
        return table_named, (self.key,)  # what says which table it is goes from process to process, and the table stays the same object


def heads(table: Table) -> tuple[str, ...]:
    """The heads of `table` in CSV: two for what the document says (its text and its state), one for each field of objects."""
    return tuple(head for column in table.columns for head, _ in csv_columns(column))


def csv_columns(column: Column) -> Iterator[tuple[str, str]]:
    """The columns that `column` has in CSV: head, and the name in JSON (`purpose.state`)."""
    if column.kind in ("said", "ticked"):
        yield column.head, f"{column.key}.{'text' if column.kind == 'said' else 'values'}"
        yield f"{column.head}の状態", f"{column.key}.state"
    elif column.kind == "objects":
        for one in column.fields:
            yield f"{column.head}：{one.head}", f"{column.key}[].{one.key}"
    else:
        yield column.head, column.key


def _word(key: str, head: str, words: Iterable[tuple[str, str]], meaning: str) -> Column:
    return Column(key, head, "word", meaning, tuple(words))


_WHOSE = (
    Column("municipality_code", "全国地方公共団体コード", "text", "6桁のコード。先頭が 0 のこともある文字列です。"),
    Column("municipality", "自治体", "text", "自治体の名称"),
    Column("assessment", "評価書のフォルダー", "text", "このサイトでの評価書の場所（mihon/juki など）。評価書を見分ける鍵になります。"),
    Column("assessment_name", "評価書名", "text", "評価書の名称"),
)
_FILE = (
    Column("file_number", "ファイルの番号", "number", "特定個人情報ファイルの、評価書の中での番号"),
    Column("file_name", "特定個人情報ファイル", "text", "特定個人情報ファイルの名称"),
)
_WHERE = (
    Column("locator", "様式の位置", "text", "様式の中での位置（Ⅱ[1]/5/提供先12 など）"),
    Column("address", "アドレス", "text", "この行が載っているページと、その中の場所。サイトの公開URLがないときは、サイトの先頭からの相対です。"),
)

ASSESSMENTS = Table("assessments", "評価書", "評価書1件", (
    *_WHOSE,
    Column("prefecture", "都道府県", "text", "自治体の都道府県"),
    Column("fictional", "架空", "flag", "このサイトの見本のために作った、架空の自治体か"),
    Column("number", "評価書番号", "said", "表紙の評価書番号"),
    Column("form", "様式", "text", "全項目評価書、重点項目評価書、基礎項目評価書のどれか"),
    Column("edition", "版", "text", "様式の版。分からないときは「不明」"),
    Column("excerpt", "抄録", "flag", "評価書の一部だけを収録しているか"),
    Column("published", "公表日", "said", "表紙の公表日。書かれたとおり"),
    Column("published_day", "公表日（西暦）", "day", "公表日を西暦にしたもの"),
    Column("last_change_day", "最後の変更日（西暦）", "day", "変更箇所のうち最も新しい変更日"),
    Column("people", "対象人数", "text", "対象人数の選択。なければ空"),
    Column("files", "特定個人情報ファイルの名称", "names", "評価書が扱う特定個人情報ファイル"),
    Column("systems_count", "システムの数", "number", "表「システム」の行の数"),
    Column("flows_count", "情報の流れの数", "number", "表「情報の流れ」の行の数"),
    Column("recorded_items_count", "記録項目の数", "number", "表「記録項目」の行の数"),
    Column("changes_count", "変更箇所の数", "number", "表「変更箇所」の行の数"),
    Column("source", "出典", "text", "抄録などのとき、元の文書の名称"),
    Column("source_url", "出典のURL", "text", "元の文書のアドレス"),
    Column("address", "アドレス", "text", "評価書の最初のページ。サイトの公開URLがないときは、サイトの先頭からの相対です。"),
))

FLOWS = Table("flows", "情報の流れ", "入手元・提供先・移転先・委託事項の1件、または一覧の1行", (
    *_WHOSE, *_FILE,
    _word("kind", "種類", LABELS.items(), "入手（どこから）、提供（ほかの機関へ）、移転（庁内のほかの部署へ）、委託"),
    Column("number", "番号", "text", "様式での番号（提供先12、項番8 など）。入手ではチェック欄の名前"),
    Column("name", "相手", "said", "入手元、提供先、移転先、委託先の名称。書かれたとおり"),
    Column("list_elsewhere", "別の一覧を参照", "flag", "この行は「別紙のとおり」などと一覧を示すだけで、流れそのものは一覧の行にあるか"),
    Column("parties", "相手の名寄せ", "objects", "名称から読み取った相手。書き方の違う同じ相手には、同じ鍵が付きます。", fields=(
        _word("kind", "種類", PARTIES.items(), "提供先・入手元、庁内の部署、委託先"),
        Column("key", "鍵", "text", "相手のページの名前。部署は自治体ごとに別です。"),
        Column("name", "名前", "text", "このサイトで示す名前"),
        Column("address", "アドレス", "text", "相手のページ"),
    )),
    Column("data", "情報", "said", "提供する情報、移転する情報"),
    Column("purpose", "用途", "said", "提供先・移転先における用途、使用目的、委託では委託事項の名称"),
    Column("basis", "法令上の根拠", "said", "提供・移転の法令上の根拠"),
    Column("statutes", "根拠の条文", "objects", "法令上の根拠から読み取った条文", fields=(
        Column("written", "書かれた名前", "text", "評価書での書き方"),
        Column("key", "鍵", "text", "条文のページの名前。書き方や番号の違う同じ条文には、同じ鍵が付きます。"),
        Column("name", "今の名前", "text", "今の法令名と条番号"),
        Column("address", "アドレス", "text", "条文のページ"),
    )),
    Column("means", "方法", "ticked", "入手・提供・移転の方法として印のある欄。（ ）の内容も含みます。"),
    Column("frequency", "時期・頻度", "said", "時期・頻度"),
    Column("scope", "対象となる本人の範囲", "said", "対象となる本人の範囲"),
    Column("people", "対象となる本人の数", "said", "対象となる本人の数の選択"),
    Column("subcontracting", "再委託の有無", "said", "委託のときの、再委託の有無の選択"),
    *_WHERE,
))

SYSTEMS = Table("systems", "システム", "特定個人情報ファイルを取り扱う事務で使うシステム1つ", (
    *_WHOSE,
    Column("number", "番号", "number", "システムの番号"),
    Column("name", "システムの名称", "said", "システムの名称"),
    Column("function", "システムの機能", "said", "システムの機能"),
    Column("connections", "他のシステムとの接続", "ticked", "他のシステムとの接続として印のある欄。（ ）の内容も含みます。"),
    Column("connected", "接続先の名寄せ", "objects", "接続として書かれた相手を1つずつ分けたもの", fields=(
        Column("name", "名前", "text", "様式の欄の名前、または「その他」などの（ ）に書かれた名前"),
        Column("number", "システムの番号", "number", "同じ評価書のシステムを指すとき、その番号。ほかは空"),
    )),
    *_WHERE,
))

RECORDED_ITEMS = Table("recorded_items", "記録項目", "特定個人情報ファイルの記録項目1つ。1つの文で書かれているときは、その文", (
    *_WHOSE, *_FILE,
    Column("heading", "見出し", "text", "項目が組に分かれているときの、組の見出し"),
    Column("number", "番号", "number", "ファイルの中での番号。1つの文で書かれているときは空"),
    Column("item", "記録項目", "said", "記録項目の名称"),
    *_WHERE,
))

CHANGES = Table("changes", "変更箇所", "変更箇所の表の1行", (
    *_WHOSE,
    Column("day", "変更日", "said", "変更日。書かれたとおり"),
    Column("date", "変更日（西暦）", "day", "変更日を西暦にしたもの。自分の変更日がない行では、上の行の変更日"),
    Column("item", "項目", "said", "変更した項目。書かれたとおり"),
    Column("item_above", "同上の元", "text", "項目が「同上」のとき、それが指す上の行の項目"),
    Column("targets", "変えた項目", "objects", "項目の文から読み取った、変えた項目", fields=(
        Column("locator", "当時の位置", "text", "変更した時の番号による、様式の位置"),
        Column("locator_now", "今の位置", "text", "今の番号による、様式の位置"),
        _word("standing", "今との関係", STANDINGS.items(), "今の評価書のどの項目に当たるか"),
        Column("title", "項目名", "text", "項目の番号と名前"),
        Column("address", "アドレス", "text", "今の項目のページと場所。なければ空"),
    )),
    _word("resolved", "読み取り", _RESOLVED.items(), "変えた項目の読み取り方。「推定」は番号や部に食い違いがあるもの、「不明」は読み取れないもの"),
    Column("important", "重要な変更の対象", "flag", "変えた項目に、特定個人情報保護評価指針の「重要な変更」の対象（※）があるか"),
    Column("before", "変更前の記載", "said", "変更前の記載"),
    Column("after", "変更後の記載", "said", "変更後の記載"),
    Column("timing", "提出時期", "said", "提出時期（事前、事後）"),
    Column("reason", "提出時期に係る説明", "said", "提出時期に係る説明"),
    *_WHERE,
))

OF_ROWS = (FLOWS, SYSTEMS, RECORDED_ITEMS, CHANGES)  # what one assessment has, each with files of its own
TABLES = (ASSESSMENTS, *OF_ROWS)  # what the site has


def table_named(key: str) -> Table:
    """The table with that key."""
    return next(table for table in TABLES if table.key == key)
