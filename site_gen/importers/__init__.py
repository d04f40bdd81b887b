"""A city's document in, YAML sources out, with a list of what a person must look at; nothing of the document is lost.

One module a source format (`sources` says which), all ending in the same stream of rows of cells (`rows`); one walk places every text in the
form (`place`), values are read as forms print them (`printed`, `assemble`), and written as a person would (`emit`).
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from site_gen import versions
from site_gen.form import Form
from site_gen.forms import FORMS, UNKNOWN_EDITION
from site_gen.importers import addresses, emit, sources
from site_gen.importers.assemble import Result, assemble
from site_gen.importers.place import place
from site_gen.importers.rows import NotReadable, Row, readable, visible
from site_gen.importers.walk import Piece
from site_gen.skeleton import FILES, modeline
from site_gen.unplaced import REPORT, UNPLACED

__all__ = ["UNPLACED", "Import", "NotReadable", "Strange", "recognised", "report", "run", "save"]

# Characters that have no place in a Japanese document, Latin words inside a Japanese sentence, and runs of one letter or
# digit, as a reader of scans gives when it stumbles. Points and lines may go on for long: they lead to the number of a page.
_STRANGE = re.compile(
    r"[\u0e00-\u0e7f\uac00-\ud7a3\u0400-\u04ff\u0600-\u06ff]+|(?<=[ぁ-んァ-ヶ一-龠] )[a-z]{3,}(?= [ぁ-んァ-ヶ一-龠])"
    r"|[#＃]?[0-9０-９]?([0-9０-９A-Za-zＡ-Ｚａ-ｚぁ-んァ-ヶ一-龠#＃])\1{7,}"
)


@dataclass(frozen=True, slots=True)
class Strange:
    """Characters that do not belong where they stand: kept, and shown to a person."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Import:
    """What an import would write, and its account of every character of the sources (white space aside)."""

    form: Form
    files: dict[str, str]
    result: Result
    characters: int
    markup: int
    strange: tuple[Strange, ...]
    unsourced: bool = False  # whether 出典 and 版 are not what a document says of itself, so that a person must give them

    @property
    def left(self) -> int:
        """Characters that belong to no item."""
        return sum(visible(piece.text) for piece in self.result.left)

    @property
    def form_text(self) -> int:
        """Characters that the form itself prints, and fragments of markup."""
        return self.result.form + self.markup

    @property
    def placed(self) -> int:
        """Characters that stand in items."""
        return self.result.placed


def run(paths: Sequence[Path], form: Form | None) -> Import:
    """The files as YAML on `form`, or on the form they are recognised to be; raises NotReadable."""
    rows = sources.read_all(paths)
    own = addresses.form_of(rows)
    if form and own and own.code != form.code:
        raise NotReadable(f"この文書は{own.name}です。--form を外してください。")
    form = own or form or recognised("\n".join(cell for row in rows for cell in row.cells)) or _best(rows)
    if form is None:
        raise NotReadable(
            "特定個人情報保護評価書のどの様式か分かりません。評価書でない文書は読み込めません。評価書なら、--form で "
            + "、".join(f"{form.code}（{form.name}）" for form in reversed(FORMS)) + "のいずれかを指定してください。"
        )
    characters = sum(row.markup + sum(map(visible, row.cells)) for row in rows)
    strange = tuple(
        Strange(hit.group(), row.place) for row in rows for cell in row.cells for hit in _STRANGE.finditer(cell)
    )
    rows, record = addresses.resolved(form, rows)
    found = place(form, rows)
    result = assemble(found)
    if not result.parts or result.items < 2:
        raise NotReadable("評価書の項目が見つかりません。特定個人情報保護評価書の文書かどうか確かめてください。")
    files = dict(_files(form, result, paths, record))
    return Import(form, files, result, characters, found.markup, strange, "収録" not in record)


def save(done: Import, folder: Path, overwrite: bool) -> Path | Literal[""] | None:
    """Writes the files into `folder`, and the report beside them.

    None when there are sources already and `overwrite` is not set; else the folder that the old ones were moved to,
    or an empty text when there were none.
    """
    kept: Path | Literal[""] = ""
    if folder.exists() and any(folder.iterdir()):
        if not overwrite:
            return None
        number = next(n for n in range(1, 10_000) if not folder.with_name(f".{folder.name}-{n}").exists())
        kept = folder.with_name(f".{folder.name}-{number}")  # a name that starts with a point is no assessment
        folder.rename(kept)
    folder.mkdir(parents=True, exist_ok=True)
    if kept and (kept / versions.FOLDER).is_dir():  # published addresses: earlier texts stay where they are
        (kept / versions.FOLDER).rename(folder / versions.FOLDER)
    for name, held in (*done.files.items(), (REPORT, report(done))):
        (folder / name).write_text(held, encoding="utf-8", newline="\n")
    return kept


def recognised(whole: str) -> Form | None:
    """The form that a text is on: by its title, else by the number that the annex of changes has (別添2, 別添3)."""
    flat = re.sub(r"\s", "", unicodedata.normalize("NFKC", whole))
    for form in FORMS:
        if f"特定個人情報保護評価書({form.name})" in flat:
            return form
    by_code = {form.code: form for form in FORMS}
    if "(別添3)変更箇所" in flat:
        return by_code["zenkomoku"]
    if "(別添2)変更箇所" in flat:
        return by_code["juten"]
    return by_code["kiso"] if "しきい値判断項目" in flat else None


def _best(rows: Sequence[Row]) -> Form | None:
    """The form whose labels are met most, word for word; None when there are hardly any, or two forms tie."""
    met: list[tuple[int, str]] = []
    for form in FORMS:
        found = place(form, rows)
        met.append((len(found.seen) - len(found.variants), form.code))
    first, second = sorted(met, reverse=True)[:2]
    return next(f for f in FORMS if f.code == first[1]) if first[0] > max(second[0], 3) else None


def report(done: Import) -> str:
    """The account of an import as JSON: counts, what was guessed, what is left over, what is strange."""
    return json.dumps(
        {
            "form": done.form.code,
            "characters": {
                "all": done.characters, "placed": done.placed, "form": done.form_text, "left": done.left,
                "suspicious": sum(len(one.text) for one in done.strange),
            },
            "items": done.result.items,
            "guessed": [
                {"item": item, "text": readable(text), "reason": why, "place": where}
                for item, text, why, where in done.result.guessed
            ],
            "left": [
                {"text": readable(piece.text), "reason": piece.guessed, "place": piece.row.place} for piece in done.result.left
            ],
            "suspicious": [{"text": one.text, "place": one.place} for one in done.strange],
        },
        ensure_ascii=False, indent=2,
    ) + "\n"


def _files(
    form: Form, result: Result, paths: Sequence[Path], record: dict[str, object]
) -> Iterator[tuple[str, str]]:
    """The files by their names; `record` is what the source itself says of its edition, if it does."""
    if "収録" not in record:  # which a workbook of ours says
        source = {"名称": "、".join(path.name for path in paths)}
        record = {"様式": form.name, "版": UNKNOWN_EDITION, **record, "収録": "抄録", "出典": source}
    for name, parts in FILES[form.code].items():
        held = {part: result.parts[part] for part in parts if part in result.parts}
        if "評価書" in parts:
            held = {"評価書": record, **held}
        if held:
            yield f"{name}.yaml", emit.document(held, [modeline("../..", form.code)])
    if result.left:
        yield UNPLACED, emit.document({"未配置": [_unplaced(piece) for piece in result.left]}, [
            "# 原文のうち、どの項目にも置けなかった文です。正しい項目に移し、すべて移し終えたらこのファイルを消してください。",
        ])


def _unplaced(piece: Piece) -> dict[str, object]:
    return {"原文": piece.row.place, "文": readable(piece.text), "理由": piece.guessed or "項目名が見つかりません"}
