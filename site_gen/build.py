"""A site in, a folder of files out: written beside the target first, verified, and put in its place only when it is whole."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import data, feeds, lock, marker, own, search, swap, theme, unchanged, verify
from site_gen.brought import data_folder
from site_gen.model import Site
from site_gen.pages import IMAGES, changes_everywhere, pages, sources, tables
from site_gen.problem import Problem, Refusal, Span, error, warning
from site_gen.render import Renderer

MARKER = marker.NAME
_NAMED = 5  # files that are told by name


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


def build(
    site: Site, content: Path, output: Path, tick: Callable[[str], None] = lambda _: None, *,
    searchable: bool = True, strict: bool = False,
) -> Written:
    """Write `site` to the folder `output`, which is replaced as a whole; `tick` is called with each page's path.

    Without `searchable` there is no index, and the page of the search says so. Raises OSError when the disk refuses,
    jinja2.TemplateError for a mistake in a template, SearchError where no index can be made, Refusal where another process
    writes this folder, somebody has put files into it, or the site is not sound (with `strict`, also where `verify` warns);
    `output` is then as it was.
    Whoever is killed here leaves the whole old or the whole new site, and beside it what the next build removes.
    """
    output = output.resolve()  # where `output` leads, so that a link to a folder stays one
    with _parents(output), lock.held(output):
        swap.settle(output)
        _refuse(_others(output))
        try:
            staging = swap.staging(output)
            written = _write(site, content, staging, tick, swap.staging(output) if searchable else None)
            found = verify.problems(staging, site.url)
            if strict or any(problem.severity == "error" for problem in found):
                _refuse(found)
            _refuse(_others(output))  # making it took a while
            lost = _unlisted(output, staging)
            swap.swap(staging, output)
            lying = unchanged.lying(output)  # while no other build can replace it
        finally:
            swap.settle(output)
    return replace(written, problems=found, replaced=lost, lying=lying)


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


def refusal(output: Path, content: Path) -> str:
    """Why the folder `output` may not be replaced as a whole, as a sentence; empty when it may. Raises OSError."""
    target, sources = output.resolve(), content.resolve()
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


def _write(site: Site, content: Path, folder: Path, tick: Callable[[str], None], workspace: Path | None) -> Written:
    """Write the site to `folder`; its search with `workspace`, a folder for what is thrown away, or without search."""
    renderer = Renderer(own.templates(content))
    size = 0
    published = tuple(_data(site, folder))
    paths: list[str] = []
    documents: list[search.Document] = []
    for page in pages(site, published):
        tick(page.path)
        paths.append(page.path)
        documents += search.documents(page) if workspace else ()
        size += _put(folder / page.path / "index.html", renderer.html(page).encode("utf-8"))
    fed = 0
    for path, content_of in feeds.files(site, changes_everywhere(site), renderer):
        size += _put(folder / path, content_of)
        fed += 1
    maps = tuple(_put(folder / path, content_of) for path, content_of in data.sitemaps(site.url, paths))
    compared = tuple(_put(folder / path, content_of) for path, content_of in tables(site))
    found = search.files(site, documents, workspace=workspace) if workspace else ()
    indexed = tuple(_put(folder / path, content_of) for path, content_of in found)
    size += sum(file.size for file in published) + sum(maps) + sum(compared) + sum(indexed)
    if site.look.colour:
        size += _put(folder / "assets" / theme.SHEET, theme.sheet(site.look.colour).encode("utf-8"))
    files = [*_assets(folder), *_own(site, content, folder), *_images(site, content, folder)]
    for source, target in files:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
        size += target.stat().st_size
    marker.write(folder, content)
    return Written(len(paths), fed, len(published) + len(maps) + len(compared), len(indexed), len(files), size)


def _data(site: Site, folder: Path) -> Iterator[data.DataFile]:
    """Write the data files of `site`, which its pages name with their sizes, and the catalogues that list them."""
    written: list[data.DataFile] = []
    for file, content_of in data.data_files(site, sources(site)):
        _put(folder / file.path, content_of)
        written.append(file)
    for file, content_of in data.catalogs(site, written):
        _put(folder / file.path, content_of)
        written.append(file)
    yield from written


def _put(target: Path, content_of: bytes) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content_of)
    return len(content_of)


def _assets(folder: Path) -> Iterator[tuple[Path, Path]]:
    source = data_folder("assets")
    for path in sorted(source.rglob("*")):
        if path.is_file():
            yield path, folder / "assets" / path.relative_to(source)


def _own(site: Site, content: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The city's own assets, in a folder of their own, and its logo."""
    for name in own.assets(content):
        yield content / own.ASSETS / name, folder / "assets" / own.FOLDER / name
    if site.look.logo:
        yield content / site.look.logo.file, folder / "assets" / site.look.logo.asset


def _images(site: Site, content: Path, folder: Path) -> Iterator[tuple[Path, Path]]:
    for m in site.municipalities:
        for a in (text for current in m.assessments for text in (current, *current.versions)):
            for part in a.parts:
                for entry in part.walk():
                    if entry.item.kind == "image" and entry.state == "given":
                        yield content / m.slug / a.folder / entry.text, folder / m.slug / a.slug / IMAGES / entry.text
