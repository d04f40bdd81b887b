"""What stands where in a workbook of ours, and what its words mean: for the one who writes it and the one who reads it.

A sheet begins with its title and, in the last column, the address of what it holds. Below stand the heads of the
columns. A row that goes on where the one above was cut has that row's address with `CONTINUED` behind it; boxes, names
and recorded items have the address of their item with `OF` and what they are behind it.
"""

HEADS = ("項目", "印", "記載", "状態", "選択肢", "番地")
STATE, ADDRESS = "状態", "番地"  # the last columns of a table

# Words of the column 状態: the three kinds of nothing (なし is a text), a summary, a line cut in two.
ABSENT, BLANK, UNMET, SUMMARY, JOINED = "未収録", "空欄", "記載不要", "要約", "前の行に続く"

# Words of the column 印; an empty one is not ticked.
TICKED, UNTICKED, UNKNOWN = "○", "無", "不明"

STATES = (ABSENT, BLANK, UNMET, SUMMARY, JOINED)

OF = "："
CONTINUED, HEADING, ROWS = f"{OF}続き", f"{OF}見出し", f"{OF}行"
ID = "id"
ID_LABEL = "アドレスの名前（id）"
CONTENTS = "この文書の部"  # the heading of the table of contents
LINK = "シート「"  # how a value begins that leads to another sheet
LISTS = "選択肢"  # the hidden sheet that the lists of the cells come from
MAX_CELL = 32_767  # characters; Excel keeps no more


def listed(choices: tuple[str, ...]) -> str:
    """What stands in the column 選択肢 beside a value that is one of `choices`."""
    return "　".join(f"{number})\u00a0{choice}" for number, choice in enumerate(choices, 1))
