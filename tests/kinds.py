"""One page of each kind that content/ makes, by its template; what a browser looks at when it cannot look at all of them."""

from __future__ import annotations

from tests.long import more

KINDS = {
    "portal.html": "",
    "changes_index.html": "changes",
    "changes_year.html": "changes/y2024",
    "changes_year.html (no day)": "changes/hizuke-nashi",
    "glossary.html": "glossary",
    "glossary_documents.html": "glossary/documents",
    "municipality.html": "mihon",
    "assessment.html": "mihon/juki",
    "part.html": "mihon/juki/ii-f1",
    "part.html (flow)": "mihon/juki/betten1",
    "part.html (recorded items)": "mihon/juki/betten2-f1",
    "part.html (risks)": "mihon/juki/iii-f1",
    "part.html (excerpt)": "sapporo/juki/i",
    "part.html (not asked for)": "mihon/juminzei/iii-f2",
    "blocks.html": "mihon/juki/ii-f1-teikyo",
    "blocks.html (list)": "mihon/juki/ii-f1-iten",
    "changes.html": "mihon/juki/henko",
    "changes.html (excerpt)": "kumagaya/juki/henko",
    "change_day.html": "mihon/juki/henko-20240628",
    "changes_by_item.html": "saitama/juki/henko-koumoku",
    "all.html": "mihon/boshi/all",
    "parties.html": "recipients",
    "parties.html (municipalities)": "departments",
    "parties.html (one municipality)": "departments/saitama",
    "party.html": "recipients/kosei-rodo-daijin",
    "party.html (sources)": "recipients/hoka-no-shikuchoson",
    "systems.html": "systems",
    "systems.html (one municipality)": "systems/sapporo",
    "system.html": "systems/joho-teikyo-network",
    "statutes.html": "statutes",
    "statute.html": "statutes/bangoho",
    "statute.html (order)": "statutes/renkei-meirei",
    "provision.html": "statutes/bangoho/a19-8",
    "provision.html (whole statute)": "statutes/jukiho/zentai",
    "party.html (contractor)": "contractors/h123f23bf",
    "jimu_list.html": "compare",
    "jimu.html": "compare/juki",
    "jimu.html (risks)": "compare/juki/risk",
    "jimu.html (file)": "compare/juki/h7d383ee1",
    "jimu.html (nothing to compare with)": "compare/boshi",
    "data.html": "data",
    "search.html": "search",
    "accessibility.html": "accessibility",
    "assessment.html (earlier text)": "mihon/juminzei/versions/v20240830",
    "part.html (earlier text)": "mihon/juminzei/versions/v20240830/i",
    "blocks.html (earlier text)": "mihon/juminzei/versions/v20240830/ii-f1-iten",
    "system_map.html": "mihon/juki/system-zu",
    "flow_map.html": "saitama/juki/nagare-zu",
    "versions.html": "mihon/juminzei/versions",
    "compare.html": "mihon/juminzei/compare/v20240830-v20250620",
}

# One kind of each template, the other kinds of it, and all as parameters of a test: the others in long runs.
FIRST = tuple({kind.split()[0]: kind for kind in reversed(KINDS)}.values())[::-1]
OTHERS = tuple(kind for kind in KINDS if kind not in FIRST)
EACH_KIND = [*FIRST, *more(*OTHERS)]
