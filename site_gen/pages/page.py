"""What every page has: its address, title, neighbours and links; `own` is what only its kind of page shows."""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from site_gen.form import Form
from site_gen.forms import UNKNOWN_EDITION
from site_gen.index import Cites, Mention, PartyBrief
from site_gen.laws import shown
from site_gen.model import Assessment, Entry, Municipality, Site
from site_gen.pages.history import TIMELINE, Histories
from site_gen.prose import TextLink

if TYPE_CHECKING:
    from site_gen.pages.ways import Way  # which is made of links of this module

CONTACT_ANCHOR = "toiawase"
GLOSSARY = "glossary"  # the page that explains the words of the field, and the folder of those beside it
CHANGES = "changes"  # the folder of the pages that list the changes of the whole site
STATUTE = "law"  # the class of links to provisions in texts
SEARCH = "search"  # the page that searches, and the folder of its index
DATA = "data"  # the folder of the page of data files, and of those of the whole site
ACCESSIBILITY = "accessibility"  # the page that says what was tested
IMAGES = "zu"  # folder of an assessment's pictures
_NUMBER_ALONE = re.compile(r"第|別表|附則|[同本法令〃]|規則|条例|[0-9０-９一二三四五六七八九十]")


@dataclass(frozen=True, slots=True)
class Link:
    """An address inside the site (a folder path, `""` for the root, and an anchor) and the words that lead there."""

    text: str
    path: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Then:
    """What a page of an earlier text says beside it: its day, where the same page stands today, and by anchor the items
    that say something else today (None: they are gone)."""

    day: str
    today: Link
    changed: Mapping[str, Link | None]


@dataclass(frozen=True, slots=True)
class Pointed:
    """Where an item points: the other one in words, its page in the assessment and its anchor; `target` is set where the
    reader is shown what it says, once a page."""

    words: str
    address: str
    anchor: str
    target: Entry | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One HTML file, `<path>/index.html`, and everything its template shows.

    `template` is the file in templates/. `address` of an assessment's pages names them in one word (`ii-f1`); `whole`
    says that all parts stand on this page, so that links inside the assessment stay on it.
    """

    path: str
    template: str
    title: str
    site: Site
    municipality: Municipality | None = None
    assessment: Assessment | None = None
    crumbs: tuple[Link, ...] = ()
    contents: tuple[Link, ...] = ()
    nav: tuple[Link, ...] = ()
    previous: Link | None = None
    following: Link | None = None
    inquiries: tuple[Link, ...] = ()
    whole: bool = False
    ended: str = ""  # the day on which the 事務 ended, as written
    feed: Link | None = None  # the folder that holds feed.xml and feed.json of what this page is about, and their title
    histories: Histories | None = None  # of the assessment, so that items can lead to theirs
    then: Then | None = None  # of a page of an earlier text
    earlier: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)  # by anchor, where earlier texts say something else
    parties: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)  # by anchor of a row, the pages of whom it names
    pointers: Mapping[str, "Pointed"] = field(default_factory=dict)  # by anchor of an item that only points at another one
    pointed: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)  # by anchor of a list, the items that point at it
    links: Mapping[str, tuple[TextLink, ...]] = field(default_factory=dict)  # by anchor, those to put into an item's text
    ways: Mapping[str, tuple["Way", ...]] = field(default_factory=dict)  # by page of blocks or anchor of a system (pages.ways)
    acts: Mapping[str, tuple[tuple[Link, int], ...]] = field(default_factory=dict)  # by page, what its rows' orders are under
    bases_of: Mapping[tuple[str, str], tuple[Cites, ...]] = field(default_factory=dict)  # by assessment and row
    own: Any = None  # what only this kind of page shows; each template names its type

    @property
    def shows_nav(self) -> bool:
        """Whether the list of all pages of the assessment stands beside this one; the first page holds it already."""
        return bool(self.nav) and self.nav[0].path != self.path

    @property
    def last_change(self) -> Link | None:
        """The page of the latest day of change of the assessment that has a day, named by it; None where nothing changed."""
        days = self.histories.timeline if self.histories else ()
        day = next((one for one in days if one.text), None)
        return Link(f"最後の変更 {day.text}", f"{self.nav[0].path}/{TIMELINE}-{day.key}") if day else None

    @property
    def full_title(self) -> str:
        """「ページ名 - 評価書名 - 自治体名」 (accessibility.md), on other pages 「ページ名 - サイト名」; that of a municipality's own thing
        says whose it is, as another one may have its like."""
        names = [self.title]
        if self.assessment and self.municipality:
            then = [f"{self.then.day}時点"] if self.then else []
            names += [*then, self.assessment.name, self.municipality.name]
        elif self.municipality or self.path:
            home = [self.municipality.name] if self.municipality and self.municipality.name not in self.title else []
            names += [*home, self.site.title]
        return " - ".join(dict.fromkeys(names))

    @property
    def description(self) -> str:
        """What a list of search results may show under the title: which page of whose assessment it is, else of which site."""
        m, a = self.municipality, self.assessment
        which = "" if self.title == (a.name if a else self.site.title) else f"{self.title}。"
        if not (m and a):
            return f"{which}{self.site.publisher}が公開する「{self.site.title}」のページです。"
        kinds = (a.form.name, *(["抄録"] if a.excerpt else []), *([f"{self.then.day}時点"] if self.then else []))
        whose = f"{m.name}{'（架空の自治体）' if m.fictional else ''}"
        return f"{which}{whose}の特定個人情報保護評価書「{a.name}」（{'、'.join(kinds)}）のページです。"

    def links_in(self, entry: Entry) -> tuple[TextLink, ...]:
        """The links to put into the text of `entry`."""
        return self.links.get(entry.anchor, ())

    def basis_links(self, one: Mention) -> tuple[TextLink, ...]:
        """The links to put into the legal basis of a row, to the provisions that it cites."""
        found = {cites.path: cites for cites in reversed(self.bases_of.get((one.facts.base, one.flow.anchor), ()))}
        return tuple(map(self.to_statute, found.values()))

    def other_names(self, one: PartyBrief) -> tuple[str, ...]:
        """What a party is called beside its name: in documents, and in aliases.yaml."""
        known = (name for alias in self.site.aliases if (alias.kind, alias.name) == (one.party.kind, one.party.name)
                 for name in alias.others)
        return tuple(dict.fromkeys((*one.spellings, *known)))

    def to_statute(self, cites: Cites) -> TextLink:
        """The link to put at a citation; it has a name of its own where the words are a number alone (第7条, 同法第5条)."""
        heard = f"{cites.written}（{shown(self.site.laws, cites.law, cites.provision)}）" if self.is_number_alone(cites) else ""
        return TextLink(cites.start, cites.end, self.to(cites.leads_to), STATUTE, heard)

    @staticmethod
    def is_number_alone(cites: Cites) -> bool:
        """Whether the words of a citation leave out which statute they mean."""
        return bool(_NUMBER_ALONE.match(cites.written))

    def to(self, path: str, anchor: str = "") -> str:
        """The relative link from this page to another page of the site; `index.html` is named so that file:// works."""
        fragment = f"#{anchor}" if anchor else ""
        if path == self.path and anchor:
            return fragment
        return _relative(f"{path}/index.html", self.path) + fragment

    def file(self, folder: str, name: str) -> str:
        """The relative link from this page to a file that is no page."""
        return _relative(f"{folder}/{name}", self.path)

    def cited(self, anchor: str) -> str:
        """The address of a place on this page for a citation: on the web where the site tells its 公開URL, else in the site."""
        place = f"{self.path}/index.html#{anchor}"
        return f"{self.site.url.rstrip('/')}/{place}" if self.site.url else place

    def absolute(self, path: str) -> str:
        """The address of a page: on the web where the site tells its 公開URL, else the relative link from this page."""
        return self.absolute_file(path, "index.html")

    def absolute_file(self, folder: str, name: str) -> str:
        """The address of a file of the site, as `absolute`."""
        path = posixpath.join(folder, name)
        return f"{self.site.url.rstrip('/')}/{path}" if self.site.url else self.file(folder, name)

    def asset(self, name: str) -> str:
        """The relative link from this page to a file of assets/."""
        return _relative(f"assets/{name}", self.path)

    def image(self, name: str) -> str:
        """The relative link from this page to a picture of the same assessment."""
        assert self.municipality and self.assessment
        return _relative(f"{self.municipality.slug}/{self.assessment.slug}/{IMAGES}/{name}", self.path)

    def beside(self, entry: Entry, name: str) -> str:
        """The text of the row called `name` that stands beside `entry`, or an empty text."""
        assert self.assessment
        found = self.assessment.at(f"{entry.locator.rsplit('/', 1)[0]}/{name}")
        return found.text if found else ""

    def within(self, address: str, anchor: str = "") -> str:
        """The link to a page of the same assessment, or to its place on this page when this page holds everything."""
        if self.whole:
            return f"#{anchor or address}"
        assert self.municipality and self.assessment
        return self.across(f"{self.municipality.slug}/{self.assessment.slug}", address, anchor)

    def across(self, base: str, address: str, anchor: str = "") -> str:
        """The link to a page of the assessment that lies at `base`, or to a place on it."""
        own = "" if anchor == address else anchor  # a part, or the file it is about, is its page
        return self.to(f"{base}/{address}", own)


@lru_cache(maxsize=4096)  # most of a page leads to places that the one before led to
def _relative(path: str, here: str) -> str:
    """The way from the folder `here` to the file `path`, both of the site: what posixpath.relpath gives in ten times the time, as it
    has to ask where the process is."""
    there, own = _names(path), _names(here)
    if not own or there[0] != own[0]:
        return "../" * len(own) + "/".join(there)
    same = next((at for at, (one, other) in enumerate(zip(there, own, strict=False)) if one != other), min(len(there), len(own)))
    return "../" * (len(own) - same) + "/".join(there[same:])


@lru_cache(maxsize=4096)
def _names(path: str) -> tuple[str, ...]:
    return tuple(name for name in path.split("/") if name not in ("", "."))


def form_label(form: Form) -> str:
    """`全項目評価書（様式4、令和6年10月版）`, or that the edition is not known."""
    edition = "版は不明" if form.edition == UNKNOWN_EDITION else f"{form.edition}版"
    return f"{form.name}（{form.style}、{edition}）"
