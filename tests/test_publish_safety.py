"""What a publication must never do to files that are not ours, whoever changes the target meanwhile; on folders, for speed."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import publish
from site_gen.build import MARKER
from site_gen.cli import cli
from site_gen.publish import lock, manifest, record, said
from site_gen.publish.store import Folder, Hashes
from site_gen.targets import Target
from tests.publishing import digests, put, put_back

PAGE = '<!DOCTYPE html><html lang="ja"><head><title>{0}</title></head><body><main><p>{0}</p></main></body></html>\n'
THEIRS = "市の職員が置いた、ただ1つのもの"


def site(folder: Path, **pages: str) -> Path:
    """A built folder: index.html, mihon/index.html and assets/site.css, and what `pages` say instead (a__b: a/b.html)."""
    texts = {"index": "表紙", "mihon__index": "見本市", **pages}
    (folder / "assets").mkdir(parents=True)
    (folder / "assets/site.css").write_text("p { margin: 0 }\n", encoding="utf-8")
    for name, text in texts.items():
        path = folder / f"{name.replace('__', '/')}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PAGE.format(text), encoding="utf-8")
    (folder / MARKER).write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return site(tmp_path / "old")


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Another text on each page, and a page that was not there."""
    return site(tmp_path / "new", index="新しい表紙", mihon__index="新しい見本市", mihon__shin__index="新しい評価書")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "www"


def target(root: Path) -> Target:
    return Target("folder", folder=str(root))


def planned(root: Path, output: Path) -> publish.Plan:
    store = Folder(root)
    return publish.plan(store, publish.remembered(store), publish.manifest_of(output))


def run(root: Path, output: Path, *arguments: str) -> Result:
    """The command, as one types it, without any sources beside it."""
    words = ("publish", str(root), "--output", str(output), "--content", str(output.parent / "nai"), "--yes", *arguments)
    return CliRunner().invoke(cli, words)


# Links


def test_nothing_is_written_through_a_linked_folder(root: Path, old: Path, tmp_path: Path) -> None:
    """`mihon` of the target leads elsewhere; before the link was seen, elsewhere was overwritten."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "index.html").write_text(THEIRS, encoding="utf-8")
    root.mkdir()
    (root / "mihon").symlink_to(elsewhere, target_is_directory=True)
    assert planned(root, old).blocked == ("mihon",)
    said = run(root, old)
    assert said.exit_code == 1 and "mihon" in said.output
    assert (elsewhere / "index.html").read_text(encoding="utf-8") == THEIRS


def test_a_folder_of_ours_that_became_a_link_is_not_followed(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    """Nothing is written, moved or deleted behind it: not by a publication, nor by one that has its plan already."""
    put(target(root), new)
    plan = planned(root, old)  # mihon/shin is to go
    elsewhere = Path(tmp_path / "elsewhere")
    (root / "mihon").rename(elsewhere)
    (root / "mihon").symlink_to(elsewhere, target_is_directory=True)
    before = digests(elsewhere)
    with pytest.raises(publish.Refusal):
        publish.publish(Folder(root), plan, old, publish.new_run(), overwrite=True)
    store, page = Folder(root), ("mihon/index.html",)
    for change in (partial(store.delete, page, ()), partial(store.delete, (), ("mihon/shin",)), partial(store.clear, "mihon/shin"),
                   partial(store.send, old, page, ""), partial(store.move, page, "assets"), partial(store.fetch, page, tmp_path)):
        with pytest.raises(publish.Refusal, match="「mihon」は、ほかの場所を指すリンクです"):
            change()
    assert digests(elsewhere) == before


def test_a_link_to_a_file_is_not_read_and_its_end_stays(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    put(target(root), old)
    secret = tmp_path / "secret"
    secret.write_bytes((root / "index.html").read_bytes())  # even the same bytes
    (root / "index.html").unlink()
    (root / "index.html").symlink_to(secret)
    assert planned(root, new).edited == ("index.html",)
    with pytest.raises(publish.Refusal):
        put(target(root), new, overwrite=True)
    assert secret.read_bytes() == (old / "index.html").read_bytes() and (root / "index.html").is_symlink()


def test_the_folder_itself_may_be_a_link(root: Path, old: Path, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    root.symlink_to(tmp_path / "real", target_is_directory=True)
    put(target(root), old)
    assert digests(tmp_path / "real") == {path: one for path, one in digests(old).items() if path != MARKER}


# What happens between the plan and the switch


class Meanwhile(Folder):
    """A folder in which somebody else does something when files are about to be sent, or are being sent."""

    def __init__(self, root: Path, does: Callable[[], object], *, late: bool = False) -> None:
        super().__init__(root)
        self.does, self.late, self.done = does, late, False

    def send(self, folder: Path, paths: Iterable[str], below: str) -> None:
        if not self.done and below == (record.FILES if self.late else lock.FOLDER):
            self.done = True
            self.does()
        super().send(folder, paths, below)


def write(path: Path, text: str = THEIRS) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", ["mihon/shin/index.html", "mihon/shin", "mihon/index.html"])
def test_what_appears_after_the_plan_stays(root: Path, old: Path, new: Path, name: str, late: bool) -> None:
    """Where a new page will be, where its folder will be, and in place of one of ours."""
    put(target(root), old)
    plan = planned(root, new)
    with pytest.raises(publish.Refusal, match=r"計画を示したあとで|手で書き換えられ") as told:
        publish.publish(Meanwhile(root, lambda: write(root / name), late=late), plan, new, publish.new_run())
    assert name in str(told.value)
    assert (root / name).read_text(encoding="utf-8") == THEIRS
    assert (root / "index.html").read_bytes() == (old / "index.html").read_bytes()


def test_another_stranger_after_the_plan_is_no_reason_to_stop(root: Path, old: Path) -> None:
    plan = planned(root, old)
    verdict = publish.publish(Meanwhile(root, lambda: write(root / "oshirase.html")), plan, old, publish.new_run())
    assert verdict.is_whole and verdict.strangers == ("oshirase.html",)


def test_a_first_publication_overwrites_nothing_that_came_after_the_plan(root: Path, old: Path) -> None:
    plan = planned(root, old)
    write(root / "index.html")
    with pytest.raises(publish.Refusal, match=r"計画を示したあとで、公開先のファイルが変わりました（index\.html）"):
        publish.publish(Folder(root), plan, old, publish.new_run())
    assert (root / "index.html").read_text(encoding="utf-8") == THEIRS
    assert run(root, old).exit_code == 1  # and the next plan names it


# What an interrupted release was to bring


class Cut(Folder):
    """A folder whose connection is cut before pages take their places; `blind`: it tells no hashes, as most servers do."""

    def __init__(self, root: Path, *, blind: bool = False, cut: bool = True) -> None:
        super().__init__(root)
        self.blind, self.cut = blind, cut

    def hashes(self, paths: Iterable[str], *, download: bool = False) -> Hashes:
        return Hashes("", {}) if self.blind and not download else super().hashes(paths)

    def move(self, paths: Iterable[str], below: str) -> None:
        paths = tuple(paths)
        if self.cut and any(path.endswith(".html") for path in paths):
            raise publish.Refusal("切れました")
        super().move(paths, below)


def interrupted(root: Path, output: Path) -> None:
    """A publication of `output` ends when its style sheet is public and no page is."""
    with pytest.raises(publish.Refusal, match="切れました"):
        publish.publish(Cut(root), planned(root, output), output, publish.new_run())


@pytest.mark.parametrize("blind", [False, True])
@pytest.mark.parametrize("text", [THEIRS, "同じ長さ"])
def test_a_name_that_an_interrupted_release_never_used_is_not_ours(root: Path, new: Path, tmp_path: Path, text: str, blind: bool) -> None:
    """A stranger's index.html, even as long as ours: neither rolled back nor overwritten; with it away the release goes on."""
    interrupted(root, new)
    page = root / "index.html"
    write(page, text if text == THEIRS else (new / "index.html").read_text(encoding="utf-8").replace("新", "古"))
    theirs = page.read_bytes()
    store = Cut(root, blind=blind, cut=False)
    with pytest.raises(publish.Refusal, match=r"同じ名前のファイルがあるため、公開できません（index\.html）"):
        publish.publish(store, publish.plan(store, publish.remembered(store), publish.manifest_of(new)), new, publish.new_run())
    known = publish.remembered(store)
    goal = publish.back(store, known, tmp_path / "back").manifest
    publish.publish(store, publish.plan(store, known, goal), tmp_path / "back", publish.new_run(), rollback=True)
    assert {path: (root / path).read_bytes() for path in digests(root)} == {"index.html": theirs}
    page.unlink()
    put(target(root), new)
    assert digests(root) == {path: one for path, one in digests(new).items() if path != MARKER}


def test_a_release_instead_of_an_interrupted_one_spares_strangers_too(root: Path, old: Path, new: Path) -> None:
    """The third release has no page of the name that the second was to use; the second stays interrupted, too."""
    put(target(root), old)
    interrupted(root, new)
    write(root / "mihon/shin/index.html")
    third = site(old.parent / "third", mihon__index="三つ目")
    interrupted(root, third)
    put(target(root), third)
    assert (root / "mihon/shin/index.html").read_text(encoding="utf-8") == THEIRS


def test_what_was_edited_by_hand_after_an_interruption_is_named(root: Path, old: Path, new: Path) -> None:
    put(target(root), old)
    interrupted(root, new)
    write(root / "index.html")
    with pytest.raises(publish.Refusal, match=r"手で書き換えられたか.*（index\.html）"):
        put(target(root), new)
    assert (root / "index.html").read_text(encoding="utf-8") == THEIRS
    assert put(target(root), new, overwrite=True).is_whole


def test_a_file_that_was_to_go_and_is_a_stranger_now_stays(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    """The release is public, its deletions were cut; meanwhile the page that was to go was made anew by somebody."""
    class Stays(Folder):
        def delete(self, paths: Iterable[str], emptied: Iterable[str]) -> None:
            paths = tuple(paths)
            if any(path.endswith(".html") for path in paths):
                raise publish.Refusal("切れました")
            super().delete(paths, emptied)

    put(target(root), new)
    with pytest.raises(publish.Refusal, match="切れました"):
        publish.publish(Stays(root), planned(root, old), old, publish.new_run())
    write(root / "mihon/shin/index.html")
    assert put(target(root), old).is_whole
    assert (root / "mihon/shin/index.html").read_text(encoding="utf-8") == THEIRS


# Names that are one name where capitals do not count


class NoCapitals(Folder):
    """A folder as a disk of Windows or macOS is: whatever the case, one name."""

    def move(self, paths: Iterable[str], below: str) -> None:
        for path in paths:
            here = self._root
            for part in Path(path).parts:
                same = [one for one in here.iterdir() if one.name.casefold() == part.casefold()] if here.is_dir() else []
                here = same[0] if same else here / part
            here.parent.mkdir(parents=True, exist_ok=True)
            (self._root / below / path).replace(here)


@pytest.mark.parametrize("name", ["Index.html", "MIHON/index.html", "MIHON/oshirase.html", "Mihon", "ASSETS", "index.HTML/a.txt"])
def test_a_stranger_that_differs_in_capitals_alone_is_in_the_way(root: Path, old: Path, name: str) -> None:
    write(root / name)
    store = NoCapitals(root)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(old))
    assert plan.blocked == (name,)
    with pytest.raises(publish.Refusal, match="同じ名前のファイル") as told:
        publish.publish(store, plan, old, publish.new_run())
    assert "大文字と小文字" in told.value.hint
    assert (root / name).read_text(encoding="utf-8") == THEIRS


def test_a_stranger_of_another_name_is_in_nobodys_way(root: Path, old: Path) -> None:
    for name in ("Oshirase/Index.html", "mihon/Oshirase.html", "INDEX.htm"):
        write(root / name)
    assert put(target(root), old).strangers == ("INDEX.htm", "Oshirase/Index.html", "mihon/Oshirase.html")


# What is in output/ and not of the site


@pytest.mark.parametrize("name", [".DS_Store", ".htaccess", "mihon/._index.html", "mihon/Thumbs.db"])
def test_what_is_no_file_of_the_site_is_told_before_anything_is_sent(root: Path, old: Path, name: str) -> None:
    """Before, such a name went into the manifest on the target, which could not be read again for good."""
    write(old / name)
    said = run(root, old)
    assert said.exit_code == 1 and f"{name}: エラー" in said.output and "公開しませんでした" in said.output
    assert not root.exists()
    zipped = run(root.with_suffix(".zip"), old)
    assert zipped.exit_code == 1 and not root.with_suffix(".zip").exists()
    (old / name).unlink()
    assert run(root, old).exit_code == 0


def test_no_manifest_is_written_that_cannot_be_read() -> None:
    file = publish.manifest_of(Path(__file__).parent / "example/mihon").files
    with pytest.raises(manifest.Unreadable, match=r"\.DS_Store"):
        manifest.to_json(manifest.Manifest({".DS_Store": next(iter(file.values()))}))


def test_settings_of_the_server_beside_the_site_stay(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    """.htaccess and 404.html, as `site-gen headers` has them copied to the target; neither is ours, in any command."""
    for name in (".htaccess", "404.html"):
        write(root / name)
    for site_ in (old, new):
        assert run(root, site_).exit_code == 0
    assert run(root, new, "--rollback").exit_code == 0
    assert {name: (root / name).read_text(encoding="utf-8") for name in (".htaccess", "404.html")} == dict.fromkeys((".htaccess", "404.html"), THEIRS)
    known = publish.remembered(Folder(root)).manifest
    assert known is not None and publish.verify(Folder(root), known).strangers == (".htaccess", "404.html")


# The word on the command line


@pytest.mark.parametrize("name", [
    "sftp://web:hunter2@www.example.jp/pia", "https://www.example.jp/pia", "web:hunter2@www.example.jp/pia", "web:hunter2@host:/pia",
    "ftp://web:hunter2@www.example.jp/pia.zip", ":sftp,host=x,user=web,pass=hunter2:pia", "sftp,pass=hunter2:pia", "file:///srv/www",
])
def test_an_address_is_no_folder_and_no_password_is_repeated(old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Before, it became a folder of the name `sftp:` here, and a password in it was shown as a part of the plan."""
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    said = CliRunner().invoke(cli, ("publish", name, "--output", str(old), "--content", "nai", "--yes"))
    assert said.exit_code == 2 and "SITE_GEN_PASSWORD" in said.output
    assert "hunter2" not in said.output and sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(("name", "exit_code"), [
    ("./www", 0), ("../www", 0), ("www", 2), ("www/pia", 2), ("ima", 0), ("./web:8080@naibu", 0), ("honbann", 2)])
def test_a_folder_begins_like_one_or_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, exit_code: int) -> None:
    """A word that is neither could be a target with a slip of the pen."""
    monkeypatch.chdir(site(tmp_path / "home/old").parent)
    Path("ima").mkdir()
    said = CliRunner().invoke(cli, ("publish", name, "--output", "old", "--content", "nai", "--yes"))
    assert said.exit_code == exit_code, said.output
    if exit_code:
        assert "原稿のフォルダー「nai」がありません" in said.output and "--content" in said.output and not Path(name).exists()
    else:
        assert (Path(name) / "index.html").is_file()


# What somebody uploads by hand


def test_a_rollback_after_the_new_page_was_uploaded_by_hand(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    """It is as it is to be, so that nothing is sent or kept of it; the rollback leads to what was there before, that page included."""
    put(target(root), old)
    (root / "index.html").write_bytes((new / "index.html").read_bytes())
    before = digests(root)
    assert "index.html" in planned(root, new).unchanged
    put(target(root), new)
    assert put_back(target(root), tmp_path / "back").is_whole
    assert digests(root) == before
    put(target(root), old, overwrite=True)
    assert (root / "index.html").read_bytes() == (old / "index.html").read_bytes()


# Records and ZIPs on the target that are broken


def flipped(path: Path) -> None:
    """The packed bytes of index.html are others."""
    with zipfile.ZipFile(path) as found:
        one = found.getinfo("files/index.html")
    data = bytearray(path.read_bytes())
    start = one.header_offset + 30 + len(one.filename)
    data[start : start + one.compress_size] = b"\xff" * one.compress_size
    path.write_bytes(data)


def remade(**said: bytes) -> Callable[[Path], None]:
    """The ZIP with other contents of some of its files (a__b: a/b)."""
    def make(path: Path) -> None:
        with zipfile.ZipFile(path) as found:
            texts = {name: found.read(name) for name in found.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as found:
            for name, text in (texts | {name.replace("__", "/").replace("_", "."): text for name, text in said.items()}).items():
                found.writestr(name, text)
    return make


def header(offset: int, value: int) -> Callable[[Path], None]:
    """Each file of the ZIP says `value` at `offset` of its heads: 6 flags (1: encrypted), 8 the method of compression."""
    def make(path: Path) -> None:
        data = bytearray(path.read_bytes())
        for mark, more in ((b"PK\x03\x04", 0), (b"PK\x01\x02", 2)):
            at = data.find(mark)
            while at >= 0:
                data[at + offset + more : at + offset + more + 2] = value.to_bytes(2, "little")
                at = data.find(mark, at + 4)
        path.write_bytes(data)
    return make


DAMAGES: dict[str, Callable[[Path], None]] = {
    "flipped": flipped, "encrypted": header(6, 1), "unknown method": header(8, 99), "lzma": header(8, 14),
    "cut": lambda path: os.truncate(path, 200), "no zip": lambda path: os.truncate(path, 2),
    "deep": remade(manifest_json=b"[" * 200_000), "deep after": remade(after_json=b"[" * 200_000), "list": remade(after_json=b"[]"),
    "larger than it says": remade(files__index_html=b"x" * 100_000), "not of it": remade(files__nai_html=b"x"),
    "bomb": remade(manifest_json=b" " * 70_000_000),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_broken_zip_of_before_is_told(root: Path, old: Path, new: Path, damage: str) -> None:
    put(target(root), old)
    put(target(root), new)
    DAMAGES[damage](root / record.PREVIOUS)
    before = digests(root)
    said = run(root, new, "--rollback")
    assert said.exit_code == 1 and isinstance(said.exception, SystemExit), said.exception
    assert "previous.zip が壊れています" in said.output and "原稿から" in said.output
    assert digests(root) == before


@pytest.mark.parametrize("name", ["manifest.json", "next/state.json"])
@pytest.mark.parametrize("text", [
    "[" * 200_000, '{"files":{"a":{"size":-1,"sha256":"","md5":""}},"program":""}', '{"touched":[]}', "\x00", '{"touched":{"a":3}}'])
def test_a_broken_record_is_told(root: Path, old: Path, name: str, text: str) -> None:
    put(target(root), old)
    write(root / ".site-gen" / name, text)
    for word in ("--rollback", "--dry-run", "--overwrite-changed"):
        said = run(root, old, word)
        assert said.exit_code == 1 and isinstance(said.exception, SystemExit), said.exception
        assert "記録（.site-gen）が壊れている" in said.output and len(said.output) < 1000


def test_a_built_folder_that_was_copied_by_hand_is_told(root: Path, old: Path) -> None:
    """The mark of `build` came with it, under the name that is our folder on a target."""
    shutil.copytree(old, root)
    said = run(root, old)
    assert said.exit_code == 1 and "「.site-gen」がフォルダーではありません" in said.output and "印" in said.output


@pytest.mark.parametrize("text", ["[" * 200_000, '{"assessment": []}', '{"items": [3]}', '{"items": {}, "changes": 1}', '{"changes": [[]]}'])
def test_a_data_file_of_the_target_that_is_none_is_no_end(root: Path, old: Path, new: Path, text: str) -> None:
    """What the public will see change is read from it."""
    write(old / "mihon/kiso/data.json", text)
    write(new / "mihon/kiso/data.json", '{"assessment": {"municipality": "見本市", "assessment_name": "見本"}, "items": [], "changes": []}')
    put(target(root), old)
    said = run(root, new)
    assert said.exit_code == 0, said.output
    assert "見本市「見本」（mihon/kiso）" in said.output


# What a server says, on the terminal of an official


ESCAPE = "\x1b]0;pwn\x07\x1b[2J\u202e"


@pytest.mark.parametrize("word", ["--verify", "--dry-run", "--rollback"])
def test_no_name_of_the_server_moves_the_cursor(root: Path, old: Path, new: Path, word: str) -> None:
    """Names of files, who began a publication, what a data file calls an assessment: told with what a terminal would obey as codes."""
    write(new / "mihon/kiso/data.json", json.dumps({"assessment": {"municipality": f"市{ESCAPE}", "assessment_name": "見本"}}))
    put(target(root), new)
    put(target(root), old)
    write(root / f"{ESCAPE}.html")
    write(Path(os.fsdecode(bytes(root) + b"/\xff\n\xe3\x81.html")))
    state = {"release": "x", "base": "y", "rollback": False, "phase": "sending", "touched": {}, "who": f"yamada{ESCAPE}\n", "since": f"{ESCAPE}z"}
    write(root / record.STATE, json.dumps(state))
    done = run(root, new, word)
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert "yamada\\x1b]0;pwn\\x07\\x1b[2J\\u202e\\n さん" in done.output
    assert not set("\x1b\x07\u202e") & set(done.output)
    if word != "--rollback":
        assert "\\x1b]0;pwn\\x07\\x1b[2J\\u202e.html" in done.output and "\\udcff\\n" in done.output


def test_a_refusal_shows_what_the_server_says_and_obeys_nothing(root: Path, old: Path) -> None:
    write(root / lock.FOLDER / "0123456789abcdef.json", json.dumps({"who": ESCAPE, "since": ""}))
    write(root / "index.html")
    with pytest.raises(publish.Refusal, match=r"\\x1b\]0;pwn") as told, lock.held(Folder(root), publish.new_run()):
        pass
    assert "\x1b" not in str(told.value)
    server = said.refusal(f"2026/04/01 10:32:00 ERROR : {ESCAPE}\n: it failed", Target("rclone", remote="x:"))
    assert server.hint.count("\n") == 1 and not set("\x1b\x07\u202e") & set(server.hint)
    assert publish.visible("評価書　「一覧」 a-b_c〜①") == "評価書　「一覧」 a-b_c〜①"


# Links in output/


@pytest.mark.parametrize("link", ["assets/x.txt", "mihon/shin", "nai.html"])
def test_a_link_in_the_built_folder_is_not_followed(root: Path, old: Path, tmp_path: Path, link: str) -> None:
    """To a file, to a folder, and to nothing: what lies behind it was not built."""
    (tmp_path / "secret").mkdir()
    write(tmp_path / "secret/index.html")
    (old / link).symlink_to({"assets/x.txt": tmp_path / "secret/index.html", "mihon/shin": tmp_path / "secret"}.get(link, tmp_path / "nai"))
    with pytest.raises(publish.Refusal, match=f"「{link}」は、ふつうのファイルでもフォルダーでもありません"):
        publish.manifest_of(old)
    for place in (root, root.with_suffix(".zip")):
        done = run(place, old)
        assert done.exit_code == 1 and link in done.output and not place.exists()


def test_a_file_that_becomes_a_link_after_the_plan_is_not_sent(root: Path, old: Path, tmp_path: Path) -> None:
    plan = planned(root, old)
    (old / "index.html").rename(tmp_path / "index.html")
    (old / "index.html").symlink_to(tmp_path / "index.html")
    with pytest.raises(publish.Refusal, match=r"「index\.html」が手元で変わりました"):
        publish.publish(Folder(root), plan, old, publish.new_run())
    assert not (root / "index.html").exists()


# What was withdrawn


def test_a_rollback_puts_nothing_back_that_must_not_go_out(root: Path, old: Path, new: Path, tmp_path: Path) -> None:
    """A number that nobody saw went out, and was taken away by the next release; `--rollback` does not bring it again."""
    leak = site(tmp_path / "leak", mihon__index="個人番号 1234 5678 9018")
    put(target(root), leak)
    put(target(root), new)
    before = digests(root)
    for word in ("--yes", "--dry-run"):
        done = run(root, new, "--rollback", word)
        assert done.exit_code == 1 and "mihon/index.html:" in done.output and "my-number" in done.output and "戻しませんでした" in done.output
    assert digests(root) == before and not (root / record.NEXT).exists()
    put(target(root), old)
    assert run(root, new, "--rollback").exit_code == 0  # to what nobody minds


def test_what_was_before_can_be_forgotten(root: Path, old: Path, new: Path) -> None:
    """Asked first; then nothing of the release before is on the target, whose pages stay as they are."""
    put(target(root), old)
    assert "控えがありません" in run(root, old, "--forget-previous").output
    assert "--forget-previous" in run(root, new).output
    before = digests(root)
    words = ("publish", str(root), "--content", "nai", "--forget-previous")
    asked = CliRunner().invoke(cli, words, input="はい\n")  # no terminal: nobody was asked
    assert asked.exit_code == 1 and (root / record.PREVIOUS).exists()
    done = run(root, new, "--forget-previous")
    assert done.exit_code == 0 and "前の公開の控えを消しました" in done.output
    assert digests(root) == before
    assert sorted(path.name for path in (root / ".site-gen").iterdir()) == ["manifest.json"]
    assert "戻せる前の公開がありません" in run(root, new, "--rollback").output
    assert run(root, new, "--forget-previous", "--dry-run").exit_code == 2


def test_nothing_is_forgotten_that_an_interrupted_release_needs(root: Path, old: Path, new: Path) -> None:
    put(target(root), new)
    put(target(root), old)
    interrupted(root, new)
    done = run(root, new, "--forget-previous")
    assert done.exit_code == 1 and "途中で止まっている公開" in done.output and (root / record.PREVIOUS).exists()
    with lock.held(Folder(root), publish.new_run()):
        assert "公開しているため" in run(root, new, "--forget-previous").output
