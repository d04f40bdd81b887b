"""A site in, the page that searches it out: a field, room for what a script finds, and the indexes for whoever has none."""

from collections.abc import Sequence

from site_gen.model import Site
from site_gen.pages.cards import Card
from site_gen.pages.page import CONTACT_ANCHOR, SEARCH, Link, Page

INDEXES = (
    Link("提供先・入手元", "recipients"), Link("庁内の部署", "departments"), Link("委託先", "contractors"), Link("システム", "systems"),
    Link("法令と条文", "statutes"), Link("用語集", "glossary"), Link("同じ事務を比べる", "compare"), Link("すべての変更", "changes"),
)

_FEW = 40  # assessments of which each is named; of more, their municipalities


def search_page(site: Site, listed: Sequence[Card]) -> Page:
    """The page; `own` are the indexes that lead to the same things without a search, and where the whole texts of the assessments
    `listed` are."""
    names = {m.slug: m.name for m in site.municipalities}
    if len(listed) <= _FEW:
        whole = tuple(Link(f"{names[card.municipality]}　{card.name}", f"{card.base}/all") for card in listed)
    else:
        whole = tuple(Link(m.name, m.slug) for m in site.municipalities)
    return Page(
        path=SEARCH, template="search.html", title="検索", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=(INDEXES, whole),
    )
