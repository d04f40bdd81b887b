"""A site in, a folder of files out: written beside the target first, verified, and put in its place only when it is whole."""

import contextlib
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import across, content, data, lock, making, marker, own, search, swap, theme, unchanged, verify
from site_gen.across import Across, Base
from site_gen.brought import data_folder
from site_gen.crew import Crew, batches
from site_gen.indexing import Index
from site_gen.making import Task
from site_gen.manifest import Damaged, Manifest, Outdated, Readings
from site_gen.model import Site
from site_gen.packed import Foreign, digest, unpack
from site_gen.problem import Problem, Refusal, Span, error, notice, warning
from site_gen.progress import Progress
from site_gen.render import Renderer
from site_gen.unchanged import Basis

MARKER = marker.NAME
_SILENT = Progress()
_NAMED = 5  # files that are told by name
_BATCH = 100_000  # bytes of sources that a worker is asked for at a time, at least
_WORTH_IT = 200_000  # bytes of sources from which it pays to begin workers


@dataclass(frozen=True, slots=True)
class Written:
    """What a build made: how many pages, feeds, data files, files of the search and assets, how many bytes; what was found in it
    that does not keep it from being published; what is to be told once of what it replaced or did not use; how it lies there (`marker.lying`)."""

    pages: int
    feeds: int
    data: int
    search: int
    assets: int
    bytes: int
    problems: tuple[Problem, ...] = ()
    replaced: tuple[Problem, ...] = ()
    lying: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a site is to be made: with the assessments marked 下書き, with an index of the search, with warnings taken as errors, by how
    many workers, which `hire` finds; `cache` is the file that says what was made before (None: none is kept), which is used where it
    says `again`. In problems the folder is called `shown`."""

    drafts: bool = False
    searchable: bool = True
    strict: bool = False
    jobs: int = 1
    cache: Path | None = None
    again: bool = True
    hire: Callable[[int], Crew] = Crew
    shown: str | None = None


def make(
    folder: Path, output: Path, wanted: Wanted, progress: Progress = _SILENT, *,
    read: Callable[[content.Result], None], then: Basis | None = None,
) -> Written | None:
    """Read the content of `folder` and write its site as `build` does; None, and nothing is written, where there are errors in it.
    `read` is called with what was read, whose site holds no assessments. What was made before of the same is not made again, where
    nobody has touched it since. `then` is the basis of the build but for its options, where somebody has just looked: of another one, nothing
    is said of how the site lies. Raises as `build`."""
    if wanted.cache is None:
        return _made(folder, output, wanted, Manifest(None), progress, read, None)
    then = then or _basis(folder)  # before anything else is read
    try:
        with contextlib.closing(_opened(wanted.cache)) as manifest:
            return _made(folder, output, wanted, manifest, progress, read, then)
    except _Touched:
        reason: Problem | None = _touched(output)
    except (Damaged, Foreign) as damage:
        reason = None if isinstance(damage, Outdated) else _unread(wanted.cache)
        wanted.cache.unlink(missing_ok=True)
    again = _basis(folder)  # all that took a while
    with contextlib.closing(_opened(wanted.cache)) as manifest:
        written = _made(folder, output, wanted, manifest, progress, read, again, carrying=False)
    if written and reason:
        written = replace(written, replaced=(*written.replaced, reason))
    return written if written is None or _is_same(then, again) else replace(written, lying="")


def _opened(cache: Path) -> Manifest:
    try:
        return Manifest(cache)
    except OSError:
        return Manifest(None)  # where nothing can be kept, all is made each time


class _Touched(Exception):
    """Somebody changed the site of before while files of it were carried over."""


def _touched(output: Path) -> Problem:
    return notice(Span(output.as_posix()), "output-touched",
                  "作っている間に前のサイトのファイルが書き換えられたため、引き継がずに、すべて作り直しました",
                  "することはありません。直すときは、サイトではなく原稿を直してください")


def _unread(cache: Path) -> Problem:
    return notice(Span(cache.as_posix()), "cache-damaged", "前に作ったものの記録が壊れているか、site-gen のものではないため、使わずに作り直しました",
                  "することはありません。記録は、いま作り直しました")


def _made(
    folder: Path, output: Path, wanted: Wanted, manifest: Manifest, progress: Progress, read: Callable[[content.Result], None],
    then: Basis | None, *, carrying: bool = True,
) -> Written | None:
    progress.stage("読み込み")
    shown = content.shown_as(folder, wanted.shown)
    keys = _Keys(then or Basis({}, ""), f"{shown} {wanted.drafts} {wanted.searchable}")
    outline = content.outlined(folder, shown)
    home = outline.site and replace(outline.site, municipalities=())  # what an assessment is made with, and nothing else
    tasks = {one.relative_to(folder).as_posix(): Task(one, m.municipality) for m in outline.homes for one in m.folders}
    crew = wanted.hire(wanted.jobs if sum(content.size(one.folder) for one in tasks.values()) > _WORTH_IT else 1)
    lay = manifest.told("lying") if wanted.again and then and carrying else ""
    readings = Readings(manifest, keys.whole) if wanted.cache else None
    index: Index | None = None

    def write(staging: Path, workspace: Path | None, before: Path | None) -> Written | None:
        crew.meet(folder, staging)
        nonlocal index
        index = Index(workspace, wanted.cache, again=wanted.again, jobs=wanted.jobs) if workspace else None
        if readings:
            readings.trusted = before is not None
        settings = making.Settings(folder, shown, wanted.drafts, home, outline.laws, staging, index.prepared if index else None)
        same = {unit for unit in tasks if before and manifest.is_known(unit, keys.assessment(unit))}
        for unit in same:
            _carried(manifest, unit, before, staging, progress)
        rest = {unit: task for unit, task in tasks.items() if unit not in same}
        for unit, made in _done(settings, rest, crew, progress):
            manifest.put(unit, keys.assessment(unit), made)
        result = content.joined(outline, outline.site, (manifest.value(unit, "told") for unit in tasks))
        read(result)
        if outline.site is None or any(one.severity in ("error", *(["warning"] if wanted.strict else [])) for one in result.problems):
            return None
        units: dict[str, list[str]] = {m.slug: [] for m in outline.site.municipalities}
        for unit in tasks:
            if manifest.holds(unit, "output"):
                units[unit.partition("/")[0]].append(unit)
        base = Base(outline.site, units, keys.across, staging, before, settings.prepared)
        try:
            return _across(base, tasks, manifest, settings, crew, progress, index)
        except search.Unprepared:
            if before:
                raise Damaged from None  # of what was made before, that was lost or damaged
            raise

    def safely(staging: Path, workspace: Path | None, before: Path | None) -> Written | None:
        with crew.stopping():
            return write(staging, workspace, before)

    with crew:
        url = outline.site.url if outline.site else ""
        written = _in_place(output, wanted.strict, url, wanted.searchable, safely, progress, lay, crew.results, readings)
        progress.stage("片付け")
    if written is None:
        return None
    now = _basis(folder) if then else None
    if not _is_same(then, now):
        return replace(written, lying="")  # what was edited meanwhile may be in it or not
    with contextlib.suppress(Damaged, OSError):  # what cannot be kept is made again
        manifest.tell("lying", written.lying)
        if readings:
            readings.tidy()
        if wanted.cache:
            unchanged.prepare(wanted.cache.parent)
        manifest.keep()
        if index:
            index.tidy()
    return written


def _basis(folder: Path) -> Basis | None:
    """What a build of `folder` is made of; None where not all of it can be read, of which whoever reads it has more to say."""
    with contextlib.suppress(OSError):
        return unchanged.basis(folder)
    return None


def _is_same(one: Basis | None, other: Basis | None) -> bool:
    """Whether both are known, and the same but for the options."""
    return one is not None and other is not None and (one.folders, one.program) == (other.folders, other.program)


def _lies(output: Path, as_it_lay: str) -> bool:
    """Whether `output` lies as it lay then (empty: nobody knows how), so that nobody has changed, removed or added anything."""
    with contextlib.suppress(OSError):
        return bool(as_it_lay) and marker.lying(output) == as_it_lay
    return False


def _carried(manifest: Manifest, unit: str, before: Path | None, staging: Path, progress: Progress) -> None:
    """Take over what was made of an assessment, nothing of which has changed."""
    if before and manifest.holds(unit, "output"):
        output = manifest.value(unit, "output")
        across.carry(before, staging, output.files)
        for path in output.pages:
            progress.page(path)


class _Keys:
    """What stands for all that units are made of: `whole` for what every unit is made of, which is the program, the options, and of the
    sources what is no municipality's; `across` for that and the municipalities' settings."""

    def __init__(self, basis: Basis, options: str) -> None:
        self._own = basis.folders
        common, cities = [basis.program, options], []
        for folder, found in basis.folders.items():
            if folder.split("/")[0] in ("", own.TEMPLATES, own.ASSETS):
                common.append(f"{folder} {found}")
            elif "/" not in folder:
                cities.append(f"{folder} {found}")
        self.whole = _digest(common)
        self.across = _digest([self.whole, *cities])

    def assessment(self, unit: str) -> str:
        """The key of the assessment in the folder `unit`."""
        return _digest([self.whole, self._own.get(unit.partition("/")[0], ""), self._own.get(unit, "")])


def _digest(texts: Iterable[str]) -> str:
    return digest("\n".join(texts).encode("utf-8", "surrogatepass"))


def build(
    site: Site, folder: Path, output: Path, progress: Progress = _SILENT, *,
    searchable: bool = True, strict: bool = False,
) -> Written:
    """Write `site`, which was read from `folder`, to the folder `output`, which is replaced as a whole; `progress` hears what is
    done.

    Without `searchable` there is no index, and the page of the search says so. Raises OSError when the disk refuses,
    TemplateFault for a mistake in a template, SearchError where no index can be made, Refusal where another process
    writes this folder, somebody has put files into it, or the site is not sound (with `strict`, also where `verify` warns);
    `output` is then as it was.
    Whoever is killed here leaves the whole old or the whole new site, and beside it what the next build removes.
    """
    bare = replace(site, municipalities=tuple(replace(m, assessments=()) for m in site.municipalities))
    home = replace(site, municipalities=())
    manifest = Manifest(None)

    def write(staging: Path, workspace: Path | None, before: Path | None) -> Written:
        progress.stage("評価書のページ")
        index = Index(workspace) if workspace else None
        settings = making.Settings(folder, "", True, home, site.laws, staging, workspace)
        maker = making.Maker(settings)
        for m, alone in zip(site.municipalities, bare.municipalities, strict=True):
            for a in m.assessments:
                manifest.put(f"{m.slug}/{a.slug}", "", maker.make(home, alone, a))
                for path in manifest.value(f"{m.slug}/{a.slug}", "output").pages:
                    progress.page(path)
        units = {m.slug: tuple(f"{m.slug}/{a.slug}" for a in m.assessments) for m in site.municipalities}
        base = Base(bare, units, "", staging, None, workspace)
        return _across(base, base.all, manifest, settings, Crew(1), progress, index)

    with contextlib.closing(manifest):
        written = _in_place(output, strict, site.url, searchable, write, progress)
    assert written
    return written


def _in_place(
    output: Path, strict: bool, url: str, searchable: bool, write: Callable[[Path, Path | None, Path | None], Written | None],
    progress: Progress, lay: str = "", run: verify.Run = map, readings: verify.Readings | None = None,
) -> Written | None:
    """Put what `write` makes into the place of `output` once it is whole and sound; where it makes nothing, `output` is as it was.

    `write` gets a folder for the site, one for what is thrown away (None: there is to be no index), and `output` where that lies as the
    last build has left it (`lay`; else None), which it may carry files over from.
    """
    output = output.resolve()  # where `output` leads, so that a link to a folder stays one
    with _parents(output), lock.held(output):
        swap.settle(output)
        untouched = _lies(output, lay)
        if not untouched:
            _refuse(_others(output))
        try:
            staging = swap.staging(output)
            written = write(staging, swap.staging(output) if searchable else None, output if untouched else None)
            if written is None:
                return None
            progress.stage("検査")
            found = verify.problems(staging, url, run, readings)
            if untouched and not _lies(output, lay):
                raise _Touched  # and maybe before it was carried over
            if strict or any(problem.severity == "error" for problem in found):
                _refuse(found)
            progress.stage("入れ替え")
            if not untouched:
                _refuse(_others(output))  # making it took a while
            lost = _unlisted(output, staging)
            swap.swap(staging, output)
        finally:
            swap.settle(output)
    return replace(written, problems=found, replaced=(*written.replaced, *lost))


def _done(
    settings: making.Settings, tasks: Mapping[str, Task], crew: Crew, progress: Progress
) -> Iterator[tuple[str, making.Made]]:
    """What came of each task, by its unit, the largest first. `progress` is told each page."""
    sizes = {unit: content.size(task.folder) for unit, task in tasks.items()}
    progress.stage("評価書のページ", tuple(sizes.values()))
    pieces = list(batches(sorted(((size, unit) for unit, size in sizes.items()), key=lambda one: (-one[0], one[1])), _BATCH))
    packed_settings = making.packed(settings)
    work = ((packed_settings, tuple(tasks[unit] for unit in piece)) for piece in pieces)
    for piece, done in zip(pieces, crew.results(making.do, work), strict=True):
        for unit, made in zip(piece, done, strict=True):
            for path in unpack(made["output"]).pages if "output" in made else ():
                progress.page(path)
            progress.done(sizes[unit])
            yield unit, made


def recover(output: Path) -> None:
    """Put the old site back where a build was killed while `output` had no site (see `swap`), for whoever reads it.

    Raises Refusal where a build is running, and OSError.
    """
    output = output.resolve()
    if swap.was_moved_away(output):
        with lock.held(output):
            swap.settle(output)


def _refuse(found: tuple[Problem, ...]) -> None:
    if found:
        raise Refusal(found)


def _others(output: Path) -> tuple[Problem, ...]:
    """That somebody has put files into the folder that is to be replaced, or it is not ours at all."""
    if _is_foreign(output):
        return (error(
            Span(output.as_posix()), "output-holds-others",
            "このフォルダーは site-gen が作ったものではなく、空でもありません。入れ替えると中身が消えるため、止めました",
            "残すものを別のフォルダーへ移し、このフォルダーを消してから、もう一度実行してください",
        ),)
    names = marker.others(output)
    if not names:
        return ()
    return (error(
        Span(output.as_posix()), "output-holds-others",
        f"site-gen が作ったものではないファイルが{len(names):,}個あります（{_named(names)}）。入れ替えると消えるため、止めました",
        "サーバーにだけ要るファイル（404.html、.htaccess など）は、ここではなくサーバーに置いてください。publish はそれを消しません\n"
        "ほかのものは別のフォルダーへ移し、要らなければ消してから、もう一度実行してください",
    ),)


def _unlisted(output: Path, staging: Path) -> tuple[Problem, ...]:
    """What goes with a folder that an earlier version made, of which nobody knows who has put it there."""
    names = marker.gone(output, staging) if marker.has_no_list(output) else ()
    if not names:
        return ()
    return (warning(
        Span(output.as_posix()), "output-unlisted",
        f"前の版の site-gen が作ったフォルダーを入れ替え、新しいサイトにない{len(names):,}個のファイルを消しました（{_named(names)}）",
        "自分で置いたファイルがあれば、元のファイルから別のフォルダーに置き直してください。次からは、消す前に知らせます",
    ),)


def _named(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    return "、".join(names[:_NAMED]) + (f" ほか{more:,}個" if more > 0 else "")


@contextlib.contextmanager
def _parents(folder: Path) -> Iterator[None]:
    """The folders above `folder`; those made here go again when nothing came of it."""
    missing = [one for one in folder.parents if not one.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for one in missing:
            with contextlib.suppress(OSError):
                one.rmdir()
        raise


def refusal(output: Path, folder: Path) -> str:
    """Why the folder `output` may not be replaced as a whole, as a sentence; empty when it may. Raises OSError."""
    target, sources = output.resolve(), folder.resolve()
    if _holds(target, Path.cwd()):
        return f"今いるフォルダーを含む「{output}」には作れません（中身が丸ごと置き換わるため）"
    if _holds(target, sources):
        return f"原稿のフォルダーを含む「{output}」には作れません（原稿が消えるため）"
    if _holds(sources, target):
        return f"原稿のフォルダーの中の「{output}」には作れません"
    if _is_foreign(target):
        return f"「{output}」は site-gen が作ったフォルダーではなく、空でもありません（中身が丸ごと置き換わるため、使いません）"
    return ""


def _is_foreign(target: Path) -> bool:
    """Whether there is a folder with something in it that this program has not made."""
    return target.is_dir() and not (target / MARKER).is_file() and bool(os.listdir(target))


def _holds(folder: Path, inner: Path) -> bool:
    """Whether `inner` is `folder` or lies in it; of folders that exist, the disk decides whether two are one."""
    return any(
        folder == one or (folder.exists() and one.exists() and os.path.samefile(folder, one))
        for one in (inner, *inner.parents)
    )


def _across(
    base: Base, every: Iterable[str], manifest: Manifest, settings: making.Settings, crew: Crew, progress: Progress, index: Index | None
) -> Written:
    """Write everything that is no assessment's, of what the `manifest` holds of those; it goes on to hold `every` one of them, and what
    is written here."""
    site, staging, folder = base.site, base.folder, settings.content
    rest = Across(base, manifest, Renderer(own.templates(folder)), progress)
    units: list[str] = []
    sums: Counter[str] = Counter()

    def take(made: Iterable[tuple[str, making.Output]]) -> None:
        for unit, output in made:
            units.append(unit)
            sums.update(pages=len(output.pages), data=output.data, images=output.images, feeds=output.feeds, bytes=output.bytes)

    progress.stage("データ")
    data_files, published = rest.data()
    progress.stage("評価書をまたぐページ")
    given = making.packed(settings)
    rest.municipalities(given, crew)
    for m in site.municipalities:
        take((unit, manifest.value(unit, "output")) for unit in base.units[m.slug])
        take(rest.municipality(m))
    rest.subjects(given, crew)
    take(rest.indexes(published))
    pages = (path for unit in units for path in manifest.value(unit, "output").pages)
    maps = tuple(making.put(staging / path, content_of) for path, content_of in data.sitemaps(site.url, pages))
    indexed = of_index = 0
    if index:
        progress.stage("検索の索引")
        found = [one for unit in units for one in manifest.value(unit, "found")]
        indexed, of_index = index.write(site, found, staging, base.before, manifest)
    manifest.forget({*every, *rest.units, *(index.units if index else ())})
    size = sums["bytes"] + data_files.bytes + sum(maps) + of_index
    if site.look.colour:
        size += making.put(staging / "assets" / theme.SHEET, theme.sheet(site.look.colour).encode("utf-8"))
    progress.stage("画像とスクリプト")
    files = [*_assets(staging), *_own(site, folder, staging)]
    for source, target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        size += target.stat().st_size
    lying = marker.write(staging, folder)
    return Written(sums["pages"], sums["feeds"], sums["data"] + data_files.data + len(maps), indexed, len(files) + sums["images"], size,
                   replaced=tuple(index.problems) if index else (), lying=lying)


def _assets(folder: Path) -> Iterator[tuple[Path, Path]]:
    source = data_folder("assets")
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield path, folder / "assets" / path.relative_to(source)


def _own(site: Site, content_folder: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The city's own assets, in a folder of their own, and its logo."""
    for name in own.assets(content_folder):
        yield content_folder / own.ASSETS / name, folder / "assets" / own.FOLDER / name
    if site.look.logo:
        yield content_folder / site.look.logo.file, folder / "assets" / site.look.logo.asset
