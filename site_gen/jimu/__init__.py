"""An assessment in, which 事務 it is about out: by what its author says, else by its title (`forms.jimu`).

The rest of the package: `items` (what is compared, as data), `told` (an assessment → small cells; `cells`: one entry,
`counted`: what no single item says), `table` (the cells of several → rows with a mark), `spread` (how often each value
occurs among many), `files` (a table → CSV).
"""

import unicodedata

from site_gen.forms.jimu import Jimu, 事務
from site_gen.model import Assessment, Chosen

FOLDER = "compare"  # of the site; each 事務 has a folder in it


def jimu_of(a: Assessment) -> Jimu | None:
    """The 事務 of `a`; None where its author says 比べない (or 不明) or its title tells none, or more than one.

    The title is 事務の名称 of the form, and where that tells none 評価書名.
    """
    said = a.record.child("事務の区分").value
    if isinstance(said, Chosen):
        return next((one for one in 事務 if one.name == said.choice), None)
    first = a.parts[1].children[0]
    names = (*(child.text for child in first.children if child.item.name == "事務の名称"), a.part("表紙").child("評価書名").text)
    return next((found for name in names if (found := titled(name))), None)


def titled(title: str) -> Jimu | None:
    """The one 事務 whose words stand in `title`; None where there is none, or more than one."""
    plain = "".join(unicodedata.normalize("NFKC", title).split())
    found = [one for one in 事務 if any(word in plain for word in one.words) and not any(word in plain for word in one.but)]
    return found[0] if len(found) == 1 else None
