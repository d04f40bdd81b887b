"""What scenarios work on beside whole sites: one item to edit, the largest documents, rows of 変更箇所."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench import made, programs
from tests.bench.measure import Measured, run
from tests.bench.work import Work
from tests.conftest import SEEDS

LARGEST = "m0000/juki-0"


def item(file: Path, begins: str) -> tuple[Path, Callable[[str], str]]:
    """A file, and what it holds with words more at the end of the first line that begins so."""
    lines = file.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.lstrip(" -").startswith(begins))

    def put(words: str) -> str:
        line = lines[at]
        return "\n".join([*lines[:at], f'{line[:-1]}{words}"' if line.endswith('"') else line + words, *lines[at + 1 :]])

    return file, put


def largest(work: Work) -> list[tuple[str, Path]]:
    """The largest generated document, and さいたま市's where its text is, each as a content folder."""
    alone = work.fresh("largest")
    city = work.content(made.CITY)
    for one in city.iterdir():
        if one.is_file():
            shutil.copyfile(one, alone / one.name)
    home = alone / "m0000"
    home.mkdir()
    shutil.copyfile(city / "m0000/municipality.yaml", home / "municipality.yaml")
    shutil.copytree(city / LARGEST, home / "juki-0")
    found = [("generated", alone)]
    if SEEDS:
        imported = work.fresh("imported")
        for one in alone.glob("*.yaml"):
            shutil.copyfile(one, imported / one.name)
        document = max(SEEDS.glob("0*.txt"), key=lambda file: file.stat().st_size)
        ours(work, "import", str(document), "--municipality", "m0000", "--assessment", "juki", "--to", str(imported))
        shutil.copyfile(home / "municipality.yaml", imported / "m0000/municipality.yaml")
        _without_names(work, imported)
        found.append(("さいたま市", imported))
    return found


def _without_names(work: Work, folder: Path) -> None:
    """Take out what may not go out: the names of persons that the published document had, at which a build stops."""
    said = ours(work, "check", "--format", "json", str(folder), fine=(0, 1)).said
    problems, _ = json.JSONDecoder().raw_decode(said[said.index("[") :])
    for one in problems:
        if one["severity"] == "error":
            file = Path(one["path"])
            lines = file.read_text(encoding="utf-8").split("\n")
            lines[one["line"] - 1] = lines[one["line"] - 1][: one["column"] - 1] + "課長"
            file.write_text("\n".join(lines), encoding="utf-8")


def two_texts(work: Work) -> tuple[Path, Path]:
    """The largest document and the same with other sentences of its own."""
    other = work.folder / "other"
    shutil.rmtree(other, ignore_errors=True)
    made.make(other, made.Size(1, 1, 0, 0), seed=2)
    return other / LARGEST, work.content(made.CITY) / LARGEST


def rows_of_changes(work: Work) -> tuple[Path, list[str]]:
    """Every row of 変更箇所 of all full documents of a hundred, as `resolve` reads them, and the names of their files."""
    output = work.fresh("ours") / "output"
    work.build(work.content(made.CITY), output, "--no-search")
    lines = work.folder / "rows.jsonl"
    with (output / "data/changes.csv").open(encoding="utf-8", newline="") as rows, lines.open("w", encoding="utf-8") as target:
        for row in csv.DictReader(rows):
            if "/juki-" in row["評価書のフォルダー"]:
                target.write(json.dumps({"item": row["項目"], "before": row["変更前の記載"], "after": row["変更後の記載"], "date": row["変更日"]},
                                        ensure_ascii=False) + "\n")
    with (output / "data/assessments.csv").open(encoding="utf-8", newline="") as rows:
        names = next(row["特定個人情報ファイルの名称"] for row in csv.DictReader(rows) if row["評価書のフォルダー"] == LARGEST)
    return lines, names.split("\n")


def ours(work: Work, *arguments: str, fine: Sequence[int] = (0,)) -> Measured:
    """A command of the program that is measured."""
    return run(programs.ours(work.program, *arguments), work.folder, env=work.environment, fine=fine)


def count(file: Path) -> int:
    """How many lines there are."""
    with file.open(encoding="utf-8") as lines:
        return sum(1 for _ in lines)
