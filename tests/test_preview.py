"""`site-gen preview` asked as a browser asks it: who may, what there is, what an edit changes, how it ends."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from site_gen import content, render
from site_gen.kept import Kept
from site_gen.model import Site
from site_gen.pages import pages, sections
from site_gen.preview import front as front_module
from site_gen.preview import shown as shown_module
from site_gen.preview.front import Front
from site_gen.preview.overlay import overlay
from site_gen.preview.rest import Rest
from site_gen.preview.shown import Shown
from site_gen.preview.watch import Watch, is_passing
from site_gen.problem import Span, error
from site_gen.render import Renderer
from tests.conftest import ROOT
from tests.preview_server import Preview, asked, running, small, until

BOSHI = "mihon/boshi/hyoka.yaml"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with running(small(tmp_path_factory.mktemp("preview") / "content", "mihon/boshi"), "--no-search") as found:
        yield found


def test_sections_are_all_pages(whole_site: Site) -> None:
    """Each page is in the section that is asked for it; a page made alone is the page that a build makes."""
    shown = Shown(ROOT / "content")
    renderer = Renderer()
    assert shown.site == content.read(ROOT / "content").site
    every = list(pages(whole_site))
    assert len({folder for section in sections(whole_site) for folder in section.folders}) > 10
    for page in [*every[::40], every[-1]]:
        html = shown.html(page.path)
        if page.path != "data":
            assert html == renderer.html(page).encode()
    assert [page.path for page in every if shown._page(page.path) is None] == []
    assert shown.html("mihon/keine") is None
    assert shown.html("mihonx") is None


def test_a_kept_reading_is_the_reading(tmp_path: Path) -> None:
    """After edits of every kind, what was kept gives what reading everything again gives."""
    folder = small(tmp_path / "c", "mihon/boshi", "mihon/juminzei")
    kept = Kept(again=True)
    first = content.read(folder, kept=kept)
    assert first == content.read(folder)
    one = folder / BOSHI

    def again() -> content.Result:
        found = content.read(folder, kept=kept)
        assert found == content.read(folder)
        return found

    text = one.read_text(encoding="utf-8")
    one.write_text(text + "\nひとりごと: x\n", encoding="utf-8")
    assert again().errors
    one.write_text(text, encoding="utf-8")
    mended = again()
    assert not mended.errors and mended.site and first.site
    same = [a is b for a, b in zip(mended.site.municipalities[0].assessments, first.site.municipalities[0].assessments, strict=True)]
    assert same == [False, True]  # what nobody edited is not read again
    (folder / "laws.yaml").write_text("法令: []\n", encoding="utf-8")
    again()
    shutil.rmtree(folder / "mihon/juminzei/versions")
    again()
    (folder / "mihon/boshi").rename(folder / "mihon/hoka")
    again()
    one = folder / "mihon/hoka/hyoka.yaml"
    one.write_text("下書き: true\n" + text, encoding="utf-8")
    assert [p.code for p in again().problems if p.severity == "notice"] == ["draft-left-out"]


def test_on_a_large_site_the_folder_in_hand_is_looked_at_more_often(tmp_path: Path) -> None:
    """What is saved where something was saved before is found at once, everything else by and by, and each only once."""
    files = [tmp_path / f"m/{home:03}/{name:02}.yaml" for home in range(100) for name in range(30)]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    watch = Watch((tmp_path,))
    heard: Counter[Path] = Counter()

    def saved(*changed: Path) -> None:
        for file in changed:
            file.write_text(f"{file}{sum(heard.values())}", encoding="utf-8")

    def hear(*changed: Path) -> None:
        def all_heard() -> bool:
            heard.update(watch.changed())
            return set(changed) <= heard.keys()

        until(all_heard)

    saved(files[0])
    hear(files[0])
    for number in range(5):
        saved(files[0])
        found = watch.changed()
        assert files[0] in found, number
        heard.update(found)
    saved(files[1], files[-1])
    found = watch.changed()
    assert files[1] in found
    heard.update(found)
    hear(files[-1])
    gone = [*files[0].parent.iterdir()]
    shutil.rmtree(files[0].parent)
    hear(*gone)
    end = time.monotonic() + 2
    while time.monotonic() < end:
        heard.update(watch.changed())
    assert heard == Counter(gone) + Counter({files[0]: 6, files[1]: 1, files[-1]: 1})
    files[0].parent.mkdir()
    saved(files[0])
    hear(files[0])
    assert heard[files[0]] == 8


def test_an_edit_is_shown_before_it_is_checked_and_goes_where_it_is_wrong(tmp_path: Path) -> None:
    folder = small(tmp_path / "c", "mihon/boshi", "mihon/kokuho")
    shown, file, page = Shown(folder), folder / BOSHI, "mihon/boshi/i"
    text = file.read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.strip().startswith("事務の名称:"))

    def edit(words: str) -> str:
        file.write_text(text.replace(name, f"{name}{words}", 1), encoding="utf-8")
        shown.renew({file}, check_later=True)
        return (shown.html(page) or b"").decode()

    before = shown.html(page)
    assert "（直した）" in edit("（直した）") and shown.unchecked
    right, other = shown.site, shown.html("mihon/kokuho/i")
    shown.check()
    assert shown.site is right and not shown.unchecked and not shown.problems
    assert "（誤り）" in edit("（誤り）[窓口](htp:/x)")  # a link that leads nowhere: only the rules know
    shown.check()
    assert [one.code for one in shown.problems] == ["wrong-url"] and shown.site is right
    assert "（直した）" in (shown.html(page) or b"").decode() and shown.html("mihon/kokuho/i") == other
    edit("（誤り）[窓口](htp:/y)")
    assert not shown.unchecked and shown.problems and "htp:/y" not in (shown.html(page) or b"").decode()  # not shown again and again
    file.write_text(text, encoding="utf-8")
    shown.renew({file})
    assert shown.html(page) == before and not shown.problems
    shutil.rmtree(folder / "mihon/kokuho")
    shown.renew({folder / "mihon/kokuho"}, check_later=True)
    assert shown.unchecked and shown.gone == {"mihon/kokuho"} and shown.html("mihon/kokuho/i") is None
    shown.check()
    assert shown.gone == {"mihon/kokuho"} and not shown.problems
    edit("（直した）")
    settings, template = folder / "site.yaml", folder / "templates/site_foot.html"
    template.parent.mkdir()
    template.write_text("<footer>ここまで</footer>", encoding="utf-8")
    settings.write_text(settings.read_text(encoding="utf-8").replace("サイト名: ", "サイト名: 新しい", 1), encoding="utf-8")
    assert shown.unchecked
    shown.fault = error(Span("x"), "template-error", "x")  # as of a template that was broken until now
    shown.renew({settings, template}, check_later=True)  # no text is another one, and yet the site is
    assert not shown.unchecked and "新しい" in (shown.html(page) or b"").decode()


def test_what_goes_while_it_is_read_is_read_again_when_it_is_back(tmp_path: Path) -> None:
    """It is the very same file then as before the reading that did not find it any more."""
    folder, away, file = tmp_path / "here", tmp_path / "away", tmp_path / "here/hyoka.yaml"
    folder.mkdir()
    file.write_text("a", encoding="utf-8")
    kept = Kept(again=True)

    def read(moving: bool = False) -> str | None:
        def make() -> str | None:
            if moving:
                folder.rename(away)
            return file.read_text(encoding="utf-8") if file.exists() else None

        return kept.once("x", (), make, folder)

    assert read(moving=True) is None
    assert read() is None
    away.rename(folder)
    assert read() == "a"


@pytest.mark.parametrize("mark", ["true", "○", "不明", "True"])
def test_drafts_are_left_out_and_named(tmp_path: Path, mark: str) -> None:
    folder = small(tmp_path / "c", "mihon/boshi", "mihon/kokuho")
    first = min((folder / "mihon/boshi").glob("*.yaml"))
    text = first.read_text(encoding="utf-8")
    first.write_text(f"下書き: {mark}\n{text}\nこの項目はない: x\n", encoding="utf-8")
    found = content.read(folder, "c")
    assert found.site and [a.slug for a in found.site.municipalities[0].assessments] == ["kokuho"]
    assert [p.code for p in found.problems if p.span.path.startswith("c/mihon/boshi")] == ["draft-left-out"]
    (told,) = (p for p in found.problems if p.code == "draft-left-out")
    assert told.severity == "notice" and "mihon/boshi" in told.message and told.span == Span(f"c/mihon/boshi/{first.name}", 1, 1)
    seen = content.read(folder, "c", drafts=True)
    assert {p.code for p in seen.problems if p.severity == "error"} == {"unknown-key"}


@pytest.mark.parametrize("mark", ["false", "", "いいえ"])
def test_what_is_no_draft_is_published(tmp_path: Path, mark: str) -> None:
    folder = small(tmp_path / "c", "mihon/boshi")
    first = min((folder / "mihon/boshi").glob("*.yaml"))
    first.write_text(f"下書き: {mark}\n{first.read_text(encoding='utf-8')}", encoding="utf-8")
    found = content.read(folder)
    assert not found.errors and found.site and not found.site.municipalities[0].assessments[0].draft


def test_a_mark_that_says_nothing_is_an_error(tmp_path: Path) -> None:
    folder = small(tmp_path / "c", "mihon/boshi")
    first = min((folder / "mihon/boshi").glob("*.yaml"))
    first.write_text(f"下書き: たぶん\n{first.read_text(encoding='utf-8')}", encoding="utf-8")
    assert [p.code for p in content.read(folder).problems if p.severity == "error"] == ["flag-expected"]


@pytest.mark.parametrize("name", ".x.yaml.swp x.yaml~ #x.yaml# .#x.yaml 4913 ~$x.xlsx x.tmp x.yaml.swp .x.yaml-AbC1 x.yaml.bak".split())
def test_what_editors_leave_is_no_edit(tmp_path: Path, name: str) -> None:
    watch = Watch([tmp_path], rest=0)
    (tmp_path / name).write_text("x")
    assert is_passing(name) and watch.changed() == frozenset()


def test_a_watch_sees_files_come_change_and_go(tmp_path: Path) -> None:
    watch = Watch([tmp_path / "a", tmp_path / "b"], rest=0)
    file = tmp_path / "a/deep/x.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("1")
    assert watch.changed() == {tmp_path / "a", file}  # the folder was not there
    assert watch.changed() == frozenset()
    file.with_name("new").write_text("2")
    file.with_name("new").replace(file)  # as editors save
    assert watch.changed() == {file}
    shutil.rmtree(tmp_path / "a")
    assert file in watch.changed()


def test_the_panel_shows_the_lines_and_escapes_them(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("一\n二\n三: <script>alert(1)</script>\n四\n五\n六\n", encoding="utf-8")
    html = overlay([error(Span(str(file), 3, 4), "some-code", "<b>だめ</b>", "こう直す\nああ直す")])
    assert "三: <mark>&lt;script&gt;alert(1)&lt;/script&gt;</mark>" in html and "<script" not in html and "<b>" not in html
    assert [word in html for word in ("二", "五", "六", f"{file}:3:4", "some-code", "こう直す", "ああ直す")] == [True, True, False] + [True] * 4
    assert overlay([]) == ""
    assert "<pre" not in overlay([error(Span(str(tmp_path / "gone.yaml"), 3, 4), "c", "m")])


@pytest.mark.parametrize(("code", "number", "shown"), [
    ("my-number", "123456789018", "12**********"),
    ("my-number", "１２３４ ５６７８ ９０１８", "１２** **** ****"),
    ("my-number", "一二三四五六七八九〇一八", "一二**********"),
    ("juminhyo-code", "12345678901", "12*********"),
    ("pension-number", "1234-567890", "12**-******"),
])
def test_the_panel_covers_the_numbers_of_persons(tmp_path: Path, code: str, number: str, shown: str) -> None:
    """Whichever problem shows their line, and where an error keeps the guard from telling them; the mark is of the number only."""
    file = tmp_path / "x.yaml"
    label = {"juminhyo-code": "住民票コード", "pension-number": "基礎年金番号"}.get(code, "番号")
    file.write_text(f"一\n二: 令和7年\n{label}: {number} から 20 日\n四\n", encoding="utf-8")
    told = error(Span(str(file), 3, len(label) + 3), code, "だめ")
    html = overlay([error(Span(str(file), 2, 1), "some-code", "だめ"), told])
    assert number not in html and html.count(shown) == 2 and f"<mark>{shown}</mark> から 20 日" in html and "令和7年" in html
    assert number not in overlay([error(Span(str(file), 4, 1), "yaml-syntax", "だめ")])


@pytest.mark.server
@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:{port}", ""])
def test_nobody_else_may_ask(preview: Preview, host: str) -> None:
    """A name that was made to lead here (DNS rebinding) gets a sentence and nothing of the site."""
    port = preview.address.rsplit(":", 1)[1].strip("/")
    for path in ("", "mihon/boshi/", "livereload.js", "livereload", "~preview/problems"):
        status, text, _ = asked(preview.address + path, Host=host.format(port=port))
        assert status in (400, 421) and "母子" not in text and "site-gen" not in text


@pytest.mark.server
@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_may_ask(preview: Preview, name: str) -> None:
    port = preview.address.rsplit(":", 1)[1].strip("/")
    assert asked(preview.address, Host=f"{name}:{port}")[0] == 200


@pytest.mark.server
@pytest.mark.parametrize(("origin", "status"), [("http://evil.example", 403), ("null", 403), ("", 101)])
def test_scripts_of_others_are_told_nothing(preview: Preview, origin: str, status: int) -> None:
    host, port = preview.address.split("/")[2].split(":")
    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall((
            f"GET /livereload HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
            f"Origin: {origin or preview.address.rstrip('/')}\r\n\r\n").encode())
        assert line.recv(200).split()[1] == str(status).encode()


@pytest.mark.server
def test_only_the_site_is_served(preview: Preview) -> None:
    """No folder is listed, no path leads out of the site, nothing can be sent; the policy is that of a published page."""
    (preview.content / "secret.txt").write_text("himitsu")
    for path in (
        "assets/", "assets", "../content/site.yaml", "assets/../site.yaml", "assets/%2e%2e/pyproject.toml", "..%2fsite.yaml",
        "assets/..%5c..%5cpyproject.toml", "site.yaml", "secret.txt", "mihon/boshi/hyoka.yaml", "mihon/boshi/zu/hyoka.yaml",
        "%00", "%ff", "/etc/passwd", "assets//etc/passwd", ".site-gen", "~preview/server.py", "~preview/../server.py",
    ):
        status, text, _ = asked(preview.address + path)
        assert (status, "himitsu" in text, "サイト名" in text, "root:" in text) == (404, False, False, False), path
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(preview.address, method)[0] == 405
    assert asked(preview.address + "mihon/boshi/", "HEAD")[:2] == (200, "")
    status, _, headers = asked(preview.address + "mihon/boshi")
    assert (status, headers["Location"]) == (302, "/mihon/boshi/")
    _, text, headers = asked(preview.address + "mihon/boshi/")
    assert "Access-Control-Allow-Origin" not in headers and "母子" in text
    host = preview.address.split("/")[2]
    assert headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self';")
    assert f"connect-src 'self' ws://{host};" in headers["Content-Security-Policy"]
    assert asked(preview.address + "assets/site.css")[2]["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.server
def test_feeds_and_data_come_after_a_while(preview: Preview) -> None:
    """What is written beside is there when it is ready: a feed, a data file, and the page of data with their sizes."""
    until(lambda: asked(preview.address + "mihon/boshi/data.json")[0] == 200, 60)
    assert "data.json" in asked(preview.address + "data/")[1] or "all.json" in asked(preview.address + "data/")[1]
    assert "--no-search" in asked(preview.address + "search/")[1]
    assert not (preview.content.parent / "output").exists()


@pytest.mark.server
def test_folders_may_go_and_come_back(preview: Preview) -> None:
    """An assessment, a municipality, the whole content renamed away: no crash, a message; back again: the page."""
    page = preview.address + "mihon/boshi/i/"
    for folder, still in ((preview.content / "mihon/boshi", 404), (preview.content / "mihon", 404), (preview.content, 200)):
        away = preview.content.parent / "away"
        folder.rename(away)
        until(partial(_is_told, page, still))
        away.rename(folder)
        until(lambda: asked(page)[0] == 200 and "alertdialog" not in asked(page)[1])
    assert preview.process.poll() is None


def _is_told(page: str, status: int) -> bool:
    """Whether the page is gone, which is said in the look of the site, or the panel lies over it."""
    found, text, _ = asked(page)
    gone = "（mihon/boshi）の原稿がなくなったか" in text and '"/assets/site.css"' in text
    return found == status and (gone if status == 404 else "alertdialog" in text)


def test_what_is_saved_while_it_starts_is_seen(tmp_path: Path) -> None:
    """Between the first reading and the first look around: it counts as an edit."""
    folder = small(tmp_path / "content", "mihon/boshi")
    heard: list[int] = []

    async def look() -> None:
        front = Front(folder, frozenset(), False, lambda news: heard.append(len(news.wrong)))
        (folder / BOSHI).write_text("x: [", encoding="utf-8")
        looking = asyncio.create_task(front.watch())
        end = time.monotonic() + 5
        while not heard and time.monotonic() < end:
            await asyncio.sleep(0.05)
        looking.cancel()
        await front.rest.close()

    asyncio.run(look())
    assert heard and heard[0] > 0


def test_a_broken_template_is_told_where_no_page_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be compiled, what the last page fails at; still while something else is edited; then it is mended."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    for module in (render, shown_module, front_module):
        monkeypatch.setattr(module, "data_folder", lambda name: templates if name == "templates" else ROOT / name)
    folder = small(tmp_path / "content", "mihon/boshi")
    heard: list[tuple[str, ...]] = []

    async def look() -> None:
        front = Front(folder, frozenset(), False, lambda news: heard.append(tuple(str(one.span) for one in news.wrong)))
        assert front.answer("mihon/boshi/i/").status == 200
        for name, line in (("system.html", "{% if %}"), ("part.html", "{{ nothing() }}")):
            template = templates / name
            good = template.read_text(encoding="utf-8")
            template.write_text(f"{line}\n{good}", encoding="utf-8")
            front.renew(frozenset({template}))
            front.renew(frozenset({folder / BOSHI}))
            template.write_text(good, encoding="utf-8")
            front.renew(frozenset({template}))
        await front.rest.close()

    asyncio.run(look())
    assert [[Path(one).name.partition(":")[0] for one in told] for told in heard] == [["system.html"]] * 2 + [[]] + [["part.html"]] * 2 + [[]]


@pytest.mark.server
def test_a_name_that_is_not_utf_8(preview: Preview) -> None:
    """As Windows' ZIPs leave them: the panel says so over every page, and goes when the file is gone."""
    page = preview.address + "mihon/boshi/i/"
    odd = preview.content / "mihon/boshi" / os.fsdecode("別添.yaml".encode("cp932"))
    odd.write_text("x: [", encoding="utf-8")
    until(lambda: "bad-name" in asked(preview.address + "~preview/problems")[1])
    status, text, _ = asked(page)
    assert status == 200 and "alertdialog" in text and "母子" in text
    odd.unlink()
    until(lambda: "alertdialog" not in asked(page)[1])
    assert asked(page)[0] == 200 and preview.process.poll() is None


@pytest.mark.server
def test_a_browser_is_opened_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--open` the browser that the system names is given the address, once; without it none is."""
    folder, heard, browser = small(tmp_path / "content", "mihon/boshi"), tmp_path / "heard", tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$*" >>"{heard}"\n', encoding="utf-8")
    browser.chmod(0o755)
    monkeypatch.setenv("BROWSER", f"{browser} %s")
    with running(folder, "--no-search") as found:
        assert asked(found.address)[0] == 200
        assert found.stop()[0] == 0 and not heard.exists()
    with running(folder, "--no-search", "--open") as found:
        until(lambda: heard.is_file() and heard.read_text(encoding="utf-8").endswith("\n"))
        assert asked(found.address)[0] == 200
        assert found.stop()[0] == 0
        assert heard.read_text(encoding="utf-8") == f"{found.address}\n"


@pytest.mark.server
def test_a_taken_port_is_told(tmp_path: Path) -> None:
    folder = small(tmp_path / "content", "mihon/boshi")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with running(folder, "--no-search", "--port", str(port)) as found:
            assert port < int(found.address.rsplit(":", 1)[1].strip("/")) < port + 20
            assert asked(found.address)[0] == 200
            code, said = found.stop()
            assert code == 0 and "Traceback" not in said


@pytest.mark.server
def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    """Pressed while the rest of the site is being written: exit code 0, no traceback, no process, no temporary file."""
    with running(small(tmp_path / "content", "mihon/boshi", "mihon/kokuho")) as found:
        until(lambda: bool(_children(found)))
        code, said = found.stop()
        assert code == 0 and "プレビューを終わりました" in said and "Traceback" not in said
        assert list(found.temporary.iterdir()) == []
        assert _children(found) == []


def test_the_rest_that_is_left_off_leaves_nothing_behind(tmp_path: Path) -> None:
    """No Pagefind at work, and no half of a site, when the next one is begun."""
    folder = small(tmp_path / "content", "mihon/boshi")

    async def left() -> list[str]:
        rest = Rest(folder, True, lambda: None)
        end = time.monotonic() + 120
        rest.begin(0)
        while not (list(rest._home.glob(".*.site-gen-new-*/site-gen-search-*/*")) and indexing(rest._home)):
            assert time.monotonic() < end
            if rest.state == "ready":  # it was faster than we look
                rest.begin(0)
            await asyncio.sleep(0.005)
        rest.begin(60)
        await asyncio.sleep(0.1)
        found = [one.name for one in rest._home.iterdir() if one != rest.files] + indexing(rest._home)
        await rest.close()
        return found

    def indexing(home: Path) -> list[str]:
        """Pagefind that works in this folder."""
        lines = subprocess.run(["ps", "-ww", "-eo", "stat=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
        return [line for line in lines if "pagefind" in line and home.name in line and not line.startswith("Z")]

    assert [one for one in asyncio.run(left()) if not one.endswith((".site-gen-lock", ".site-gen-cache"))] == []


def _children(preview: Preview) -> list[str]:
    """The processes that write the rest of the site of this preview."""
    lines = subprocess.run(["ps", "-ww", "-eo", "pid=,args="], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in lines if "site_gen.preview.rest" in line and str(preview.content) in line]


def test_a_page_of_an_empty_template_hears_of_the_next_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it is for a moment where an editor saves it: the browser would stay on an empty page."""
    templates = Path(shutil.copytree(ROOT / "templates", tmp_path / "templates"))
    for module in (render, shown_module, front_module):
        monkeypatch.setattr(module, "data_folder", lambda name: templates if name == "templates" else ROOT / name)

    async def look() -> bytes:
        front = Front(small(tmp_path / "content", "mihon/boshi"), frozenset(), False, lambda news: None)
        (templates / "part.html").write_text("", encoding="utf-8")
        front.renew(frozenset({templates / "part.html"}))
        body = front.answer("mihon/boshi/i/").body
        await front.rest.close()
        return body

    body = asyncio.run(look())
    assert b"<main" not in body and body.count(b"/livereload.js") == 1


@pytest.mark.server
def test_sources_that_cannot_be_read_are_told_from_the_start(tmp_path: Path) -> None:
    folder = small(tmp_path / "content", "mihon/boshi")
    good = (folder / "site.yaml").read_text(encoding="utf-8")
    (folder / "memo.txt").write_text("x", encoding="utf-8")
    (folder / "site.yaml").write_text(good + "".join(f"\n項目{number}: x" for number in range(8)), encoding="utf-8")
    with running(folder, "--no-search") as found:
        status, text, _ = asked(found.address)
        assert status == 503 and "alertdialog" in text and "site.yaml:" in text
        assert "まず直してください" in text and "エラーになる前のページ" not in text
        (folder / "site.yaml").write_text(good, encoding="utf-8")
        until(lambda: asked(found.address)[0] == 200)
        os.kill(found.process.pid, 15)
        assert found.process.wait(20) == 0 and found.process.stdout
        said = found.process.stdout.read()
        assert said.count("[unknown-key]") == 5 and "エラー 8 件。ページを見るには" in said and "ほか 3 件" in said
        assert re.search(r"site\.yaml：新しくしました（[0-9.]+ 秒。注意 [1-9]\d* 件。「site-gen check content --drafts」で見られます）", said)
