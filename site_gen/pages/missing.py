"""A site and the folder it is published in, in; the page out that a server shows for an address that leads nowhere."""

import posixpath
from dataclasses import dataclass

from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, Link, Page
from site_gen.pages.search import INDEXES

_NOWHERE = "このアドレスにはページがありません。アドレスの一部が欠けているか、ページがなくなったおそれがあります。"


@dataclass(frozen=True, slots=True)
class FromAnywhere(Page):
    """A page that is shown at any address below the folder `base` (`/pia/`): its links begin there, as none relative to it works."""

    base: str = "/"
    words: str = ""  # why there is no page

    def to(self, path: str, anchor: str = "") -> str:
        fragment = f"#{anchor}" if anchor else ""
        return self.file(path, "index.html") + fragment

    def file(self, folder: str, name: str) -> str:
        return self.base + posixpath.join(folder, name)

    def asset(self, name: str) -> str:
        return self.file("assets", name)


def missing_page(site: Site, base: str, words: str = _NOWHERE) -> Page:
    """The page; `own` are the municipalities and the indexes, from which everything can be reached."""
    municipalities = tuple(Link(m.name, m.slug) for m in site.municipalities)
    return FromAnywhere(
        path="404.html", template="missing.html", title="ページが見つかりません", site=site, base=base, words=words,
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=(municipalities, INDEXES),
    )
