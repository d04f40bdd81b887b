"""The guide for officials keeps its word: its examples pass, the messages it quotes are told, its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from site_gen import content
from site_gen.cli import cli
from site_gen.exporters import layout
from site_gen.resolve import Status
from tests.conftest import ROOT
from tests.test_bad import FILES, MUNICIPALITY, RECORD, SITE, problems_of, write

GUIDE = (ROOT / "docs/ja/guide.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", GUIDE, re.S | re.M)
COVER = "表紙:\n  評価書番号: 1\n"


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.split("\n")[0])
def test_examples_pass(example: str, tmp_path: Path) -> None:
    """Each YAML of the guide, in the file it is meant for, has nothing wrong."""
    record = RECORD.format(form="全項目評価書")
    files: dict[str, str | bytes] = {"site.yaml": SITE, "m/municipality.yaml": MUNICIPALITY, "m/a/x.yaml": record + COVER}
    if example.startswith("サイト名"):
        files["site.yaml"] = example
    elif example.startswith("用語:"):
        files["glossary.yaml"] = example
    elif example.startswith("提供先:"):
        files["aliases.yaml"] = example
    elif example.startswith("名称"):
        files["m/municipality.yaml"] = example
    elif example.startswith("法令"):
        files["laws.yaml"] = example
    else:
        files["m/a/x.yaml"] = example if example.startswith("評価書:") else record + example
    for picture in re.findall(r"図: (\S+\.png)", example):
        files[f"m/a/{picture}"] = b"\x89PNG"
    for logo in re.findall(r"ファイル: (\S+\.svg)", example):
        files[logo] = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    write(tmp_path, files)
    assert [f"{p.span} {p.message}" for p in content.read(tmp_path).problems] == []


def test_quoted_messages_are_told(tmp_path: Path) -> None:
    """Each row of the table of errors begins with words that `check` says about some file of tests/bad/."""
    said = []
    for number, file in enumerate(FILES):
        said += [problem.message for problem in problems_of(file, tmp_path / str(number))[1]]
    odd: dict[str, str | bytes] = {
        "memo.txt": "", "m/a/未配置.yaml": "未配置:\n- 文: 迷子\n", "m/a/表紙.yaml": COVER, "m/a/y.yaml": COVER.encode("cp932"),
        "m/a/z.yaml": "表紙: \v",
    }
    write(tmp_path / "names", odd)
    said += [problem.message for problem in content.read(tmp_path / "names").problems]
    table = GUIDE.split("| 表示（")[1].split("**調べ方")[0]
    quoted = [re.sub("（(?:注意|お知らせ)）", "", row) for row in re.findall(r"^\| (.+?) \| ", table, re.M) if "---" not in row]
    assert len(quoted) > 15
    unheard = [row for row in quoted if not any(re.search(re.escape(row).replace("○", ".+?"), one) for one in said)]
    assert unheard == []


def test_the_columns_of_a_workbook_are_explained() -> None:
    """The section on Excel names every column, every word of 状態 and 印, and nothing else as a column."""
    section = GUIDE.split("\n## 14. ")[1].split("\n## 15. ")[0]
    columns = re.findall(r"^\| (.+?) \| ", section, re.M)
    assert columns == ["列", "---", *layout.HEADS]
    words = [layout.ABSENT, layout.BLANK, layout.UNMET, layout.SUMMARY, layout.TICKED, layout.UNTICKED, layout.UNKNOWN]
    assert [word for word in words if f"`{word}`" not in section] == []


def test_each_status_of_a_row_is_explained() -> None:
    section = GUIDE.split("\n## 15. ")[1].split("\n## ")[0]
    assert re.findall(r"^\| `([a-z]+)` \| ", section, re.M) == list(get_args(Status))


def test_the_commands_of_the_guide_run() -> None:
    """Each line of a command in the guide is one that the program understands, so far as its options go."""
    lines = re.findall(r"^site-gen ([a-z]+) (.+)$", GUIDE, re.M)
    assert {"diff", "export", "import", "new", "resolve"} <= {name for name, _ in lines}
    for name, rest in lines:
        command = cli.commands[name]
        command.make_context(name, rest.split(), resilient_parsing=False)


def test_links_inside_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", GUIDE) if link not in anchors] == []
    files = [link for link in re.findall(r"\]\(([^)#]+)\)", GUIDE) if "://" not in link]
    assert files and [link for link in files if not (ROOT / "docs/ja" / link).exists()] == []
