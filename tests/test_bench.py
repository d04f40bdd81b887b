"""The benchmarks' own parts: what is generated and prepared, what is measured, what is kept and written. No test judges a time."""

from __future__ import annotations

import json
import os
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from site_gen import content
from site_gen.model import Assessment, Entry
from tests.bench import document, instructions, made, measure, prepared, programs, results, stages
from tests.bench.inputs import LARGEST, item
from tests.bench.live import edited
from tests.bench.results import Goal, Row, Side
from tests.bench.scenarios import SCENARIOS
from tests.bench.work import hugo_command, sizes
from tests.conftest import ROOT
from tests.long import LONG

SMALL = made.Size(1, 1, 1, 2)
TOOLS = ROOT / "dist/bench/tools"
# Pages that Hugo and Eleventy are not asked for (docs/benchmarks.md, "What is the same").
OURS_ALONE = re.compile(
    r"(systems|compare|glossary|data|accessibility|search|statutes)(/|$)|[^/]+/[^/]+/(nagare-zu|system-zu)$|departments/[^/]+$|"
    r"changes/y\d+-\d+$|.*/p\d+$")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated content: a document of each form, and one more."""
    folder = tmp_path_factory.mktemp("bench") / "content"
    made.make(folder, SMALL)
    return folder


@pytest.fixture(scope="module")
def built(sources: Path) -> Path:
    """Its site, made by the command that is measured."""
    output = sources.parent / "output"
    found = measure.run([sys.executable, "-m", "site_gen", "build", str(sources), "--output", str(output), "--quiet", "--no-search"],
                        sources.parent, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert found.main > 10_000_000
    return output


@pytest.fixture(scope="module")
def pages(sources: Path, built: Path) -> Path:
    """The same for Hugo and Eleventy."""
    folder = sources.parent / "prepared"
    assert prepared.prepare(sources, built, folder) == len(list(folder.rglob("*.md")))
    programs.lay_out(folder)
    return folder


def test_the_same_seed_makes_the_same_content(sources: Path, tmp_path: Path) -> None:
    def bytes_of(folder: Path) -> dict[str, bytes]:
        return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.yaml")}

    made.make(tmp_path / "again", SMALL)
    made.make(tmp_path / "other", SMALL, seed=2)
    assert bytes_of(tmp_path / "again") == bytes_of(sources)
    assert bytes_of(tmp_path / "other") != bytes_of(sources)


def test_sizes_add_up() -> None:
    for number in (11, 110, 1_100, 36_000):
        assert made.size(number).assessments == number


def test_generated_content_is_sound(sources: Path) -> None:
    """It builds, and its largest document is one of the kind that the targets are about."""
    read = content.read(sources)
    assert read.errors == 0
    assert sum(file.stat().st_size for file in (sources / LARGEST).iterdir()) > 300_000


def test_prepared_pages_are_the_sites(pages: Path, built: Path) -> None:
    """Every prepared page is one of the site's, at the same address, and what is left out is what the document says."""
    ours = {file.parent.relative_to(built).as_posix() for file in built.rglob("index.html")}
    theirs = {_address(file.relative_to(pages / "content")) for file in (pages / "content").rglob("*.md")}
    assert theirs <= ours
    assert [address for address in sorted(ours - theirs) if not OURS_ALONE.match(address)] == []


def test_prepared_pages_hold_every_text(pages: Path, sources: Path) -> None:
    """No value of a document is lost on the way to the other generators."""
    one = content.read_one(sources, *LARGEST.split("/")).assessment
    assert one is not None
    held = {text for file in (pages / "content" / LARGEST).glob("*.md") for text in _texts(_front(file))}
    assert [text for text in _values(one) if text not in held] == []


def test_every_kind_of_page_has_its_templates(pages: Path) -> None:
    """Both others have one for each layout that a page asks for, and none that no page asks for."""
    asked = {_front(file)["layout"] for file in (pages / "content").rglob("*.md")}
    assert asked == set(programs.LAYOUTS)
    assert {file.stem for file in (pages / "layouts/bench").iterdir()} == asked
    exported = re.search(r"module\.exports = \{(.*)\}", (pages / "views.js").read_text(encoding="utf-8"), re.DOTALL)
    assert exported and {name.split(":")[0].strip() for name in exported[1].split(",") if name.strip()} == asked


@pytest.mark.skipif(not (LONG and (TOOLS / "hugo/stamp").exists() and (TOOLS / "eleventy/package-lock.json").exists()),
                    reason="`make bench` installs Hugo and Eleventy; tests do not need them")
def test_all_say_the_same(pages: Path, tmp_path: Path) -> None:
    """Hugo's and Eleventy's pages hold the same words, in whatever order lists are."""
    hugo, eleventy = programs.hugo(TOOLS), programs.eleventy(TOOLS)
    measure.run(hugo_command(hugo, "build", pages, "--destination", str(tmp_path / "hugo"), "--quiet"), tmp_path)
    measure.run([*eleventy, "--quiet", f"--output={tmp_path / 'eleventy'}"], pages)
    assert sizes(tmp_path / "hugo")[0] == sizes(tmp_path / "eleventy")[0]
    for page in (tmp_path / "hugo").rglob("index.html"):
        address = page.relative_to(tmp_path / "hugo")
        assert _words(page) == _words(tmp_path / "eleventy" / address), address


def test_a_process_and_what_it_starts_are_measured(tmp_path: Path) -> None:
    """Memory of both, which are told apart; pages that they share count once in all together."""
    code = ("import os, time\nheld = b'1' * 60_000_000\nif os.fork() == 0:\n    more = b'2' * 30_000_000\n    time.sleep(1)\n    os._exit(0)\n"
            "os.wait()\nprint('said')")
    found = measure.run([sys.executable, "-c", code], tmp_path)
    assert found.said == "said\n"
    assert found.cpu > 0 and found.wall > 1
    assert 60e6 < found.main < 90e6 < found.worker
    assert 25e6 < found.alone < 40e6
    assert 90e6 < found.together < 125e6


def test_what_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(measure.Failed, match="ended with 3"):
        measure.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path)
    assert measure.run([sys.executable, "-c", "raise SystemExit(3)"], tmp_path, fine=(0, 3)).wall > 0


def test_what_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    """A program that would take the machine with it ends, and so does all that it started."""
    with pytest.raises(measure.Failed, match="stopped after"):
        measure.run([sys.executable, "-c", "import time\nheld = b'1' * 200_000_000\ntime.sleep(60)"], tmp_path, most=100_000_000)


@pytest.mark.server
def test_an_edit_is_seen(sources: Path, tmp_path: Path) -> None:
    """The client sees the new words on the page of a real preview, and leaves the file as it was."""
    file, put = item(sources / LARGEST / "2-gaiyo.yaml", "事務担当部署: ")
    before = file.read_text(encoding="utf-8")
    command = [sys.executable, "-u", "-m", "site_gen", "preview", str(sources), "--port", "0", "--no-search"]
    found = edited(command, tmp_path, {**os.environ, "PYTHONPATH": str(ROOT)}, f"{LARGEST}/ii-f1/", file, put, 2, 0.1)
    assert len(found.seconds) == 2
    assert found.together > 10_000_000
    assert file.read_text(encoding="utf-8") == before


def test_the_hot_stages_can_be_counted(sources: Path, tmp_path: Path) -> None:
    """What is counted still runs over the program as it is, and writes the pages of the documents."""
    stages.main(sources, tmp_path)
    assert (tmp_path / LARGEST / "all/index.html").is_file()
    lines = instructions.compared({"read": 1_100_000, "new": 5}, {"read": 1_000_000}, same=True)
    assert "+10.0%" in lines[0] and lines[1].endswith("new")
    assert "not compared" in instructions.compared({"read": 1_100_000}, {"read": 1_000_000}, same=False)[0]
    kept = json.loads(instructions.STORE.read_text(encoding="utf-8"))
    assert tuple(kept["counts"]) == stages.NAMES


def test_counts_are_read_from_a_dump(tmp_path: Path) -> None:
    dump = tmp_path / "counted.1"
    dump.write_text("version: 1\nevents: Ir\nfn=(1) main\n10 20\ntotals: 1234\n", encoding="utf-8")
    assert instructions.total(dump) == 1234


ROW = Row("city", (Side("site-gen", (1.0, 2.0, 4.0), (3.0, 3.0, 3.0), 50_000_000, 40_000_000, pages=10, html=2_000_000),
                   Side("Hugo", failed="stopped")),
          (Goal("cold", "≤ 2 s", "3.0 s", False), Goal("unchanged", "≤ 0.2 s", "0.1 s", True)), ("a note",), "make bench", "2026-01-01", "2 cores",
          0.1, {"Python": "3.11"})


def test_a_row_is_kept_as_it_is(tmp_path: Path) -> None:
    store = tmp_path / "results.json"
    results.write([ROW], store)
    assert results.read(store) == {"city": ROW}


def test_a_run_replaces_its_own_rows_alone(tmp_path: Path) -> None:
    store = tmp_path / "results.json"
    results.write([ROW, replace(ROW, key="cold")], store)
    results.write([replace(ROW, date="2026-02-02")], store)
    assert {key: row.date for key, row in results.read(store).items()} == {"city": "2026-02-02", "cold": "2026-01-01"}


def test_the_document_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    """Only what stands between its marks is written again, and twice the same gives the same."""
    own, store = tmp_path / "benchmarks.md", tmp_path / "results.json"
    own.write_text("Head\n<!-- targets -->\nold\n<!-- /targets -->\nbetween\n<!-- details -->\n<!-- /details -->\nend\n", encoding="utf-8")
    results.write([ROW], store)
    document.write(own, store)
    text = own.read_text(encoding="utf-8")
    assert text.startswith("Head\n<!-- targets -->\n| scenario") and text.endswith("<!-- /details -->\nend\n") and "\nbetween\n" in text
    assert "\nold\n" not in text and "1.00 s / 2.00 s / 4.00 s (n = 3)" in text and "| Hugo | stopped |" in text
    document.write(own, store)
    assert own.read_text(encoding="utf-8") == text
    with pytest.raises(ValueError, match="targets"):
        document.filled("no marks", "targets", "")


def test_a_miss_names_its_reason() -> None:
    missed, held = ROW.goals
    assert document.verdict("city", missed, {"city": {"cold": "Pagefind\nalone."}}) == "missed: Pagefind alone."
    assert document.verdict("city", missed, {}) == f"missed: {document.NO_REASON}"
    assert document.verdict("city", held, {}) == "holds"
    assert document.verdict("city", replace(missed, holds=None), {}).startswith("not comparable: ")


def test_the_document_is_that_of_the_results(tmp_path: Path) -> None:
    """docs/benchmarks.md shows what results.json and reasons.toml hold (python -m tests.bench --document writes it)."""
    copy = tmp_path / "benchmarks.md"
    copy.write_text(document.DOCUMENT.read_text(encoding="utf-8"), encoding="utf-8")
    document.write(copy)
    assert copy.read_text(encoding="utf-8") == document.DOCUMENT.read_text(encoding="utf-8")


def test_reasons_are_those_of_misses() -> None:
    """Every target that is missed has a reason, and no reason is left of one that holds by now."""
    missed = {(key, goal.name) for key, row in results.read().items() for goal in row.goals if not goal.holds}
    assert {(key, name) for key, reasons in document.read_reasons().items() for name in reasons} == missed


def test_kept_rows_are_medians_of_five() -> None:
    """What is compared was measured five times at least; only what takes an hour once."""
    once = {one.key for one in SCENARIOS if one.nation}
    kept = results.read()
    assert set(kept) <= {one.key for one in SCENARIOS}
    few = [(key, side.name) for key, row in kept.items() for side in row.sides if not side.failed and len(side.wall) < 5 and key not in once]
    assert few == []


def _address(file: Path) -> str:
    return file.parent.as_posix() if file.name == "_index.md" else file.with_suffix("").as_posix()


def _front(file: Path) -> dict[str, object]:
    found = yaml.load(file.read_text(encoding="utf-8").split("---\n")[1], Loader=yaml.CSafeLoader)
    assert isinstance(found, dict)
    return found


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value).strip()]


def _values(a: Assessment) -> list[str]:
    """Every text that stands in the document as a text: choices and boxes are numbers on a prepared page."""
    return [entry.text.strip() for entry in a.entries if entry.text and _is_text(entry)]


def _is_text(entry: Entry) -> bool:
    return entry.item.kind in ("text", "prose") and not entry.locator.startswith("変更箇所") and "番号" not in entry.item.name


def _words(page: Path) -> list[str]:
    text = re.sub(r"&#39;", "'", re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))
    return sorted(re.sub(r"\s", "", text))
