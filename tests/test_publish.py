"""Publishing to a folder and as a ZIP: what is planned, done, kept, refused and put back."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from site_gen import build, content, publish
from site_gen.cli import cli
from site_gen.publish import lock, manifest, release
from site_gen.publish.store import Folder
from site_gen.targets import Target
from tests.conftest import ROOT
from tests.publishing import EXAMPLE, built, digests, put, put_back


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("sites")
    return built(home, False), built(home, True)


@pytest.fixture
def www(tmp_path: Path) -> Target:
    return Target("folder", folder=str(tmp_path / "www"))


def run(*arguments: str | Path, given: str | None = None) -> Result:
    """The command; without --content with the sources of the given output, which lie beside it."""
    words = list(map(str, arguments))
    if "--content" not in words and "--output" in words:
        output = Path(words[words.index("--output") + 1])
        words += ["--content", str(output.with_name(output.name.replace("output", "content")))]
    return CliRunner().invoke(cli, ["publish", *words], input=given)


def test_what_is_built_arrives_and_nothing_else_stays(www: Target, sites: tuple[Path, Path]) -> None:
    there = Path(www.folder)
    for site in (*sites, sites[0]):
        assert put(www, site).is_whole
        assert digests(there) == {p: d for p, d in digests_of_output(site).items()}
        assert sorted(p.name for p in (there / ".site-gen").iterdir()) in (["manifest.json"], ["manifest.json", "previous.zip"])
    assert not [p for p in there.rglob("*") if p.is_dir() and not any(p.iterdir())]


def test_what_must_not_go_out_does_not(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    """Somebody wrote into a page by hand; nothing arrives, and the place is told."""
    site = Path(shutil.copytree(sites[0], tmp_path / "site"))
    page = site / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>1234 5678 9018</p></main>"), encoding="utf-8")
    done = run(www.folder, "--output", site, "--content", sites[0].parent / "content0", "--yes")
    assert done.exit_code == 1
    assert "index.html:" in done.output and "my-number" in done.output and "5678" not in done.output
    assert not list(Path(www.folder).rglob("*.html"))
    done = run(www.folder, "--output", sites[0], "--content", sites[0].parent / "content0", "--yes")
    assert done.exit_code == 0, done.output


def digests_of_output(folder: Path) -> dict[str, str]:
    """What `build` made, without its marker."""
    return {
        p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".site-gen"
    }


def test_the_same_content_is_the_same_release(sites: tuple[Path, Path], tmp_path: Path) -> None:
    one = publish.manifest_of(sites[0])
    shutil.copytree(sites[0], tmp_path / "copy")
    again = publish.manifest_of(tmp_path / "copy")
    assert one.release == again.release and manifest.to_json(one) == manifest.to_json(again)
    assert publish.manifest_of(sites[1]).release != one.release
    assert manifest.from_json(manifest.to_json(one)) == one


def test_a_rollback_gives_the_bytes_of_before_and_can_be_rolled_back(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    put(www, sites[0])
    before = digests(Path(www.folder))
    put(www, sites[1])
    after = digests(Path(www.folder))
    assert before != after
    put_back(www, tmp_path / "a")
    assert digests(Path(www.folder)) == before
    put_back(www, tmp_path / "b")
    assert digests(Path(www.folder)) == after


def test_the_first_publication_cannot_be_rolled_back(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    put(www, sites[0])
    with pytest.raises(publish.Refusal, match="戻せる前の公開がありません"):
        put_back(www, tmp_path / "a")


def test_strangers_are_left_alone_and_never_overwritten(www: Target, sites: tuple[Path, Path]) -> None:
    there = Path(www.folder)
    (there / "mihon/oshirase").mkdir(parents=True)
    (there / "mihon/oshirase/index.html").write_text("お知らせ", encoding="utf-8")
    (there / ".htaccess").write_text("Require all granted", encoding="utf-8")
    put(www, sites[0])
    put(www, sites[1])
    assert (there / "mihon/oshirase/index.html").read_text(encoding="utf-8") == "お知らせ"
    assert (there / ".htaccess").exists()
    (there / "mihon/kiso").mkdir()
    (there / "mihon/kiso/index.html").write_text("手で置いたもの", encoding="utf-8")
    said = run(there, "--output", sites[0], "--yes")
    assert said.exit_code == 1 and "mihon/kiso/index.html" in said.output and "同じ名前のファイル" in said.output
    assert (there / "mihon/kiso/index.html").read_text(encoding="utf-8") == "手で置いたもの"


@pytest.mark.parametrize("name", ["mihon", "index.html/a.txt"])
def test_a_stranger_where_a_folder_has_to_be_is_told(www: Target, sites: tuple[Path, Path], name: str) -> None:
    (Path(www.folder) / name).parent.mkdir(parents=True)
    (Path(www.folder) / name).write_text("x", encoding="utf-8")
    store = publish.store(www)
    assert publish.plan(store, publish.remembered(store), publish.manifest_of(sites[0])).blocked == (name,)


def test_what_somebody_changed_by_hand_is_named_and_kept(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    put(www, sites[0])
    page = Path(www.folder) / "mihon/zenkomoku/index.html"
    same_length = page.read_bytes().replace(b"<html", b"<HTML", 1)
    page.write_bytes(same_length)
    (Path(www.folder) / "feed.xml").unlink()
    before = digests(Path(www.folder))
    said = run(www.folder, "--output", sites[1], "--yes")
    assert said.exit_code == 1 and "mihon/zenkomoku/index.html" in said.output and "feed.xml" in said.output
    assert digests(Path(www.folder)) == before
    checked = run(www.folder, "--verify")
    assert checked.exit_code == 1 and "mihon/zenkomoku/index.html" in checked.output and "feed.xml" in checked.output
    assert run(www.folder, "--output", sites[1], "--yes", "--overwrite-changed").exit_code == 0
    assert digests(Path(www.folder)) == digests_of_output(sites[1])
    put_back(www, tmp_path / "a")
    assert digests(Path(www.folder)) == before  # as it was, hand-made change included


def test_a_dry_run_changes_nothing(www: Target, sites: tuple[Path, Path]) -> None:
    put(www, sites[0])
    every = {p: p.read_bytes() for p in Path(www.folder).rglob("*") if p.is_file()}
    said = run(www.folder, "--output", sites[1], "--dry-run")
    assert said.exit_code == 0
    for words in ("新しいファイル", "変わるファイル", "消えるファイル", "同じファイル", "公開をやめます", "新しく載ります",
                  "項目 1 件（対象人数（Ⅰ 1 ③））"):
        assert words in said.output
    assert {p: p.read_bytes() for p in Path(www.folder).rglob("*") if p.is_file()} == every


def test_without_a_yes_nothing_is_published(www: Target, sites: tuple[Path, Path]) -> None:
    said = run(www.folder, "--output", sites[0], given="はい\n")  # no terminal: nobody was asked
    assert said.exit_code == 1 and "--yes" in said.output
    assert not Path(www.folder).exists()


def test_a_folder_that_was_not_built_is_refused(www: Target, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    said = run(www.folder, "--output", tmp_path / "other", "--yes")
    assert said.exit_code == 1 and "site-gen build" in said.output


def test_the_built_folder_and_sources_are_no_targets(sites: tuple[Path, Path]) -> None:
    assert run(sites[0], "--output", sites[0], "--yes").exit_code == 2
    assert run(sites[0] / "x", "--output", sites[0], "--yes").exit_code == 2


def test_a_zip_is_the_same_each_time_and_checks_itself(sites: tuple[Path, Path], tmp_path: Path) -> None:
    paths = [tmp_path / "a.zip", tmp_path / "b.zip"]
    copy = shutil.copytree(sites[0], tmp_path / "copy")
    for path, site in zip(paths, (sites[0], copy), strict=True):
        said = run(path, "--output", site, "--content", sites[0].with_name("content0"))
        assert said.exit_code == 0 and hashlib.sha256(path.read_bytes()).hexdigest() in said.output
    assert paths[0].read_bytes() == paths[1].read_bytes()
    with zipfile.ZipFile(paths[0]) as pack:
        sums = dict(line.split("  ", 1)[::-1] for line in pack.read("SHA256SUMS").decode().splitlines())
        assert sums.keys() == set(pack.namelist()) - {"SHA256SUMS"}
        assert all(hashlib.sha256(pack.read(name)).hexdigest() == digest for name, digest in sums.items())
        assert manifest.from_json(pack.read("manifest.json")) == publish.manifest_of(sites[0])


def test_a_zip_is_called_by_the_newest_day_of_its_content(sites: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    day = max(re.findall(r'"(?:published_day|last_change_day)":"([0-9-]+)"',
                         "".join(p.read_text(encoding="utf-8") for p in sites[0].glob("*/*/data.json"))))
    monkeypatch.chdir(tmp_path)
    assert run("zip", "--output", sites[0]).exit_code == 0
    assert [p.name for p in tmp_path.iterdir()] == [f"{sites[0].name}-{day}.zip"]
    (tmp_path / "mine.zip").write_bytes(b"mine")
    assert run("mine.zip", "--output", sites[0]).exit_code == 1
    assert (tmp_path / "mine.zip").read_bytes() == b"mine"


def test_two_publishers_at_once(www: Target, sites: tuple[Path, Path]) -> None:
    store = publish.store(www)
    first = lock.new_run()
    with lock.held(store, first):
        with pytest.raises(publish.Refusal, match=f"{first.who} さん"):
            put(www, sites[0])
        assert not (Path(www.folder) / "index.html").exists()
    put(www, sites[0])


def test_who_publishes_and_is_ended_leaves_nothing_here(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    """By an exception whatever it is; and by an order to end, while it asks: it tidies up."""
    run = lock.new_run()
    with pytest.raises(KeyboardInterrupt), lock.held(publish.store(www), run):
        raise KeyboardInterrupt
    assert not list(Path(tempfile.gettempdir()).glob(f"*{run.token}*"))
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-m", "site_gen", "publish", www.folder, "--output", str(sites[0]), "--content", str(sites[0].parent / "content0")]
    terminal, typed = os.openpty()
    with subprocess.Popen(command, cwd=ROOT, stdin=typed, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          env={**os.environ, "TMPDIR": str(temporary)}) as process:
        assert process.stdout
        said = b""
        while "よいですか".encode() not in said and (more := os.read(process.stdout.fileno(), 1_000)):
            said += more
        there = list(temporary.iterdir())
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            process.send_signal(signal.SIGTERM)  # of one that comes between the question and the wait for its answer Python knows after the answer
            time.sleep(0.1)
        process.kill()
        assert there and process.wait() == 128 + signal.SIGTERM, said.decode()
    os.close(terminal)
    os.close(typed)
    assert not list(temporary.iterdir())


def test_of_many_publishers_at_once_at_most_one_goes_on(www: Target) -> None:
    inside, most = [0], [0]
    guard = threading.Lock()

    def one() -> None:
        try:
            with lock.held(publish.store(www), lock.new_run()):
                with guard:
                    inside[0] += 1
                    most[0] = max(most[0], inside[0])
                with guard:
                    inside[0] -= 1
        except publish.Refusal:
            pass

    threads = [threading.Thread(target=one) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] <= 1


def test_a_lock_of_another_machine_stays_until_it_is_told_to_go(www: Target, sites: tuple[Path, Path]) -> None:
    left = Path(www.folder) / lock.FOLDER / "0123456789abcdef.json"
    left.parent.mkdir(parents=True)
    left.write_text(json.dumps({"who": "yamada", "since": "2026-04-01 10:32"}), encoding="utf-8")
    said = run(www.folder, "--output", sites[0], "--yes")
    assert said.exit_code == 1 and "yamada さん（2026-04-01 10:32 から）" in said.output and "--unlock" in said.output
    assert run(www.folder, "--output", sites[0], "--yes", "--unlock").exit_code == 0


class _Stops(Folder):
    """A folder that is cut off after some files, as a cable that is pulled."""

    def __init__(self, root: Path, left: int) -> None:
        super().__init__(root)
        self.left = left

    def _one(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise publish.Refusal("切れました")

    def send(self, folder: Path, paths: object, below: str) -> None:
        for path in paths:  # type: ignore[attr-defined]  # an iterable of texts
            self._one()
            super().send(folder, (path,), below)

    def move(self, paths: object, below: str) -> None:
        for path in paths:  # type: ignore[attr-defined]  # an iterable of texts
            self._one()
            super().move((path,), below)

    def delete(self, paths: object, emptied: object) -> None:
        for path in paths:  # type: ignore[attr-defined]  # an iterable of texts
            self._one()
            super().delete((path,), ())
        super().delete((), emptied)  # type: ignore[arg-type]  # an iterable of texts


def _stopped(root: Path, site: Path, left: int) -> bool:
    """Publish `site` until the cut; whether there was one."""
    store = _Stops(root, left)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(site))
    try:
        publish.publish(store, plan, site, publish.new_run())
    except publish.Refusal as reason:
        assert str(reason) == "切れました"
        return True
    return False


def _steps(root: Path, site: Path) -> int:
    """How many steps a publication of `site` to `root` has."""
    store = _Stops(root, 1_000_000)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(site))
    publish.publish(store, plan, site, publish.new_run())
    return 1_000_000 - store.left


def test_cut_anywhere_it_goes_on_rolls_back_or_becomes_another(sites: tuple[Path, Path], tmp_path: Path) -> None:
    """At every 5th step: the old pages are whole; then the same again, or back to before, or a third release."""
    first, second = digests_of_output(sites[0]), digests_of_output(sites[1])
    prepared = tmp_path / "prepared"
    put(Target("folder", folder=str(prepared)), sites[0])
    put(Target("folder", folder=str(prepared)), sites[1])
    put(Target("folder", folder=str(prepared)), sites[0])
    steps = _steps(shutil.copytree(prepared, tmp_path / "counted"), sites[1])
    assert steps > 80
    for number, left in enumerate(range(0, steps, 5)):
        root = shutil.copytree(prepared, tmp_path / f"cut{left}")
        target = Target("folder", folder=str(root))
        assert _stopped(root, sites[1], left)
        there = digests(root)
        assert all(there.get(path) in (first.get(path), second.get(path)) for path in first.keys() & second.keys())
        if number % 3 == 0:
            put(target, sites[1])
            assert digests(root) == second
            put_back(target, tmp_path / f"back{left}")
            assert digests(root) == first
        elif number % 3 == 1:
            begun = (root / ".site-gen/next/state.json").exists()  # else the release before is rolled back
            put_back(target, tmp_path / f"back{left}")
            assert digests(root) == (first if begun else second)
        else:
            assert _stopped(root, sites[1], 3) in (True, False)  # interrupted twice
            put(target, sites[0])
            assert digests(root) == first
        assert not (root / ".site-gen/next").exists()
        shutil.rmtree(root)


def test_what_has_arrived_is_not_sent_again(www: Target, sites: tuple[Path, Path]) -> None:
    root = Path(www.folder)
    files = len(digests_of_output(sites[0]))
    assert _stopped(root, sites[0], files)
    store = publish.store(www)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(sites[0]))
    assert plan.resumes and len(plan.arrived) > files - 10
    put(www, sites[0])
    assert digests(root) == digests_of_output(sites[0])


def test_a_file_that_changes_here_after_the_plan_is_not_sent(www: Target, sites: tuple[Path, Path], tmp_path: Path) -> None:
    site = shutil.copytree(sites[0], tmp_path / "copy")
    store = publish.store(www)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(site))
    (site / "index.html").write_text("別の内容", encoding="utf-8")
    with pytest.raises(publish.Refusal, match="手元で変わりました"):
        publish.publish(store, plan, site, publish.new_run())
    assert not (Path(www.folder) / "index.html").exists()


def test_a_publication_between_plan_and_yes_is_noticed(www: Target, sites: tuple[Path, Path]) -> None:
    store = publish.store(www)
    plan = publish.plan(store, publish.remembered(store), publish.manifest_of(sites[0]))
    put(www, sites[1])
    with pytest.raises(publish.Refusal, match="計画を示したあとで"):
        publish.publish(store, plan, sites[0], publish.new_run())


def _claims(path: str) -> str:
    """A manifest that says that `path` is ours."""
    return json.dumps({"program": "site-gen 1", "files": {path: {"size": 1, "sha256": "0" * 64, "md5": "0" * 32}}})


@pytest.mark.parametrize("text", ["{", "[]", _claims("../x"), _claims(".ssh/authorized_keys"), _claims("/etc/x"), _claims("a//b")])
def test_a_record_that_leads_out_of_the_folder_is_not_believed(www: Target, sites: tuple[Path, Path], text: str) -> None:
    (Path(www.folder) / ".site-gen").mkdir(parents=True)
    (Path(www.folder) / ".site-gen/manifest.json").write_text(text, encoding="utf-8")
    said = run(www.folder, "--output", sites[0], "--yes")
    assert said.exit_code == 1 and "記録" in said.output


def test_pages_come_after_what_they_use_and_before_what_leads_to_them() -> None:
    groups = release.switched(
        ("index.html", "assets/site.css", "mihon/a/i/index.html", "mihon/new/index.html", "feed.xml", "mihon/index.html",
         "search/index/all/pagefind-entry.json", "search/index/all/a.pf_index"), frozenset({"mihon/new/index.html"}))
    assert groups == (
        ("assets/site.css", "search/index/all/a.pf_index"), ("mihon/new/index.html",), ("mihon/a/i/index.html",),
        ("mihon/index.html",), ("feed.xml", "index.html", "search/index/all/pagefind-entry.json"))


def test_targets_of_site_yaml(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(
        "サイト名: 見本\n発行者: 見本市\n公開先:\n"
        "  - id: honban\n    種類: sftp\n    サーバー: www.example.jp\n    利用者: web\n    フォルダー: /var/www/pia\n    ポート: 2222\n"
        "  - id: naibu\n    種類: folder\n    フォルダー: /srv/www\n", encoding="utf-8")
    found, problems = content.read_targets(tmp_path)
    assert problems == ()
    assert [(one.name, one.kind, one.port) for one in found] == [("honban", "sftp", "2222"), ("naibu", "folder", "")]


# -- what was built, and from what ------------------------------------------------------------------------------------


def test_what_was_built_from_other_sources_does_not_go_out(sites: tuple[Path, Path], tmp_path: Path) -> None:
    """Who forgets to build again publishes what somebody has corrected since, or a draft: the first file is named."""
    sources, there = tmp_path / "genko", tmp_path / "www"
    there.mkdir()
    shutil.copytree(sites[0].parent / "content0", sources)
    assert run(there, "--output", sites[0], "--content", sources, "--dry-run").exit_code == 0
    file = sources / "mihon/kiso/hyoka.yaml"
    file.write_text("下書き: true\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    said = run(there, "--output", sites[0], "--content", sources, "--yes")
    assert said.exit_code == 1 and "genko/mihon/kiso/hyoka.yaml" in said.output and "site-gen build" in said.output
    file.unlink()
    (sources / "mihon/kiso/shin.yaml").write_text("", encoding="utf-8")
    assert "ほか 1 件" in run(there, "--output", sites[0], "--content", sources, "--yes").output
    other = run(there, "--output", sites[0], "--content", ROOT / "content", "--yes")
    assert other.exit_code == 1 and "から作ったものではありません" in other.output and "--content" in other.output
    none = run(there, "--output", sites[0], "--content", tmp_path / "nai", "--yes")
    assert none.exit_code == 1 and "がありません" in none.output
    assert not any(there.iterdir())


def test_what_is_unfinished_is_told_once_where_it_was_written(tmp_path: Path) -> None:
    """It stands on several pages of the site; what only a page says is told of that page."""
    sources, output, there = shutil.copytree(EXAMPLE, tmp_path / "content"), tmp_path / "output", tmp_path / "www"
    there.mkdir()
    file = sources / "mihon/zenkomoku/hyoka.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("住民票を編成する。", "住民票を編成する（要確認）。", 1), encoding="utf-8", newline="\n")
    result = content.read(sources)
    assert result.site is not None
    build.build(result.site, sources, output, searchable=False)
    said = run(there, "--output", output, "--content", sources, "--yes")
    assert said.exit_code == 1 and said.output.count("[todo]") == 1
    assert re.search(r"content/mihon/zenkomoku/hyoka\.yaml:\d+:\d+: エラー 書きかけの印「要確認」", said.output)
    page = output / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</main>", "<p>TODO</p></main>"), encoding="utf-8")
    said = run(there, "--output", output, "--content", sources, "--yes")
    assert said.output.count("[todo]") == 2 and "\nindex.html:" in said.output and not any(there.iterdir())
