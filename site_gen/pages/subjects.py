"""What was shared out of all facts in, the pages across assessments that are about one subject each, and the lists of subjects out.

A subject is a party, a provision or a system, and the parties and systems of one municipality together; it goes by the address of its
first page. Its pages are made of the shares of that subject alone, so that they can be made one by one, anywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from site_gen.index import Brief, Facts, shares
from site_gen.model import Municipality, Site
from site_gen.pages.page import Page
from site_gen.pages.parties import WORDS, party_list, party_pages
from site_gen.pages.statutes import STATUTES, provision_pages, statute_pages
from site_gen.pages.systems_index import SYSTEMS, system_list, system_pages
from site_gen.parties import FOLDERS

PARTIES = tuple(FOLDERS[kind] for kind in WORDS)
SUBJECTS = (*PARTIES, STATUTES, SYSTEMS)  # the folders that hold them


def municipality_of(subject: str) -> str:
    """The folder of the municipality whose departments or systems `subject` may be; a shared system goes by a name of its own."""
    folder, name = subject.split("/")[:2]
    return name if folder in (FOLDERS["department"], SYSTEMS) else ""


def subject_pages(site: Site, m: Municipality | None, subject: str, facts: Sequence[Facts]) -> tuple[Iterator[Page], tuple[Brief, ...]]:
    """The pages of `subject`, of which these shares speak, and what lists say of it; `m` is the one that `municipality_of` names, if it
    is any."""
    folder = subject.split("/")[0]
    if folder == STATUTES:
        return provision_pages(site, subject, facts)
    if folder == SYSTEMS:
        return system_pages(site, m, subject, facts)
    return party_pages(site, m, subject, facts)


def list_pages(site: Site, folder: str, found: Iterable[Brief]) -> Iterator[Page]:
    """The lists of the subjects in `folder`."""
    if folder == STATUTES:
        yield from statute_pages(site, found)
    else:
        yield system_list(site, found) if folder == SYSTEMS else party_list(site, folder, found)


def pages_about(site: Site, folder: str, facts: Callable[[], Iterable[Facts]]) -> Iterator[Page]:
    """Every page of the subjects in `folder`, of the facts of all assessments; the lists come last."""
    shared: dict[str, list[Facts]] = {}
    for one in facts():
        for subject, share in shares(one).items():
            if subject.startswith(f"{folder}/"):
                shared.setdefault(subject, []).append(share)
    homes = {m.slug: m for m in site.municipalities}
    found: list[Brief] = []
    for subject in sorted(shared):
        pages, brief = subject_pages(site, homes.get(municipality_of(subject)), subject, shared[subject])
        yield from pages
        found += brief
    yield from list_pages(site, folder, found)
