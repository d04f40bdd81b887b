"""A plan and a folder in, the release on the target: first everything arrives, then it takes its place, in an order that breaks no link.

Whatever the moment at which it stops, visitors have every page, and the same command goes on where it stopped.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen.publish import lock, record
from site_gen.publish.manifest import OWN, File, Manifest, of_file, size, visible
from site_gen.publish.plan import Plan, moved
from site_gen.publish.record import BEFORE, FILES, NEXT, PREVIOUS, Pack, Remembered, State
from site_gen.publish.store import Hashes, Refusal, Store

_LAST = ("feed.xml", "feed.json", "sitemap.xml", "catalog.jsonld", "bundles.json", "pagefind-entry.json")
_NAMED = 5  # names of files in a sentence
_PORTION = 500  # files that are sent at once: a new connection for each costs some seconds


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a target holds of a manifest: paths that are missing or differ; by which hash (empty: by size alone)."""

    missing: tuple[str, ...]
    different: tuple[str, ...]
    strangers: tuple[str, ...]
    hash: str
    own: frozenset[str]

    @property
    def is_whole(self) -> bool:
        """Whether every file is there as it should be."""
        return not (self.missing or self.different)


def verify(store: Store, manifest: Manifest, *, full: bool = False) -> Verdict:
    """Look at every file of `manifest` on the target; `full` reads each of them back."""
    there = store.list()
    hashes = store.hashes(sorted(path for path in manifest.files if path in there), download=full)
    return Verdict(
        tuple(sorted(path for path in manifest.files if path not in there)),
        tuple(sorted(path for path, file in manifest.files.items()
                     if path in there and (there[path] != file.size or _differs(hashes, path, file.sha256, file.md5)))),
        tuple(sorted(path for path in there if path not in manifest.files and path.split("/", 1)[0] != OWN)),
        hashes.kind, frozenset(path for path in there if path.split("/", 1)[0] == OWN),
    )


def publish(
    store: Store, plan: Plan, source: Path, run: lock.Run, tell: Callable[[str], None] = lambda _: None, *,
    rollback: bool = False, unlock: bool = False, overwrite: bool = False, full: bool = False,
) -> Verdict:
    """Bring the files of `source` to `store` as `plan` says. Raises Refusal; the same call goes on afterwards.

    `overwrite` lets files go that somebody has changed on the target by hand. What comes back is what was seen there
    at the end.
    """
    refuse(plan, overwrite=overwrite)
    with lock.held(store, run, unlock=unlock) as there, tempfile.TemporaryDirectory(prefix="site-gen-publish-") as folder:
        now, planned = record.read(store, there), plan.remembered
        if (now.manifest, now.state) != (planned.manifest, planned.state):
            raise Refusal("計画を示したあとで、ほかの人が同じ公開先に公開しました", "もう一度実行して、新しい計画を確かめてください")
        _same_as_planned(plan, there)
        work = Path(folder)
        wanted = [path for path in plan.sent if path not in plan.arrived]
        _snapshot(source, wanted, plan.goal, work / "files")
        state = _begin(store, plan, run, rollback)
        _send(store, work / "files", wanted, plan, tell)
        tell("届いたファイルを確かめています")
        _check_arrived(store, plan)
        if not (plan.resumes and state.phase == "switching"):
            if plan.remembered.base.files:
                tell("置き換える前のファイルを控えています")
            before = _keep_before(store, plan, work, overwrite)
            state = replace(state, phase="switching", touched=_touched(state, plan, before))
            record.keep_state(store, state)
        if plan.new:  # what is replaced was looked at when it was put aside
            _same_as_planned(plan, store.list())
        tell("新しいファイルに切り替えています")
        for group in switched(plan.sent, frozenset(plan.new)):
            store.move(group, FILES)
        record.keep_manifest(store, plan.goal)
        store.delete(plan.gone, plan.emptied)
        tell("公開先の全部のファイルを確かめています")
        verdict = verify(store, plan.goal, full=full)
        waiting = tuple(path for path in plan.sent if f"{FILES}/{path}" in verdict.own)
        if waiting or not verdict.is_whole:
            raise Refusal(
                f"公開先のファイルが、送ったものと違います（{named((*verdict.missing, *verdict.different, *waiting))}）",
                "もう一度実行すると、違うファイルを送り直します。続くときは、サーバーの管理者に確かめてください",
            )
        _finish(store, state, verdict)
    return verdict


def back(store: Store, remembered: Remembered, folder: Path) -> Pack:
    """What a rollback leads to; its files are in `folder` then. Raises Refusal when there is nothing to go back to.

    A release that is under way and not a rollback itself is undone; else the last release is.
    """
    state = remembered.state
    if state and not remembered.is_switched and not (state.rollback and state.base != state.release):
        before = _unpacked(store, BEFORE, folder) if state.touched and remembered.base.files else None
        if before and (lost := tuple(sorted(before.edited | before.missing))):
            raise Refusal(f"公開を始める前に、手で書き換えられたか消されたファイルがあったため、公開したときの内容には戻せません（{named(lost)}）",
                          "まず、同じ公開を --overwrite-changed を付けてもう一度実行し、終わらせてください。そのあとで --rollback で戻せます")
        return Pack(state.release, remembered.base, before.files if before else frozenset())
    pack = _unpacked(store, BEFORE, folder) if remembered.is_switched else None
    pack = pack or _unpacked(store, PREVIOUS, folder)
    if pack is None or pack.after != remembered.release:
        raise Refusal("この公開先には、戻せる前の公開がありません", "手元の原稿を前の内容に直し、build してから公開してください")
    return pack


def forget(store: Store, run: lock.Run, *, unlock: bool = False) -> None:
    """Delete what a rollback would put back. Raises Refusal where there is nothing, or where a release is under way that needs it."""
    with lock.held(store, run, unlock=unlock) as there:
        if record.read(store, there).state:
            raise Refusal("途中で止まっている公開があるため、控えを消しませんでした", "先に、もう一度公開するか --rollback で戻してください")
        if PREVIOUS not in there:
            raise Refusal("この公開先には、前の公開の控えがありません", "消すものはありません")
        store.delete((PREVIOUS,), ())


def switched(paths: Iterable[str], new: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """`paths` in groups, in the order in which they become public: what pages use, new pages, changed ones, what leads to them."""
    groups: tuple[list[str], ...] = ([], [], [], [], [])
    for path in sorted(paths):
        groups[_rank(path, path in new)].append(path)
    return tuple(tuple(group) for group in groups if group)


def named(paths: tuple[str, ...]) -> str:
    """The first of `paths`, and how many more."""
    more = f" ほか {len(paths) - _NAMED:,} 個" if len(paths) > _NAMED else ""
    return "、".join(visible(path) for path in paths[:_NAMED]) + more


def _rank(path: str, new: bool) -> int:
    name = path.rsplit("/", 1)[-1]
    if name in _LAST or path == "index.html" or name.startswith("sitemap"):
        return 4
    if name.endswith(".html"):
        return 1 if new else 2 if path.count("/") > 2 else 3
    return 0


def _same_as_planned(plan: Plan, there: Mapping[str, int]) -> None:
    if found := moved(plan, there):
        raise Refusal(f"計画を示したあとで、公開先のファイルが変わりました（{named(found)}）。公開中のサイトはそのままです",
                      "もう一度実行して、新しい計画を確かめてください")


def _snapshot(source: Path, paths: Iterable[str], goal: Manifest, folder: Path) -> None:
    """Copies to send, each as the plan saw it, so that nothing can change while it is sent."""
    for path in paths:
        copy = folder / path
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source / path, copy, follow_symlinks=False)
            same = not copy.is_symlink() and of_file(copy) == goal.files[path]
        except FileNotFoundError:
            same = False
        if not same:
            raise Refusal(f"計画を示したあとで、「{path}」が手元で変わりました。何も送りませんでした",
                          "build が終わってから、もう一度実行してください")


def _begin(store: Store, plan: Plan, run: lock.Run, rollback: bool) -> State:
    """The state of this release, known to the target from now on."""
    before = plan.remembered
    if plan.resumes and before.state:
        return before.state
    if before.is_switched and BEFORE in before.there:
        record.keep_previous(store)
    if any(path.startswith(f"{FILES}/") for path in before.there):
        store.clear(FILES)
    state = State(plan.goal.release, plan.before, rollback, "sending",
                  _inherited(before), run.who, run.since)
    record.keep_state(store, state)
    return state


def _send(store: Store, folder: Path, paths: Sequence[str], plan: Plan, tell: Callable[[str], None]) -> None:
    """In portions, where there are many: a server may take minutes, and who waits wants to know how far it is."""
    if plan.arrived:
        tell(f"{len(plan.arrived):,} 個のファイルは、届いているため、送り直しません")
    if paths:
        tell(f"{len(paths):,} 個のファイル（{size(plan.bytes_of(tuple(paths)))}）を送っています")
    for start in range(0, len(paths), _PORTION):
        store.send(folder, paths[start : start + _PORTION], FILES)
        if (sent := start + _PORTION) < len(paths):
            tell(f"{sent:,} / {len(paths):,} 個を送りました")


def _check_arrived(store: Store, plan: Plan) -> None:
    """Before anything becomes public, what has arrived is what was sent: the target says so, or it is read back."""
    staged = {f"{FILES}/{path}": path for path in plan.sent}
    hashes = store.hashes(sorted(staged))
    if not hashes.kind:
        hashes = store.hashes(sorted(staged), download=True)
    wrong = [path for at, path in staged.items()
             if at not in hashes.of or _differs(hashes, at, plan.goal.files[path].sha256, plan.goal.files[path].md5)]
    if wrong:
        store.clear(FILES)
        raise Refusal(f"送ったファイルが途中で変わっていたため、切り替えませんでした（{named(tuple(wrong))}）",
                      "公開中のサイトはそのままです。もう一度実行してください")


def _inherited(before: Remembered) -> dict[str, tuple[File, ...]]:
    """What interrupted releases have left, with what it may hold."""
    return {path: before.state.touched[path] for path in sorted(before.touched)} if before.state else {}


def _touched(state: State, plan: Plan, before: Mapping[str, File]) -> dict[str, tuple[File, ...]]:
    """The same, and what this release is to bring, replace or delete."""
    found = dict(state.touched)
    for path in (*plan.sent, *plan.gone):
        both = (files[path] for files in (plan.goal.files, before) if path in files)
        found[path] = tuple(dict.fromkeys((*found.get(path, ()), *both)))
    return dict(sorted(found.items()))


def _keep_before(store: Store, plan: Plan, work: Path, overwrite: bool) -> Mapping[str, File]:
    """Put the files that are to be replaced or deleted aside on the target, with those that an interrupted run has put there;
    returns what was there before."""
    base, folder = plan.remembered.base, work / "before"
    if not base.files:
        return {}
    folder.mkdir()
    inherited = plan.remembered.touched
    earlier = _unpacked(store, BEFORE, folder) if inherited & base.files.keys() else None
    wanted = [path for path in (*plan.changed, *plan.gone) if path in base.files and path not in inherited]
    store.fetch(wanted, folder)
    files = dict((earlier.manifest if earlier else base).files)
    for path in plan.missing:
        files.pop(path, None)
    for path in plan.unchanged:  # somebody has brought some of them by hand already; they stay then, and are not packed
        if path in base.files and path not in inherited:
            files[path] = plan.goal.files[path]
    edited = []
    for path in wanted:
        if not (folder / path).is_file():
            raise Refusal(f"公開先の「{path}」が、計画を示したあとでなくなりました", "もう一度実行して、新しい計画を確かめてください")
        found = of_file(folder / path)
        if found != base.files[path]:
            edited.append(path)
            files[path] = found
    if edited and not overwrite:
        raise by_hand(tuple(edited))
    kept = (*(earlier.files if earlier else ()), *wanted)
    record.pack(work / "before.zip", plan.goal.release, Manifest(files, base.program), folder, dict.fromkeys(kept),
                edited=(earlier.edited if earlier else frozenset()).union(edited),
                missing=(earlier.missing if earlier else frozenset()).union(plan.missing))
    record.keep_before(store, work / "before.zip")
    return files


def refuse(plan: Plan, *, overwrite: bool = False) -> None:
    """Raises Refusal where the plan would cost somebody a file; `overwrite` as in `publish`."""
    if plan.blocked:
        raise Refusal(
            f"site-gen のものではない同じ名前のファイルがあるため、公開できません（{named(plan.blocked)}）",
            "そのファイルを別の場所に移すか、別のフォルダーを公開先にしてください（大文字と小文字だけが違う名前は、同じ名前とみなします）",
        )
    if (plan.edited or plan.missing) and not overwrite:
        raise by_hand(tuple(sorted({*plan.edited, *plan.missing})))


def by_hand(paths: tuple[str, ...]) -> Refusal:
    """Somebody has changed files on the target."""
    return Refusal(
        f"公開先で、手で書き換えられたか消されたファイルがあるため、公開しませんでした（{named(paths)}）",
        "書き換えた人に確かめ、残す内容は原稿に移してください。置き換えてよければ --overwrite-changed を付けます（その内容は --rollback で戻せます）",
    )


def _finish(store: Store, state: State, verdict: Verdict) -> None:
    if BEFORE in verdict.own and state.base != state.release:
        record.keep_previous(store)
    store.clear(NEXT)


def _unpacked(store: Store, name: str, folder: Path) -> Pack | None:
    folder.mkdir(parents=True, exist_ok=True)
    return record.unpack(store, name, folder)


def _differs(hashes: Hashes, path: str, sha256: str, md5: str) -> bool:
    found = hashes.of.get(path)
    return found is not None and found != (md5 if hashes.kind == "md5" else sha256)
