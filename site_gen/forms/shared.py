"""The parts that the three forms have in common, item by item: the change history and the annexes a city adds."""

from site_gen.form import Choice, Date, FreeTable, Item, Names, Part, Prose, Table, Text
from site_gen.forms import plain
from site_gen.forms.choices import 提出時期

変更の記載: tuple[Item, ...] = (
    Date("", "変更日"),
    Text("", "項目"),
    Prose("", "変更前の記載"),
    Prose("", "変更後の記載"),
    Choice("", "提出時期", 提出時期),
    Prose("", "提出時期に係る説明"),
    # Ours, not the form's: which items are meant where 項目 leaves it open, and what became of the numbers of blocks.
    Names("", "対象", optional=True),
    Names("", "番号の変更", optional=True),
)

# 別紙 is in no form; authorities add such lists, and the form's cells point at them (「別紙のとおり」).
別紙 = Part("", "別紙", each="sheet", anchor="besshi", optional=True, appended=True, plain=plain.別紙, items=(
    Text("", "表題"),
    Text("", "関係する項目", optional=True),
    Prose("", "説明", optional=True),
    FreeTable("", "表", optional=True),
))


事務の流れ = Table("", "流れ", anchor="nagare", numbered_by="番号", optional=True, items=(
    Text("", "番号"),
    Text("", "どこから", above=True),
    Text("", "どこへ", above=True),
    Text("", "内容"),
))


提供先一覧 = Table("", "（別紙）提供先一覧", key="提供先一覧", anchor="teikyo-ichiran", page="teikyo", numbered_by="項番", optional=True, items=(
    Text("", "項番"),
    Text("", "提供先", above=True),
    Text("", "用途の法的根拠", above=True),
    Text("", "用途", above=True),
    Text("", "時期・頻度", above=True),
))
移転先一覧 = Table("", "（別紙）移転先一覧", key="移転先一覧", anchor="iten-ichiran", page="iten", numbered_by="項番", optional=True, items=(
    Text("", "項番"),
    Text("", "移転先", above=True),
    Text("", "用途の法的根拠", above=True),
    Text("", "用途", above=True),
    Text("", "時期・頻度", above=True),
))
重大事故一覧 = Table("", "（別紙）重大事故一覧", key="重大事故一覧", anchor="jiko", numbered_by="No.", optional=True, aliases=(
    "過去3年以内に評価実施機関において発生した個人情報に関する重大事故の内容及び再発防止策の内容",
), items=(
    Text("", "No."),
    Prose("", "内容"),
    Prose("", "再発防止策"),
))
