"""What was saved in, the site as it is now out: its pages, made when they are asked for, and what is wrong with its sources.

While anything is wrong, the site is the last one that was whole; while a template is, each page is as it last was. To check an assessment
takes longer than to show it: an edit may be shown first and checked then, and goes again where something is wrong with it.
"""

import traceback
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from site_gen import content, own
from site_gen.brought import data_folder
from site_gen.kept import Kept
from site_gen.model import Site
from site_gen.pages import Page, Section, missing_page, sections
from site_gen.problem import Problem, Span, error
from site_gen.render import Renderer, place_in_template, template_fault

_MOST = 200  # pages whose last good HTML is held, for as long as a template is broken


@dataclass(slots=True)
class _Made:
    """The pages of a section so far, and where the others come from."""

    section: Section
    rest: Iterator[Page]
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, path: str) -> Page | None:
        """The page at `path`, making no more pages than it takes."""
        while path not in self.pages:
            page = next(self.rest, None)
            if page is None:
                return None
            self.pages[page.path] = page
        return self.pages[path]


class Shown:
    """The site of a content folder as of the last reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site: Site | None = None
        self.problems: tuple[Problem, ...] = ()  # errors of the sources
        self.warnings = 0  # how many there are beside them
        self.gone: frozenset[str] = frozenset()  # folders of assessments that were there once
        self.unchecked = False  # whether the site has still to be checked
        self.fault: Problem | None = None  # what is wrong with a template, or with this program
        self.templates = data_folder("templates")
        self.assets = data_folder("assets")
        self._kept = Kept(again=True)
        self._renderer = Renderer(own.templates(folder))
        self._sections: tuple[Section, ...] = ()
        self._made: dict[tuple[str, ...], _Made] = {}
        self._html: dict[str, bytes] = {}
        self._last: dict[str, bytes] = {}
        self._asked = ""  # the page that was last asked for
        self._whole: tuple[Site | None, frozenset[str]] = None, frozenset()  # the last site that was checked, and what was gone then
        self.read()

    def read(self, *, shown: bool = False) -> None:
        """Read the sources again, as far as they changed, and check them; `shown` says that only this check is missing of the site."""
        self.fault = None
        result = content.read(self.folder, drafts=True, kept=self._kept)
        self.problems = tuple(one for one in result.problems if one.severity == "error")
        self.warnings = sum(one.severity == "warning" for one in result.problems)
        self.unchecked = False
        if result.site is not None and not self.problems:
            if not shown or _texts(result.site) != _texts(self.site):
                self._show(result.site)
            self._whole = self.site, self.gone
        elif shown and self._whole[0] and _texts(result.site) == _texts(self.site):  # else it was not these texts that were shown
            self._show(self._whole[0])
            self.gone = self._whole[1]
        else:
            self._html.clear()

    def _read_only(self) -> None:
        """Read the sources without checking them, where they can be shown so."""
        self.fault = None
        result = content.read(self.folder, drafts=True, kept=self._kept, checks=False)
        if result.site is None or any(one.severity == "error" for one in result.problems):
            self.read()
        else:
            self._show(result.site)
            self.unchecked = True

    def _show(self, site: Site) -> None:
        self.gone = (self.gone | _folders(self.site)) - _folders(site)
        self.site = site
        self._sections = sections(site)
        self._made.clear()
        self._html.clear()

    def check(self) -> None:
        """Check what is shown `unchecked`: where anything is wrong with it, the site is the one before again."""
        if self.unchecked:
            self.read(shown=True)

    def renew(self, changed: Collection[Path], *, check_later: bool = False) -> None:
        """Take in what was saved at these places. With `check_later` it is to be checked by `check`, where all was well before."""
        again = self.fault is not None
        own_ones = self.folder / own.TEMPLATES
        if any(path.is_relative_to(self.templates) or path.is_relative_to(own_ones) for path in changed):
            again = True
            self._renderer = Renderer(own.templates(self.folder))
            self.fault = None
            self._html.clear()
        if any(path.is_relative_to(self.folder) for path in changed):
            self._kept.only(changed)
            if check_later and self._whole[0] and not self.problems and not again:
                self._read_only()
            else:
                self.read()
        if again:
            self._try()

    def _try(self) -> None:
        """Find what is wrong with the templates, whether a page is open or none."""
        try:
            self._renderer.compile()
        except Exception as reason:  # as in `html`
            self.fault = _told(reason)
        else:
            self.html(self._asked)

    def wrong(self) -> tuple[Problem, ...]:
        """Everything that is wrong now, templates last."""
        return (*self.problems, *([self.fault] if self.fault else []))

    def html(self, path: str) -> bytes | None:
        """The page at `path`; as it last was where a template is broken, None where there is none."""
        self._asked = path
        if path not in self._html:
            try:
                page = self._page(path)
                if page is None:
                    self._last.pop(path, None)
                    return None
                self._html[path] = self._renderer.html(page).encode("utf-8")
            except Exception as reason:  # whatever it is, the preview goes on and says so
                self.fault = _told(reason)
                return self._last.get(path)
            self._last.pop(path, None)
            self._last[path] = self._html[path]
            if len(self._last) > _MOST:
                del self._last[next(iter(self._last))]
        return self._html[path]

    def missing(self, path: str) -> bytes | None:
        """The page for an address that leads nowhere, in the look of the site; None where there is no site, or it cannot be made."""
        if self.site is None:
            return None
        folder = next((one for one in self.gone if path == one or path.startswith(f"{one}/")), "")
        why = (f"この評価書（{folder}）の原稿がなくなったか、フォルダーの名前が変わりました。",) if folder else ()
        try:
            return self._renderer.html(missing_page(self.site, "/", *why)).encode("utf-8")
        except Exception as reason:  # as in `html`
            self.fault = _told(reason)
            return None

    def _page(self, path: str) -> Page | None:
        section = _section(self._sections, path)
        if section is None:
            return None
        made = self._made.get(section.folders)
        if made is None:
            made = self._made[section.folders] = _Made(section, section.make())
        return made.page(path)


def _folders(site: Site | None) -> frozenset[str]:
    """The folders of all assessments: mihon/boshi."""
    return frozenset(f"{m.slug}/{a.slug}" for m in site.municipalities for a in m.assessments) if site else frozenset()


def _texts(site: Site | None) -> list[int]:
    """Which assessments these are: what no edit touched is the very same."""
    return [id(a) for m in site.municipalities for a in m.assessments] if site else []


def _section(found: tuple[Section, ...], path: str) -> Section | None:
    """The section with the longest folder that `path` is or lies in."""
    fitting = (
        (len(folder), section) for section in found for folder in section.folders
        if path == folder or (folder and path.startswith(f"{folder}/"))
    )
    return max(fitting, key=lambda one: one[0], default=(0, None))[1]


def _told(reason: Exception) -> Problem:
    """What a page could not be made for: a line of a template, else our own mistake."""
    place = place_in_template(reason)
    if place:
        return error(Span(_short(place[0]), place[1], 1), *template_fault(reason))
    frame = traceback.extract_tb(reason.__traceback__)[-1]
    return error(Span(Path(frame.filename).name, frame.lineno or 0, 1), "internal-error",
                 f"ページを作れません（{type(reason).__name__}: {reason}）", "site-gen の誤りです。この表示を添えて知らせてください")


def _short(path: Path) -> str:
    """`path` from the current folder where it lies in it."""
    here = Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()
