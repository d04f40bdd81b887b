"""The command says everything in Japanese, ends with the right code, and never replaces a folder it did not make."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from site_gen import __version__, build, schema, skeleton
from site_gen.cli import cli
from site_gen.forms import FORMS
from tests.conftest import ROOT

COMMANDS = sorted(cli.commands)
# Latin words that a Japanese sentence about this program holds: names of commands, formats, codes and folders.
NAMES = set("site mihon juki content output text json github GitHub YAML JSON Schema Markdown html Excel xlsx hyokasho".split())
NAMES |= set("item before after date targets page honban rclone".split())  # keys of the lines that commands read and print
NAMES |= set("nginx Apache IIS headers pia true Ctrl genko dask".split())
NAMES |= {*cli.commands, *schema.CODES}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with `content/`, in which nothing is wrong, as the current one."""
    monkeypatch.chdir(tmp_path)
    skeleton.write(tmp_path / "content", skeleton.skeleton("mihon", "boshi", FORMS[0], "母子保健に関する事務"))
    for settings in (tmp_path / "content/mihon/municipality.yaml", tmp_path / "content/site.yaml"):
        text = settings.read_text(encoding="utf-8").replace("全国地方公共団体コード:\n", '全国地方公共団体コード: "112020"\n')
        settings.write_text(re.sub("〔.*?〕", "見本", text.replace("〔都道府県名〕", "埼玉県")), encoding="utf-8")
    return tmp_path


def run(*args: str) -> Result:
    """The command in this process, as the current folder has it."""
    return CliRunner().invoke(cli, args, prog_name="site-gen")


def process(*args: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """The command in a process of its own: `python -m site_gen`, or the Python program `code`."""
    command = [sys.executable, *(("-c", code) if code else ("-m", "site_gen")), *args]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment)


def break_something(folder: Path) -> None:
    """One mistake: a part that no form has."""
    with (folder / "content/mihon/boshi/hyoka.yaml").open("a", encoding="utf-8") as file:
        file.write("\n存在しない部: あ\n")


def english(said: str) -> list[str]:
    """The Latin words in `said` that are neither names nor quoted, nor part of an option or a path."""
    rest = re.sub(r"'[^']*'|「[^」]*」|--?[a-z][a-z-]*|\S*[/.]\S*", " ", said)
    return [word for word in re.findall(r"[A-Za-z]{4,}", rest) if word not in NAMES]


# -- Japanese ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("args", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS)], ids=" ".join)
def test_help_is_japanese(args: list[str]) -> None:
    """Usage, headings, help of every option; and each command shows how it is used."""
    done = run(*args)
    assert done.exit_code == 0
    assert english(done.output) == []
    assert done.output.startswith("使い方: site-gen")
    assert "オプション:" in done.output and "この説明を表示します。" in done.output
    assert "例:" in done.output and "  site-gen " in done.output.split("例:")[1]


def test_the_list_of_commands_imports_none() -> None:
    """`site-gen --help` is there at once: commands are imported when they are called, each under the name it is called by."""
    names = "sorted(name for name in sys.modules if name.startswith('site_gen.'))"
    code = f"import sys; from site_gen.cli import main\ntry: main()\nexcept SystemExit: print({names})"
    done = subprocess.run([sys.executable, "-c", code, "--help"], capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == "['site_gen.cli', 'site_gen.orders', 'site_gen.speech']"
    assert [name for name, command in cli.commands.items() if command.name != name] == []


def test_every_parameter_is_explained() -> None:
    """Every option has a help text, and no placeholder is left to click's English names of types."""
    for name, command in cli.commands.items():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, (name, parameter.name)
            needs_a_name = not isinstance(parameter.type, click.Choice | type(click.BOOL))
            assert parameter.metavar or not needs_a_name, (name, parameter.name)


WRONG = {
    "no such command": ["nothing"],
    "nearly a command": ["chek"],
    "no such option": ["check", "--nothing"],
    "nearly an option": ["check", "--stric"],
    "no such short option": ["check", "-x"],
    "option of the group": ["--strict"],
    "value missing": ["build", "--output"],
    "value for a flag": ["check", "--strict=yes"],
    "unknown choice": ["check", "--format", "xml"],
    "argument missing": ["new"],
    "second argument missing": ["new", "mihon"],
    "option missing": ["new", "mihon", "juki"],
    "unknown form": ["new", "mihon", "juki", "--form", "zen"],
    "too much": ["check", "a", "b"],
    "a file for a folder": ["check", "file.txt"],
    "a file for the output": ["build", "--output", "file.txt"],
    "name with capitals": ["new", "Mihon", "juki", "--form", "kiso"],
    "name in Japanese": ["new", "mihon", "住基", "--form", "kiso"],
    "name that leads out": ["new", "mihon", "../juki", "--form", "kiso"],
    "name of the site itself": ["new", "search", "juki", "--form", "kiso"],
    "name of two lines": ["new", "mihon", "juki", "--form", "kiso", "--name", "住基\n事務"],
    "no day": ["check", "--today", "令和8年4月"],
    "schema of what": ["schema"],
    "output holds the current folder": ["build", "--output", "."],
    "output is everything": ["build", "--output", "/"],
    "output is the content": ["build", "--output", "content"],
    "output in the content": ["build", "--output", "content/output"],
    "output by another way": ["build", "--output", "content/../content"],
    "output of somebody else": ["build", "--output", "other"],
}


@pytest.mark.parametrize("args", WRONG.values(), ids=WRONG.keys())
def test_wrong_usage(args: list[str], folder: Path) -> None:
    """Exit code 2 and a sentence in Japanese; nothing is written, nothing goes."""
    (folder / "file.txt").write_text("あ", encoding="utf-8")
    (folder / "other").mkdir()
    (folder / "other/file.txt").write_text("い", encoding="utf-8")
    before = _files(folder)
    done = run(*args)
    assert done.exit_code == 2, done.output
    assert "エラー: " in done.output
    assert english(done.output) == []
    assert _files(folder) == before


def test_no_command_shows_the_help() -> None:
    done = run()
    assert "コマンド:" in done.output
    assert english(done.output) == []


def test_version() -> None:
    assert run("--version").output == f"site-gen {__version__}\n"


@pytest.mark.parametrize("args", [["nothing"], ["new", "--help"]], ids=" ".join)
def test_python_m_is_the_command(args: list[str]) -> None:
    """`python -m site_gen`, and what pip installs as `site-gen`, are one."""
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, function = scripts["site-gen"].split(":")
    installed = process(*args, code=f"from {module} import {function}; {function}()")
    here = process(*args)
    assert (here.returncode, here.stdout, here.stderr) == (installed.returncode, installed.stdout, installed.stderr)


# -- check -------------------------------------------------------------------------------------------------------------


def test_check_knows_the_day(folder: Path) -> None:
    """What is due is told on the day that is said, by default on today's, and never by a build."""
    file = folder / "content/mihon/boshi/hyoka.yaml"
    file.write_text(re.sub("公表日:.*", "公表日: 令和7年2月7日", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert "[reassessment-due]" in run("check", "--today", "2031-01-01").output
    assert "[reassessment-due]" in run("check", "--today", "令和13年1月1日").output
    assert "[reassessment-due]" not in run("check", "--today", "2029-12-31").output
    file.write_text(re.sub("公表日:.*", "公表日: 平成27年2月7日", file.read_text(encoding="utf-8")), encoding="utf-8")
    assert "[reassessment-due]" in run("check").output
    assert "[reassessment-due]" not in run("build").output


def test_a_notice_is_no_reason_to_stop(folder: Path) -> None:
    """Nothing can be mended about an ended assessment that has to stay; `--strict` would fail for three years."""
    file = folder / "content/mihon/boshi/hyoka.yaml"
    text = re.sub("公表日:.*", "公表日: 令和7年2月7日", file.read_text(encoding="utf-8"))
    file.write_text(re.sub("評価書名:.*", "評価書名: 給付金【令和7年3月31日終了】", text), encoding="utf-8")
    before = run("check", "--strict", "--today", "2028-03-31")
    assert "お知らせ" in before.output and "お知らせ 1 件" in before.output and before.exit_code == 0
    assert "::notice file=" in run("check", "--format", "github", "--today", "2028-03-31").output
    after = run("check", "--strict", "--today", "2028-04-01")
    assert "[ended-long-ago]" in after.output and "お知らせ" not in after.output and after.exit_code == 1


def test_check_codes(folder: Path) -> None:
    """0 when nothing is wrong, 1 for an error; a warning is one only when `--strict` asks for it."""
    assert run("check").exit_code == 0
    (folder / "content/memo.txt").write_text("あ", encoding="utf-8")
    assert run("check").exit_code == 0
    assert run("check", "--strict").exit_code == 1
    break_something(folder)
    done = run("check")
    assert done.exit_code == 1
    assert "unknown-key" in done.output
    assert run("check", "nowhere").exit_code == 1


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("broken", [False, True])
def test_json_is_all_there_is(command: str, broken: bool, folder: Path) -> None:
    """A list of problems with their seven keys is all that stands on stdout, also when there are none."""
    if broken:
        break_something(folder)
    done = process(command, "--format", "json")
    problems = json.loads(done.stdout)
    assert done.returncode == int(broken)
    assert [problem["code"] for problem in problems] == (["unknown-key"] if broken else [])
    for problem in problems:
        assert list(problem) == ["path", "line", "column", "severity", "code", "message", "hint"]
        assert problem["path"] == "content/mihon/boshi/hyoka.yaml" and problem["line"] > 0


def test_github_shows_problems_at_their_lines(folder: Path) -> None:
    assert process("check", "--format", "github").stdout == ""
    break_something(folder)
    (line,) = process("check", "--format", "github").stdout.splitlines()
    assert re.match(r"::error file=content/mihon/boshi/hyoka\.yaml,line=\d+,col=1,title=unknown-key::", line)


@pytest.mark.parametrize("own", ["", "\n  様式:\n  版: 不明\n  収録: 全部\n"])
def test_an_empty_record_is_told_once(own: str, folder: Path) -> None:
    """An assessment that does not say its form must not disappear in silence."""
    (folder / "content/mihon/boshi/hyoka.yaml").write_text(f"評価書:{own}\n", encoding="utf-8")
    problems = json.loads(process("check", "--format", "json").stdout)
    assert len(problems) == 1
    assert problems[0]["severity"] == "error"


# -- build -------------------------------------------------------------------------------------------------------------


def test_build_says_what_it_made(folder: Path) -> None:
    """And where to open it, from here; the folder is marked as its own, so that it may be replaced."""
    done = run("build")
    assert done.exit_code == 0
    assert re.search(r"^output に \d+ ページ（\d+\.\d MB）を作りました。$", done.output, re.MULTILINE)
    assert "output/index.html をダブルクリック" in done.output
    assert (folder / "output" / build.MARKER).is_file()
    assert "公開するときは" not in done.output
    municipality = folder / "content/mihon/municipality.yaml"
    text = municipality.read_text(encoding="utf-8")
    municipality.write_text(re.sub("^説明:.*$", "説明: 要確認", text, flags=re.MULTILINE), encoding="utf-8")
    done = run("build", "--no-search", "--output", str(folder / "output"))
    assert done.exit_code == 0 and "1 件は、公開するときはエラーになります" in done.output


def test_headers_say_for_which_address(folder: Path) -> None:
    done = run("headers", "--base", "pia")
    assert done.exit_code == 0 and "「https://（サーバー）/pia/」" in done.output and "次にすること: headers/README.txt" in done.output


def test_build_with_a_mistake_writes_nothing(folder: Path) -> None:
    break_something(folder)
    done = run("build")
    assert done.exit_code == 1
    assert "サイトは作りませんでした" in done.output
    assert not (folder / "output").exists()


def test_build_takes_an_empty_folder(folder: Path) -> None:
    (folder / "output").mkdir()
    assert run("build").exit_code == 0
    assert (folder / "output/index.html").is_file()


def test_build_from_elsewhere_spares_the_content(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parent of the content is refused wherever one stands."""
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert run("build", "../content", "--output", "..").exit_code == 2
    assert run("build", "../content", "--output", str(folder / "content/mihon")).exit_code == 2
    assert (folder / "content/site.yaml").is_file()


def test_build_through_a_link(folder: Path) -> None:
    """A link to a folder stays a link; one to the content is as little replaced as the content."""
    (folder / "public").symlink_to(folder / "www")
    assert run("build", "--output", "public").exit_code == 0
    assert (folder / "public").is_symlink() and (folder / "www/index.html").is_file()
    (folder / "sources").symlink_to(folder / "content")
    assert run("build", "--output", "sources").exit_code == 2
    assert (folder / "content/site.yaml").is_file()


def test_build_where_nothing_can_be_written(folder: Path) -> None:
    """One sentence with the place and the reason."""
    (folder / "file.txt").write_text("")
    done = process("build", "--output", "file.txt/output")
    assert done.returncode == 1
    assert done.stdout == ""
    first = done.stderr.splitlines()[0]
    assert re.fullmatch(r"file\.txt/output: エラー 書き込めません（.+） \[cannot-write\]", first)
    assert english(first.replace("[cannot-write]", "")) == []
    (problem,) = json.loads(process("build", "--output", "file.txt/output", "--format", "json").stdout)
    assert (problem["path"], problem["severity"], problem["code"]) == ("file.txt/output", "error", "cannot-write")


def test_build_with_a_broken_template(folder: Path) -> None:
    """The line of the city's own template is told, not the program's; `check` tells what can be told without making a page."""
    templates = folder / "content/templates"
    templates.mkdir()
    (templates / "portal.html").write_text("\n{{ page.no_such_thing }}", encoding="utf-8")
    assert run("check").exit_code == 0
    done = run("build")
    assert done.exit_code == 1
    assert "content/templates/portal.html:2:1: エラー テンプレートの書き方の誤りです" in done.output
    assert "templates を元に戻してください" in done.output
    (templates / "portal.html").write_text("\n\n{% if %}", encoding="utf-8")
    done = run("check")
    assert done.exit_code == 1
    assert "content/templates/portal.html:3:1: エラー テンプレートの書き方の誤りです" in done.output
    assert not (folder / "output").exists()


def test_progress_is_shown_to_who_wants_it(folder: Path) -> None:
    """A terminal has a bar, with the stage and the pages so far; nobody who wants quiet has anything."""
    shown = _on_a_terminal("build")
    assert "━" in shown and re.search(r"評価書のページ.*件、\S+ ページ", shown)
    assert _on_a_terminal("build", "--no-cache", "--quiet") == process("build", "--no-cache", "--quiet").stderr.replace("\n", "\r\n")


def _on_a_terminal(*args: str) -> str:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "site_gen", *args]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TERM": "xterm"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs, env=environment) as running:
        os.close(theirs)
        said = b""
        try:
            while chunk := os.read(ours, 65536):
                said += chunk
        except OSError:
            pass  # how Linux says that the other end is closed
        assert running.wait() == 0
    os.close(ours)
    return said.decode("utf-8")


# -- new ---------------------------------------------------------------------------------------------------------------


def test_new_says_what_to_do_next(folder: Path) -> None:
    """What was written, one line a file, and the next steps; then it is a content folder like any other."""
    done = run("new", "sakura", "juki", "--form", "zenkomoku", "--name", "住民基本台帳に関する事務")
    assert done.exit_code == 0
    written = re.findall(r"^  (content/\S+)$", done.output, re.MULTILINE)
    assert "content/sakura/municipality.yaml" in written and "content/sakura/juki/0-hyoshi.yaml" in written
    assert "content/site.yaml" not in written  # it was there
    assert all((folder / name).is_file() for name in written)
    assert "次にすること" in done.output and "site-gen check" in done.output
    assert english(done.output) == []
    assert run("check").exit_code == 0


def test_new_in_another_folder(folder: Path) -> None:
    done = run("new", "sakura", "juki", "--form", "kiso", "--to", "genko")
    assert done.exit_code == 0
    assert "site-gen check genko" in done.output
    assert run("check", "genko").exit_code == 0


def test_new_never_overwrites(folder: Path) -> None:
    """One sentence, exit code 1, and everything as it was."""
    before = _files(folder)
    done = run("new", "mihon", "boshi", "--form", "kiso")
    assert done.exit_code == 1
    assert len(done.output.splitlines()) == 1
    assert "content/mihon/boshi" in done.output
    assert _files(folder) == before


def test_new_where_nothing_can_be_written(folder: Path) -> None:
    (folder / "file.txt").write_text("")
    done = run("new", "mihon", "juki", "--form", "kiso", "--to", "file.txt/content")
    assert done.exit_code == 1
    assert "[cannot-write]\n    別のフォルダーを書くか" in done.output


# -- schema ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", schema.CODES)
def test_schema_is_printed(code: str) -> None:
    """JSON on stdout and nothing else; the dictionary of the same form is Markdown."""
    assert json.loads(process("schema", "--form", code).stdout) == schema.schema(code)
    text = process("schema", "--form", code, "--format", "md").stdout
    assert text.count("\n## ") == 2  # how to read it, and the one form


def test_schema_writes_files(folder: Path) -> None:
    """One file for one form, a folder for all."""
    assert run("schema", "--form", "kiso", "--output", "a/b.json").output == "a/b.json を書きました。\n"
    assert json.loads((folder / "a/b.json").read_text(encoding="utf-8"))["title"].startswith("基礎項目評価書")
    assert run("schema", "--output", "all").exit_code == 0
    assert {path.name for path in (folder / "all").iterdir()} == {f"{code}.json" for code in schema.CODES}
    assert run("schema", "--format", "md", "--output", "d.md").exit_code == 0
    assert "\r" not in (folder / "d.md").read_bytes().decode("utf-8")
    assert run("schema", "--output", "d.md").exit_code == 1


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# -- export ------------------------------------------------------------------------------------------------------------


def test_export_writes_a_workbook(folder: Path) -> None:
    done = run("export", "mihon", "boshi")
    assert done.exit_code == 0 and "mihon-boshi.xlsx" in done.output
    data = (folder / "mihon-boshi.xlsx").read_bytes()
    assert data.startswith(b"PK") and sorted(path.name for path in folder.iterdir()) == ["content", "mihon-boshi.xlsx"]
    assert run("import", "mihon-boshi.xlsx", "--municipality", "mihon", "--assessment", "again").exit_code == 0
    assert run("export", "mihon", "again", "--to", "sub/x.xlsx").exit_code == 0
    assert (folder / "sub/x.xlsx").read_bytes() == data


def test_export_overwrites_only_when_asked(folder: Path) -> None:
    (folder / "x.xlsx").write_bytes(b"mine")
    done = run("export", "mihon", "boshi", "--to", "x.xlsx")
    assert done.exit_code == 1 and "--overwrite" in done.output and (folder / "x.xlsx").read_bytes() == b"mine"
    assert run("export", "mihon", "boshi", "--to", "x.xlsx", "--overwrite").exit_code == 0
    assert (folder / "x.xlsx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (["mihon", "juki"], 1, "mihon boshi"),
        (["nowhere", "boshi"], 1, "mihon boshi"),
        (["mihon", "boshi", "--content", "nowhere"], 1, "原稿のフォルダーがありません。場所を"),
        (["mihon", "boshi", "--to", "x.csv"], 2, ".xlsx"),
        (["mihon"], 2, "評価書"),
    ],
)
def test_export_of_nothing(args: list[str], code: int, words: str, folder: Path) -> None:
    done = run("export", *args)
    assert done.exit_code == code and words in done.output
    assert [path.name for path in folder.iterdir()] == ["content"]


def test_export_needs_an_assessment_without_errors(folder: Path) -> None:
    """Errors of the one that is asked for are told; those of another one do not matter."""
    skeleton.write(folder / "content", skeleton.skeleton("mihon", "juki", FORMS[2], "住民基本台帳に関する事務"))
    break_something(folder)
    done = run("export", "mihon", "boshi")
    assert done.exit_code == 1 and "unknown-key" in done.output and "書き出しませんでした" in done.output
    assert not (folder / "mihon-boshi.xlsx").exists()
    assert run("export", "mihon", "juki").exit_code == 0


def test_export_asks_nothing_of_the_rest_of_the_folder(folder: Path) -> None:
    """Neither the settings of the site and the municipality, nor another assessment, stand in a workbook."""
    (folder / "content/site.yaml").unlink()
    (folder / "content/mihon/municipality.yaml").write_text("名称: [", encoding="utf-8")
    (folder / "content/mihon/broken").mkdir()
    (folder / "content/mihon/broken/x.yaml").write_text("評価書: [", encoding="utf-8")
    done = run("export", "mihon", "boshi")
    assert done.exit_code == 0 and (folder / "mihon-boshi.xlsx").exists()


def test_what_click_says_is_quoted_as_we_do() -> None:
    """And a command that is only a little like what was typed is none that was meant."""
    assert "「chek」というコマンドはありません。 もしかして「check」ですか。" in run("chek").output
    assert "もしかして「--port」ですか" in run("preview", "--prot", "1").output
    assert "「80000」は使えません。0 から 65535 までの数を書いてください" in run("preview", "--port", "80000").output


def test_a_folder_that_is_not_there_is_told_alike(folder: Path) -> None:
    for command in ("check", "build", "preview"):
        done = run(command, "nai")
        assert done.exit_code == 1
        assert "nai: エラー 原稿のフォルダーがありません [no-content]\n    場所を" in done.output and "0 個" not in done.output


def test_a_wrong_form_is_told_the_forms_by_name() -> None:
    for args in (["new", "mihon", "juki"], ["import", "x.txt", "--municipality", "mihon", "--assessment", "juki"]):
        done = run(*args, "--form", "zen")
        assert done.exit_code == 2 and "zenkomoku（全項目評価書）、juten（重点項目評価書）、kiso（基礎項目評価書）" in done.output
