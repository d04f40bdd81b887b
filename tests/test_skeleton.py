"""A skeleton holds the whole form with what the form prints as comments, and is a site from the first minute."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from site_gen import build, content, schema, skeleton
from site_gen.form import Checks, Choice, Form, Item, Part, Printed, rows
from site_gen.forms import FORMS
from site_gen.schema import sentences

# A key that waits as a comment until it is wanted: `# 別紙:`, `#   - 表題:`.
SWITCHED_OFF = re.compile(r"^( *)# ( *(?:- )?[^#\s].*:)$", re.MULTILINE)

every_form = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.code)


def made(form: Form) -> dict[str, str]:
    """The files of a new assessment on `form`, by their names."""
    return {Path(name).name: text for name, text in skeleton.skeleton("mihon", "juki", form).own.items()}


def switched_on(text: str) -> Any:
    """What the YAML `text` holds when everything that waits in it is wanted."""
    return yaml.load(SWITCHED_OFF.sub(r"\1\2", text), yaml.BaseLoader)


@every_form
def test_skeleton_is_a_site(form: Form, tmp_path: Path) -> None:
    """Nothing has to be filled in before it can be checked and looked at; what is to be filled in first is named."""
    skeleton.write(tmp_path / "content", skeleton.skeleton("mihon", "juki", form, "住民基本台帳に関する事務"))
    result = content.read(tmp_path / "content")
    assert {problem.code for problem in result.problems} == {"municipality-code-missing", "placeholder"}
    assert result.errors == 0
    assert result.site is not None
    assert result.site.municipalities[0].name == "〔市区町村名〕"
    assert result.site.municipalities[0].assessments[0].name == "住民基本台帳に関する事務"
    written = build.build(result.site, tmp_path / "content", tmp_path / "output")
    assert written.pages > len(form.parts)
    assert "住民基本台帳に関する事務" in (tmp_path / "output/mihon/juki/index.html").read_text(encoding="utf-8")


@every_form
def test_everything_switched_on_is_read(form: Form, tmp_path: Path) -> None:
    """Also the annexes and tables that wait as comments are where they belong."""
    skeleton.write(tmp_path, skeleton.skeleton("mihon", "juki", form))
    for path in (tmp_path / "mihon/juki").iterdir():
        path.write_text(SWITCHED_OFF.sub(r"\1\2", path.read_text(encoding="utf-8")), encoding="utf-8")
    result = content.read(tmp_path)
    assert result.errors == 0
    assert result.site is not None
    parts = result.site.municipalities[0].assessments[0].parts
    assert [entry.place for part in parts for entry in part.walk() if entry.state == "absent"] == []


@every_form
def test_every_item_has_its_key_in_order(form: Form) -> None:
    """Every key of the form stands there once, in the order of the form; a repeat has one entry."""

    def compare(items: tuple[Item, ...], there: dict[str, Any], place: str) -> None:
        asked = [item for item in items if not isinstance(item, Printed)]
        assert [key for key in there if key != "記載"] == [item.name for item in asked], place
        for item in asked:
            inner = there[item.name]
            if item.items:
                entry = inner[0] if isinstance(inner, list) else inner
                assert isinstance(inner, dict) or len(inner) == 1
                assert ("記載" in entry) is not item.is_heading, item.name
                compare(item.items, entry, item.title)

    found = {name: value for text in made(form).values() for name, value in switched_on(text).items()}
    assert list(found.pop("評価書")) == ["様式", "版", "収録", "出典", "事務の区分", "番号の変更"]
    assert set(found) == {part.name for part in form.parts}
    for part in form.parts:
        compare((part,), {part.name: found[part.name]}, part.title)


@every_form
def test_comments_say_what_the_form_prints(form: Form) -> None:
    """Title with its ※, condition and choices of every row; each box of a list is there to be switched on."""
    text = "\n".join(made(form).values())
    for row in rows(form):
        item = row.item
        if isinstance(item, Printed):
            assert all(words in text for words in item.texts)
            continue
        if item.title != item.name or row.important:
            assert re.search(rf"# {re.escape(item.title)}{' ※' if row.important else ''}(（.*）)?$", text, re.MULTILINE), item
        if sentences.asked(item):
            assert re.search(rf"# {re.escape(item.title)}.*（{sentences.asked(item)}", text), item
        if isinstance(item, Choice):
            assert all(choice in text for choice in sentences.choices(item))
        if isinstance(item, Checks):
            assert all(re.search(rf"^ +# - {re.escape(option.label)}(: \S+)?$", text, re.MULTILINE) for option in item.options)


@every_form
def test_boxes_switched_on_are_read(form: Form, tmp_path: Path) -> None:
    """Taking the `# ` away from every box of every list gives what `check` reads without an error."""
    skeleton.write(tmp_path, skeleton.skeleton("mihon", "juki", form))
    for path in (tmp_path / "mihon/juki").iterdir():
        text = re.sub(r"^( +)# (- .*[^:])$", r"\1\2", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
    assert [problem for problem in content.read(tmp_path).problems if problem.severity == "error"] == []


@every_form
def test_files_are_valid_and_plain(form: Form) -> None:
    """The first line leads to the schema, which takes the file; lines end in LF and none in white space."""
    check = Draft202012Validator(schema.schema(form.code))
    for name, text in made(form).items():
        assert text.startswith(f"# yaml-language-server: $schema=../../.schema/{form.code}.json\n"), name
        assert list(check.iter_errors(yaml.safe_load(text))) == []
        assert "\r" not in text and "\t" not in text and text.endswith("\n")
        assert not re.search(r"[ 　]$", text, re.MULTILINE), name


@every_form
def test_every_part_has_a_file(form: Form) -> None:
    named = [part for parts in skeleton.FILES[form.code].values() for part in parts]
    assert named == ["評価書", *(part.name for part in form.parts)]


@pytest.mark.parametrize("code", ["site", "municipality"])
def test_records_are_whole(code: str) -> None:
    """The settings of a site and of a city, too, have every key and fit their schema."""
    files = {Path(name).name: text for name, text in skeleton.skeleton("mihon", "juki", FORMS[0]).shared.items()}
    record = next(record for record in sentences.RECORDS if record.code == code).parts[0]
    data = yaml.safe_load(SWITCHED_OFF.sub(r"\1\2", files[f"{code}.yaml"]))
    assert list(data) == [item.name for item in record.items]
    assert list(data["連絡先"]) == ["部署", "所在地", "電話", "受付時間", "URL"]
    assert list(Draft202012Validator(schema.schema(code)).iter_errors(data)) == []


@pytest.mark.parametrize("name", ["住基: 事務", "# 住基", "「住基」", '"住基"', "- 住基", "住基\\n", "12", "住基 #1", " 住基 "])
def test_any_name_is_kept(name: str) -> None:
    """A name that YAML would read otherwise is quoted."""
    files = skeleton.skeleton("mihon", "juki", FORMS[0], name).own
    data = yaml.load(files["mihon/juki/hyoka.yaml"], yaml.BaseLoader)
    assert data["表紙"]["評価書名"] == name


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """What is there stays: a second assessment shares the settings, a folder with something in it is taken."""
    first = skeleton.skeleton("mihon", "juki", FORMS[0])
    assert not skeleton.is_taken(tmp_path, first)
    skeleton.write(tmp_path, first)
    assert skeleton.is_taken(tmp_path, first)
    (tmp_path / "site.yaml").write_text("サイト名: あ\n発行者: い\n", encoding="utf-8")
    second = skeleton.skeleton("mihon", "boshi", FORMS[0])
    assert [path.name for path in skeleton.write(tmp_path, second)] == ["hyoka.yaml"]
    assert (tmp_path / "site.yaml").read_text(encoding="utf-8") == "サイト名: あ\n発行者: い\n"
    (tmp_path / "mihon/kara").mkdir()
    assert not skeleton.is_taken(tmp_path, skeleton.skeleton("mihon", "kara", FORMS[0]))
    (tmp_path / "mihon/file").write_text("")
    assert skeleton.is_taken(tmp_path, skeleton.skeleton("mihon", "file", FORMS[0]))


def test_optional_parts_wait() -> None:
    """What would show as an empty table is a comment until somebody wants it."""
    text = made(FORMS[2])["9-henko.yaml"]
    assert isinstance(FORMS[2].part("別紙"), Part)
    assert "別紙" not in yaml.safe_load(text)
    assert "\n# 別紙:\n#   - 表題:\n" in text
