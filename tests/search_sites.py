"""Other sites to measure the search on: content ten times over, a small part of it, and the import of the source documents."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from site_gen import importers, skeleton
from site_gen.forms import FORMS

HEADLESS = "003"  # a list of changes of a 全項目評価書, without the cover and with columns of its own
_DIGITS = str.maketrans("0123456789", "3456789012")


def copies(source: Path, target: Path, times: int) -> Path:
    """`source` with each municipality `times` times, the copies under other names and with other numbers of offices."""
    shutil.copytree(source, target)
    homes = sorted(path.parent for path in source.glob("*/municipality.yaml"))
    for number in range(2, times + 1):
        for home in homes:
            _copy(home, target / f"{home.name}-{number}", number)
    return target


def _copy(home: Path, target: Path, number: int) -> None:
    shutil.copytree(home, target)
    said = (home / "municipality.yaml").read_text(encoding="utf-8")
    found = re.search(r"^名称: (.*)市$", said, re.MULTILINE)
    assert found is not None
    name = found[1]
    for file in target.rglob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace(f"{name}市", f"{name}第{number}市")
        text = re.sub(r"(?<=内線)\d+", lambda one: one[0].translate(_DIGITS), text)
        if file.name == "municipality.yaml":
            text = re.sub(r'(?<=全国地方公共団体コード: ")\d+', lambda one: _code(one[0], number), text)
        file.write_text(text, encoding="utf-8", newline="\n")


def _code(code: str, number: int) -> str:
    """A code of its own, with the check digit of JIS X 0402."""
    body = f"{(int(code[:5]) + 7 * number) % 100_000:05}"
    rest = sum(int(digit) * weight for digit, weight in zip(body, (6, 5, 4, 3, 2), strict=True))
    return f"{body}{(11 - rest % 11) % 10}"


def small(source: Path, target: Path) -> Path:
    """What of `source` is no 全項目評価書 (which alone has some 400 pages with those of its statutes), and each municipality that has
    such a document only once again: 250 pages as content/ is now."""
    shutil.copytree(source, target)
    for cover in target.glob("*/*/0-hyoshi.yaml"):
        if (cover.parent / "4-sonota.yaml").exists():  # a part that only this form has
            shutil.rmtree(cover.parent)
    homes = [path.parent for path in sorted(target.glob("*/municipality.yaml"))]
    for home in homes:
        assessments = sum(path.is_dir() for path in home.iterdir())
        if not assessments:
            shutil.rmtree(home)
        elif assessments == 1:
            _copy(home, target / f"{home.name}-2", 2)
    return target


def imported(seeds: Path, target: Path) -> Path:
    """The content that `site-gen import` makes of each source document, a municipality each; a part without its head does not
    say of which form it is, and is told so with --form."""
    zenkomoku = next(form for form in FORMS if form.code == "zenkomoku")
    for number, document in enumerate(sorted(seeds.glob("00*.txt"))):
        home = f"seed-{number}"
        done = importers.run((document,), zenkomoku if document.name.startswith(HEADLESS) else None)
        importers.save(done, target / home / "juki", overwrite=False)
        skeleton.write(target, skeleton.settings(home))
        said = target / home / "municipality.yaml"
        said.write_text(re.sub("(?m)^名称: .*$", f"名称: 原典{number}市", said.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return target
