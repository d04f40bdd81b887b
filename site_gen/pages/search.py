"""A site in, the page that searches it out: a field, room for what a script finds, and the indexes for whoever has none."""

from site_gen.model import Site
from site_gen.pages.page import CONTACT_ANCHOR, SEARCH, Link, Page

INDEXES = (
    Link("提供先・入手元", "recipients"), Link("庁内の部署", "departments"), Link("委託先", "contractors"), Link("システム", "systems"),
    Link("法令と条文", "statutes"), Link("用語集", "glossary"), Link("同じ事務を比べる", "compare"), Link("すべての変更", "changes"),
)

_FEW = 40  # assessments of which each is named; of more, their municipalities


def search_page(site: Site) -> Page:
    """The page; `own` are the indexes that lead to the same things without a search, and where the whole texts are."""
    assessments = [(m, a) for m in site.municipalities for a in m.assessments]
    if len(assessments) <= _FEW:
        whole = tuple(Link(f"{m.name}　{a.name}", f"{m.slug}/{a.slug}/all") for m, a in assessments)
    else:
        whole = tuple(Link(m.name, m.slug) for m in site.municipalities)
    return Page(
        path=SEARCH, template="search.html", title="検索", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=(INDEXES, whole),
    )
