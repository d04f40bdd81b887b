"""What is read from one file of a site: ids, links inside the site and faults."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from site_gen.problem import Problem
from site_gen.verify import faults

_LEAVING = ("http:", "https:", "mailto:", "tel:")  # where a link may lead out of the site


@dataclass(slots=True)
class Reading:
    """Filled while a file is read, then only looked at. `links` keeps the order and each link once."""

    path: str
    base: str
    ids: set[str] = field(default_factory=set)
    links: dict[str, None] = field(default_factory=dict)
    faults: list[Problem] = field(default_factory=list)
    own: dict[str, str] = field(default_factory=dict)  # absolute links to where the site will lie, with the names of their places

    def link(self, where: str, link: str) -> None:
        """A link that a visitor follows, as it is written; `where` is how its place is called (<a href>)."""
        if link in self.links:
            return
        if not _is_plain(link) and link.strip().lower().startswith(_LEAVING):
            if self._is_own(link):
                self.own.setdefault(link, where)
        else:
            self._inside(where, link)

    def request(self, where: str, link: str) -> None:
        """An address that a browser loads by itself."""
        if not _is_plain(link) and (link.strip().lower().startswith(_LEAVING) or link.startswith("//")):
            fault = faults.absolute if self._is_own(link) else faults.third_party
            self.faults.append(fault(self.path, where, link))
        else:
            self._inside(where, link)

    def _inside(self, where: str, link: str) -> None:
        if not _is_plain(link):
            begins = re.split("[/#?]", link.strip())[0].lower()
            if begins.startswith(("javascript:", "vbscript:")):
                self.faults.append(faults.inline_script(self.path, f"{where}=\"{begins[:60]}\""))
                return
            if ":" in begins:
                self.faults.append(faults.scheme(self.path, where, link))
                return
            if "\\" in link or (begins == "" and link.startswith("/")):
                self.faults.append(faults.absolute(self.path, where, link))
                return
            if not link:
                self.faults.append(faults.no_link(self.path, where))
                return
        self.links[link] = None

    def _is_own(self, link: str) -> bool:
        if not self.base:
            return False
        own, other = urlsplit(self.base), urlsplit(link.strip())
        return own.netloc.lower() == other.netloc.lower() and f"{other.path}/".startswith(own.path)


def _is_plain(link: str) -> bool:
    """Whether a link is one of the two usual kinds, which need no closer look: an anchor, or a path of small letters."""
    return link[:1] == "#" or (link[:1] == "." and ":" not in link and "\\" not in link and link[-1] != " ")
