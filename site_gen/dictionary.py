"""Forms in, a data dictionary in Markdown out: one table a part, one line a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.edition import Difference, Drop, Relabel
from site_gen.form import (
    Block,
    Fixed,
    Form,
    Item,
    Part,
    Printed,
    Row,
    Table,
    rows,
)
from site_gen.forms import EDITIONS, FORMS
from site_gen.forms.editions import OF_FORM
from site_gen.load import ID, NUMBER, OWN_VALUE
from site_gen.schema.sentences import KNOWN, RECORDS, asked, choices, doubt, kind, other_keys, repeats
from site_gen.values import SUMMARY, UNKNOWN

COMMAND = "site-gen schema --format md --output docs/ja/data-dictionary.md"

_KINDS_EXPLAINED = (
    ("短い文・文章", f"文をそのまま書きます。長い文は「\\|」の次の行から字下げします。要約は `{{{SUMMARY}: …}}` と書きます。"),
    ("選択", f"選択肢の文か番号を1つ書きます。読み取れないときは「{UNKNOWN}」。"),
    ("チェック欄", "該当する欄の名前を「- 」で並べます。〔内容〕のある欄は `- その他: 内容`、〔件数〕のある欄は "
     f"`- 提供を行っている: 5件`、読み取れない欄は `- {UNKNOWN}: [欄の名前]`。"),
    ("○印", f"該当するときは「○」、しないときは空欄。読み取れないときは「{UNKNOWN}」。"),
    ("件数", "「5件」のように書きます。"),
    ("日付・期間", "令和5年2月6日、平成27年6月、2023-02-06 のように書きます。期間は「～」でつなぎます。"),
    ("名前の並び", "名前を「- 」で並べます。"),
    ("記録項目の並び", "項目名を「- 」で並べます。組に分けるときは `- 見出し: …` と `項目: […]`。"),
    ("定型文", "様式があらかじめ印刷している文です。違う文にするときだけ書きます。"),
    ("印刷文字", "様式に印刷されている文字です。書きません。"),
    ("図のファイル名", "同じフォルダーに置いた画像のファイル名を書きます。"),
    ("自由な表", "`欄: [見出し, …]` と `行: [[…], …]` で書きます。"),
    ("見出し", "値を持たず、下の項目をまとめます。"),
    ("くり返す組", f"「- 」で始まる組を並べます。組には `{NUMBER}`（飛ばすとき）と `{ID}`（番号が変わっても変わらない名前）を書けます。"),
    ("一覧表", "「- 」で始まる行を並べます。"),
)
def markdown(forms: Sequence[Form]) -> str:
    """The data dictionary of `forms`: one chapter a form, one table a part, one line a row."""
    lines = [*_head(forms)]
    for form in forms:
        lines += ["", f"## {_form_title(form)}"]
        lines += ["", *_editions(form)] if form.style else []
        for part, part_rows in _by_part(form):
            lines += ["", f"### {part.title}", "", *_part_notes(part, part_rows[0].row, form), *_TABLE_HEAD]
            lines += [_line(form, one) for one in part_rows[1:]]
    return "\n".join(lines) + "\n"


def all_forms() -> tuple[Form, ...]:
    """The three statutory forms, the most detailed first, and the records beside them."""
    return (*reversed(FORMS), *RECORDS)


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A row with the YAML keys that lead to it below its part."""

    row: Row
    path: tuple[str, ...]
    siblings: tuple[Item, ...]


_TABLE_HEAD = (
    "| 位置 | YAML のキー | 項目 | 書き方 | 選択肢・欄 | ※ | 記入 | 備考 |",
    "| --- | --- | --- | --- | --- | --- | --- | --- |",
)


def _head(forms: Sequence[Form]) -> list[str]:
    return [
        f"<!-- {COMMAND} で作ったものです。手で直さず、様式の表（site_gen/forms/）を直してから作り直してください。 -->",
        "# データ辞書",
        "",
        "特定個人情報保護評価書の様式のすべての項目と、原稿（YAML）での書き方です。この表は様式の定義から自動で作られます。",
        "",
        *(f"- {_form_title(form)}" for form in forms),
        "",
        "## 表の読み方",
        "",
        "- **位置**：様式の中の場所です。`n` はくり返しの番号、`[f]` は特定個人情報ファイル、`[n]` は行や変更の番号が入ります。",
        f"- **YAML のキー**：部の名前の下にたどるキーです。`[]` は「- 」で始まる並び。下に項目のある項目そのものの値は「{OWN_VALUE}」に書きます。",
        "- **※**：特定個人情報保護評価指針の「重要な変更」の対象となる項目です。",
        "- **記入**：空の欄は必ず書く項目（書くことがなければ空欄のまま置きます）。「任意」と条件のある項目は、行ごと省けます。",
        "- **備考**の「要確認」：公表された評価書で確かめられず、記憶によって補った項目です。印刷された様式で確かめてください。",
        "",
        "| 書き方 | 説明 |",
        "| --- | --- |",
        *(f"| {name} | {explanation} |" for name, explanation in _KINDS_EXPLAINED),
    ]


def _form_title(form: Form) -> str:
    return f"{form.name}（{form.style}、{form.edition}）" if form.style else form.name


def _editions(form: Form) -> Iterator[str]:
    yield "| 版 | 現在の版との違い | 版の表示を確かめた文書 |"
    yield "| --- | --- | --- |"
    for edition in EDITIONS:
        known = OF_FORM[form.code, edition]
        differences = "<br>".join(f"{one.locator}：{_difference(one)}" for one in known.differences) or "なし"
        yield f"| {edition} | {_cell(differences)} | {_cell(known.where) or '確かめられていません'} |"


def _difference(one: Difference) -> str:
    if isinstance(one, Drop):
        what = "ありません"
    elif isinstance(one, Relabel):
        what = f"「{one.label}」" + (f"（キーは「{one.key}」）" if one.key else "")
    else:
        what = f"番号は{one.number}"
    return what + (f"。{doubt(one.recalled)}" if one.recalled else "")


def _by_part(form: Form) -> Iterator[tuple[Part, list[_Keyed]]]:
    keyed = list(_keyed(form))
    for part in form.parts:
        yield part, [one for one in keyed if one.row.part is part]


def _keyed(form: Form) -> Iterator[_Keyed]:
    above: list[Item] = []
    for row in rows(form):
        del above[row.depth :]
        path = [_segment(item) for item in above[1:]]
        if row.depth:
            path.append(_segment(row.item))
            path += [OWN_VALUE] if row.item.items and not row.item.is_heading else []
        yield _Keyed(row, tuple(path), above[-1].items if above else form.parts)
        above.append(row.item)


def _segment(item: Item) -> str:
    return f"{item.name}[]" if isinstance(item, Block | Table) else item.name


def _part_notes(part: Part, row: Row, form: Form) -> Iterator[str]:
    notes = []
    if form.style or form.code == "hyokasho":
        notes.append(f"ファイルのいちばん外側のキー：`{part.name}:`")
    if part.each:
        notes.append(f"{repeats(part)}（「- 」で始まる組の並び。最初の項目が名前になります）")
    if row.important:
        notes.append(f"※ この部の項目は「重要な変更」の対象です{part.exception}")
    if part.appended:
        notes.append("様式にはない部で、必要なときに加えます")
    elif part.optional:
        notes.append("任意")
    notes += [f"{ways}とも書けます"] if (ways := _other_ways(part, form.parts)) else []
    notes += [note] if (note := doubt(row.recalled)) else []
    yield from (f"- {note}" for note in notes)
    yield from [""] if notes else []


def _line(form: Form, one: _Keyed) -> str:
    item = one.row.item
    cells = (
        f"`{one.row.locator}`",
        f"`{' › '.join(one.path)}`" if not isinstance(item, Printed) else "",
        item.title,
        kind(item),
        "<br>".join(item.texts if isinstance(item, Printed) else choices(item) or KNOWN.get(one.row.locator, ())),
        "※" if one.row.important else "",
        asked(item),
        "<br>".join(_remarks(form, one)),
    )
    return f"| {' | '.join(map(_cell, cells))} |"


def _remarks(form: Form, one: _Keyed) -> Iterator[str]:
    item = one.row.item
    if isinstance(item, Fixed):
        yield f"印刷されている文「{item.text}」"
    if getattr(item, "above", False):
        yield "空欄は、上の行と同じという意味です"
    if ways := _other_ways(item, one.siblings):
        yield f"{ways}とも書けます"
    for difference, editions in _differences(form, one.row.locator).items():
        yield f"{_span(editions)}の版では{_difference(difference)}"
    if note := doubt(one.row.recalled):
        yield note


def _differences(form: Form, locator: str) -> dict[Difference, list[str]]:
    found: dict[Difference, list[str]] = {}
    for edition in EDITIONS:
        known = OF_FORM.get((form.code, edition))
        for one in known.differences if known else ():
            if one.locator == locator:
                found.setdefault(one, []).append(edition)
    return found


def _span(editions: Sequence[str]) -> str:
    places = [EDITIONS.index(edition) for edition in editions]
    if len(editions) > 1 and places == list(range(places[0], places[0] + len(places))):
        return f"{editions[0]}から{editions[-1]}まで"
    return "、".join(editions)


def _other_ways(item: Item, siblings: Sequence[Item]) -> str:
    return "".join(f"「{way}」" for way in other_keys(item, siblings) if way != item.label)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
