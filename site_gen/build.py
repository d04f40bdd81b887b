"""A site in, a folder of files out: written beside the target first, verified, and put in its place only when it is whole."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import content, data, feeds, lock, making, marker, own, search, swap, theme, unchanged, verify
from site_gen.brought import data_folder
from site_gen.crew import Crew
from site_gen.making import Task
from site_gen.model import Site
from site_gen.pages import Page, in_order, jimu_files, municipality_section, of_gists, sections_across
from site_gen.problem import Problem, Refusal, Span, error, warning
from site_gen.render import Renderer

MARKER = marker.NAME
_NAMED = 5  # files that are told by name
_BATCH = 100_000  # bytes of sources that a worker is asked for at a time, at least
_WORTH_IT = 200_000  # bytes of sources from which it pays to begin workers


@dataclass(frozen=True, slots=True)
class Written:
    """What a build made: how many pages, feeds, data files, files of the search and assets, how many bytes; what was found in it
    that does not keep it from being published; what is to be told once of the folder that it replaced; how it lies there (`unchanged`)."""

    pages: int
    feeds: int
    data: int
    search: int
    assets: int
    bytes: int
    problems: tuple[Problem, ...] = ()
    replaced: tuple[Problem, ...] = ()
    lying: str = ""


def make(
    folder: Path, output: Path, tick: Callable[[str], None] = lambda _: None, *, read: Callable[[content.Result], None],
    drafts: bool = False, searchable: bool = True, strict: bool = False, jobs: int = 1,
) -> Written | None:
    """Read the content of `folder` and write its site as `build` does, each assessment in one of up to `jobs` processes; None, and
    nothing is written, where there are errors in it (with `strict`, also warnings). `read` is called with what was read, whose site
    holds no assessments. Raises as `build`."""
    shown = content.shown_as(folder)
    outline = content.outlined(folder, shown)
    tasks = [Task(one, home.municipality) for home in outline.homes for one in home.folders]
    sizes = [_size(task.folder) for task in tasks]
    crew = Crew(jobs if sum(sizes) > _WORTH_IT else 1)

    def write(staging: Path, workspace: Path | None) -> Written | None:
        settings = making.Settings(folder, shown, drafts, outline.site, outline.laws, staging, workspace is not None)
        done = list(_done(settings, tasks, sizes, crew, tick))
        result = content.joined(outline, outline.site, (one.assessed for one in done))
        read(result)
        if outline.site is None or any(one.severity == "error" or (strict and one.severity == "warning") for one in result.problems):
            return None
        return _across(outline.site, folder, staging, tick, workspace, [one.made for one in done if one.made])

    with crew:
        return _in_place(output, strict, outline.site.url if outline.site else "", searchable, write, crew.results)


def build(
    site: Site, folder: Path, output: Path, tick: Callable[[str], None] = lambda _: None, *,
    searchable: bool = True, strict: bool = False,
) -> Written:
    """Write `site`, which was read from `folder`, to the folder `output`, which is replaced as a whole; `tick` is called with each
    page's path.

    Without `searchable` there is no index, and the page of the search says so. Raises OSError when the disk refuses,
    TemplateFault for a mistake in a template, SearchError where no index can be made, Refusal where another process
    writes this folder, somebody has put files into it, or the site is not sound (with `strict`, also where `verify` warns);
    `output` is then as it was.
    Whoever is killed here leaves the whole old or the whole new site, and beside it what the next build removes.
    """
    bare = replace(site, municipalities=tuple(replace(m, assessments=()) for m in site.municipalities))

    def write(staging: Path, workspace: Path | None) -> Written:
        maker = making.Maker(making.Settings(folder, "", True, bare, site.laws, staging, workspace is not None))
        made = []
        for m, alone in zip(site.municipalities, bare.municipalities, strict=True):
            for a in m.assessments:
                made.append(maker.make(bare, alone, a))
                for path in made[-1].pages:
                    tick(path)
        return _across(bare, folder, staging, tick, workspace, made)

    written = _in_place(output, strict, site.url, searchable, write)
    assert written
    return written


def _in_place(
    output: Path, strict: bool, url: str, searchable: bool, write: Callable[[Path, Path | None], Written | None], run: verify.Run = map
) -> Written | None:
    """Put what `write` makes into the place of `output` once it is whole and sound; where it makes nothing, `output` is as it was.

    `write` gets a folder for the site and one for what is thrown away (None: there is to be no index).
    """
    output = output.resolve()  # where `output` leads, so that a link to a folder stays one
    with _parents(output), lock.held(output):
        swap.settle(output)
        _refuse(_others(output))
        try:
            staging = swap.staging(output)
            written = write(staging, swap.staging(output) if searchable else None)
            if written is None:
                return None
            found = verify.problems(staging, url, run)
            if strict or any(problem.severity == "error" for problem in found):
                _refuse(found)
            _refuse(_others(output))  # making it took a while
            lost = _unlisted(output, staging)
            swap.swap(staging, output)
            lying = unchanged.lying(output)  # while no other build can replace it
        finally:
            swap.settle(output)
    return replace(written, problems=found, replaced=lost, lying=lying)


def _done(
    settings: making.Settings, tasks: Sequence[Task], sizes: Sequence[int], crew: Crew, tick: Callable[[str], None]
) -> Iterator[making.Done]:
    """What came of each task, in their order; the largest are begun first. `tick` is called with each page's path."""
    batches = list(_batches(sorted(range(len(tasks)), key=lambda at: -sizes[at]), sizes))
    packed = making.packed(settings)
    work = ((packed, tuple(tasks[at] for at in batch)) for batch in batches)
    found: dict[int, making.Done] = {}
    for batch, done in zip(batches, crew.results(making.do, work), strict=True):
        found.update(zip(batch, done, strict=True))
        for path in (path for one in done if one.made for path in one.made.pages):
            tick(path)
    return (found[at] for at in range(len(tasks)))


def _batches(order: Sequence[int], sizes: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """`order` in pieces of about as many bytes, so that a worker is asked for neither too much nor too often."""
    batch: list[int] = []
    for at in order:
        batch.append(at)
        if sum(sizes[one] for one in batch) >= _BATCH:
            yield tuple(batch)
            batch = []
    if batch:
        yield tuple(batch)


def _size(folder: Path) -> int:
    """How many bytes the files in `folder` and its earlier texts have."""
    return sum(one.stat().st_size for one in folder.rglob("*.yaml") if one.is_file())


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
    """That somebody has put files into the folder that is to be replaced."""
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
    names = marker.gone(output, staging) if marker.others(output) is None else ()
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
    if target.is_dir() and os.listdir(target) and not (target / MARKER).is_file():
        return f"「{output}」は site-gen が作ったフォルダーではなく、空でもありません（中身が丸ごと置き換わるため、使いません）"
    return ""


def _holds(folder: Path, inner: Path) -> bool:
    """Whether `inner` is `folder` or lies in it; of folders that exist, the disk decides whether two are one."""
    return any(
        folder == one or (folder.exists() and one.exists() and os.path.samefile(folder, one))
        for one in (inner, *inner.parents)
    )


def _across(
    site: Site, folder: Path, staging: Path, tick: Callable[[str], None], workspace: Path | None, made: Sequence[making.Made],
) -> Written:
    """Write to `staging` everything of `site` that is no assessment's, from what was `made` of those."""
    renderer = Renderer(own.templates(folder))
    gathered = of_gists([one.gist for one in made])
    size = sum(one.bytes for one in made)
    published = tuple(_data(site, staging, made))
    paths: list[str] = []
    documents: list[search.Document] = []

    def write(found: Iterable[Page]) -> int:
        written = 0
        for page in found:
            tick(page.path)
            paths.append(page.path)
            documents.extend(search.documents(page) if workspace else ())
            written += making.put(staging / page.path / "index.html", renderer.written(page))
        return written

    of_city: dict[str, list[making.Made]] = {m.slug: [] for m in site.municipalities}
    for one in made:
        of_city[one.listed.municipality].append(one)
    for m in site.municipalities:
        for one in of_city[m.slug]:
            paths += one.pages
            documents += one.documents
        size += write(municipality_section(site, m, of_gists([one.gist for one in of_city[m.slug]])).make())
    for section in sections_across(site, gathered, published):
        size += write(section.make())
    fed = 0
    for path, content_of in feeds.files(site, in_order(gathered.changes()), renderer):
        size += making.put(staging / path, content_of)
        fed += 1
    maps = tuple(making.put(staging / path, content_of) for path, content_of in data.sitemaps(site.url, paths))
    compared = tuple(making.put(staging / path, content_of) for path, content_of in jimu_files(site, gathered.told()))
    found = search.files(site, documents, workspace=workspace) if workspace else ()
    indexed = tuple(making.put(staging / path, content_of) for path, content_of in found)
    size += sum(file.size for file in published) + sum(maps) + sum(compared) + sum(indexed)
    if site.look.colour:
        size += making.put(staging / "assets" / theme.SHEET, theme.sheet(site.look.colour).encode("utf-8"))
    files = [*_assets(staging), *_own(site, folder, staging)]
    for source, target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        size += target.stat().st_size
    marker.write(staging, folder)
    of_ones = sum(len(one.listed.files) for one in made)
    copied = len(files) + sum(one.images for one in made)
    return Written(len(paths), fed, of_ones + len(published) + len(maps) + len(compared), len(indexed), copied, size)


def _data(site: Site, staging: Path, made: Sequence[making.Made]) -> Iterator[data.DataFile]:
    """Write the data files of all, which /data/ names with their sizes, and the catalogues that list them."""
    written: list[data.DataFile] = []
    for file, content_of in data.files_of_all(site, (one.rows for one in made)):
        making.put(staging / file.path, content_of)
        written.append(file)
    for file, content_of in data.catalogs(site, (one.listed for one in made), tuple(written)):
        making.put(staging / file.path, content_of)
        written.append(file)
    yield from written


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
