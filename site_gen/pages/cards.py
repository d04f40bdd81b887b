"""An assessment in, what lists of assessments show of it out: a small value of words and addresses."""

from dataclasses import dataclass

from site_gen import duties, facts
from site_gen.jimu import jimu_of
from site_gen.model import Assessment, Municipality
from site_gen.pages.assessment import inquiries
from site_gen.pages.page import Link, form_label


@dataclass(frozen=True, slots=True)
class Card:
    """An assessment in a list: the folder of its municipality, its own address and name, its form by name and with the edition
    (`label`); the days on which it was published, last changed and its 事務 ended, as written (empty: not said); where to ask for
    disclosure; whether it is `compared` with others of its 事務."""

    municipality: str
    base: str
    name: str
    form: str
    label: str
    excerpt: bool
    published: str
    changed: str
    ended: str
    ask: Link
    compared: bool


def card_of(m: Municipality, a: Assessment) -> Card:
    """The card of `a`, one of the assessments of `m`."""
    figures = facts.figures(a)
    return Card(
        m.slug, f"{m.slug}/{a.slug}", a.name, a.form.name, form_label(a.form), a.excerpt,
        figures.published.text if figures.published else "",
        figures.last_change.row.child("変更日").text if figures.last_change else "",
        duties.ended_on(a.part("表紙").child("評価書名").text),
        inquiries(m, a)[0],
        jimu_of(a) is not None,
    )
