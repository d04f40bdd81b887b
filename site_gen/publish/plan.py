"""What a release is to be and what the target holds in, what has to be done out: nothing is sent or changed here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from site_gen.publish.manifest import OWN, File, Manifest
from site_gen.publish.record import FILES, Remembered
from site_gen.publish.store import Hashes, Store


@dataclass(frozen=True, slots=True)
class Plan:
    """What a publication would do, paths sorted.

    `new`, `changed`, `unchanged` and `gone` are files of ours. `edited` are those of them that somebody has changed on
    the target by hand, `missing` those that somebody has removed; `strangers` are files that are not ours, `blocked`
    those in whose place one of ours would have to go. `arrived` are files that an interrupted run has brought already.
    """

    remembered: Remembered
    goal: Manifest
    new: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]
    gone: tuple[str, ...]
    edited: tuple[str, ...]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]
    blocked: tuple[str, ...]
    arrived: tuple[str, ...]
    emptied: tuple[str, ...]
    hashed: bool

    @property
    def sent(self) -> tuple[str, ...]:
        """Files that are not public yet as they are to be."""
        return tuple(sorted((*self.new, *self.changed)))

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.new or self.changed or self.gone or self.remembered.state) and self.goal.release == self.before

    @property
    def before(self) -> str:
        """The release that is public; empty where nothing ever was."""
        return self.remembered.release

    @property
    def resumes(self) -> bool:
        """Whether this goes on with a release that was interrupted."""
        state = self.remembered.state
        return state is not None and state.release == self.goal.release and self.before in (state.base, state.release)

    def bytes_of(self, paths: tuple[str, ...]) -> int:
        """How large the files `paths` are, as they are to be or, of those that go, as they were."""
        files = {**self.remembered.base.files, **self.goal.files}
        return sum(files[path].size for path in paths if path in files)


def plan(store: Store, remembered: Remembered, goal: Manifest, *, full: bool = False) -> Plan:
    """What has to be done so that `store` holds `goal`; `full` reads back what is there. Raises Refusal."""
    everything = remembered.there
    there = {path: size for path, size in everything.items() if path.split("/", 1)[0] != OWN}
    base, state = remembered.base, remembered.state
    touched = remembered.touched
    ours = base.files.keys() | touched
    hashes = store.hashes(sorted(path for path in there if path in ours), download=full)
    look = _Look(there, hashes)
    ours -= _foreign(store, remembered, look)
    staged = _staged(everything) if state and state.release == goal.release else {}
    switched = state is not None and state.phase == "switching" and state.release == goal.release
    new: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    edited: list[str] = []
    missing: list[str] = []
    blocked: list[str] = []
    for path, file in goal.files.items():
        known = base.files.get(path)
        if path not in there:
            new.append(path)
            if known and path not in touched:
                missing.append(path)
        elif path not in ours:
            blocked.append(path)
        elif path in touched:
            whole = look.holds(path, file) and (bool(hashes.kind) or (switched and path not in staged))
            (unchanged if whole else changed).append(path)
            if not whole and not look.is_one_of(path, remembered.known(path)):
                edited.append(path)
        elif known and not look.holds(path, known):
            if hashes.kind and look.holds(path, file):
                unchanged.append(path)
            else:
                edited.append(path)
                changed.append(path)
        else:
            (unchanged if known == file else changed).append(path)
    gone = [path for path in ours if path not in goal.files and path in there]
    edited += [path for path in gone if not look.is_one_of(path, remembered.known(path))]
    strangers = [path for path in there if path not in ours]
    blocked += _in_the_way(strangers, goal)
    return Plan(
        remembered, goal, _sorted(new), _sorted(changed), _sorted(unchanged), _sorted(gone), _sorted(edited),
        _sorted(missing), _sorted(strangers), _sorted(blocked),
        _sorted(path for path in (*new, *changed) if staged.get(path) == goal.files[path].size),
        _emptied(gone, (set(there) | set(goal.files)) - set(gone)), bool(hashes.kind),
    )


def moved(plan: Plan, there: Mapping[str, int]) -> tuple[str, ...]:
    """What of `there`, a later list of the same target, the plan did not know: files of the release or of ours that came,
    went or have another size, and strangers that are in the way now."""
    planned = plan.remembered.there
    ours = {*plan.goal.files, *plan.remembered.base.files, *plan.gone}
    strangers = [path for path in there if path not in ours and path.split("/", 1)[0] != OWN]
    return _sorted((
        *(path for path in ours if planned.get(path) != there.get(path)),
        *(path for path in _in_the_way(strangers, plan.goal) if path not in plan.blocked),
    ))


@dataclass(frozen=True, slots=True)
class _Look:
    there: Mapping[str, int]
    hashes: Hashes

    def is_one_of(self, path: str, files: Iterable[File]) -> bool:
        return any(self.holds(path, file) for file in files)

    def holds(self, path: str, file: File) -> bool:
        """Whether what lies at `path` is `file`, as far as the target can say."""
        if self.there[path] != file.size:
            return False
        found = self.hashes.of.get(path)
        return found is None or found == (file.md5 if self.hashes.kind == "md5" else file.sha256)


def _foreign(store: Store, remembered: Remembered, look: _Look) -> set[str]:
    """Names that an interrupted release was to use, in whose place lies what no release of ours has brought.

    Nothing but the content tells it: where the target says nothing of that, these files are read back.
    """
    claimed = [path for path in sorted(remembered.touched) if path in look.there and path not in remembered.base.files]
    silent = [path for path in claimed if path not in look.hashes.of]
    read = _Look(look.there, store.hashes(silent, download=True)) if silent else look
    return {
        path for path in claimed
        if not (read if path in silent else look).is_one_of(path, remembered.known(path))
        or (path in silent and path not in read.hashes.of)
    }


def _staged(everything: Mapping[str, int]) -> dict[str, int]:
    """Files that have arrived and are not public yet."""
    return {path.removeprefix(f"{FILES}/"): size for path, size in everything.items() if path.startswith(f"{FILES}/")}


def _in_the_way(strangers: list[str], goal: Manifest) -> list[str]:
    """Strangers where a file or a folder of ours would have to be, or that lie in a folder where a file of ours would.

    Servers of Windows, and disks of Windows and macOS, know no capitals: `Index.html` is `index.html` there, and what is
    sent to `mihon` goes to `Mihon`. Nobody can ask a server for that, so such names are in the way everywhere.
    """
    files = {path.casefold() for path in goal.files}
    folders = {folder.casefold(): folder for folder in _folders(goal.files)}
    return [
        path for path in strangers
        if path not in goal.files and (
            path.casefold() in files or path.casefold() in folders
            or any(one.casefold() in files or folders.get(one.casefold(), one) != one for one in _folders((path,))))
    ]


def _folders(paths: Iterable[str]) -> set[str]:
    """The folders in which `paths` lie, and those in which these do."""
    return {above.as_posix() for path in paths for above in PurePosixPath(path).parents if above.name}


def _emptied(gone: list[str], left: set[str]) -> tuple[str, ...]:
    """The outermost folders in which nothing is left."""
    kept = {above for path in left for above in PurePosixPath(path).parents}
    found = set()
    for path in gone:
        above = [folder for folder in PurePosixPath(path).parents if folder not in kept and folder.name]
        if above:
            found.add(above[-1].as_posix())
    return _sorted(found)


def _sorted(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(paths)))
