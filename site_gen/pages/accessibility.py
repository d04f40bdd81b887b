"""A site and results of tests in, the page of /accessibility/ out: what was tested, how, when, with which result, and whom to tell of a barrier."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from site_gen.accessibility import Judged, Results
from site_gen.accessibility.checklist import HOW, TOPICS, Criterion, How, Topic
from site_gen.accessibility.judged import JUDGEMENTS, Judgement
from site_gen.model import Site
from site_gen.pages.page import ACCESSIBILITY, CONTACT_ANCHOR, Link, Page


@dataclass(frozen=True, slots=True)
class AccessibilityView:
    """What the page shows; `tested` is the day or days of the run in words, `counts` how many criteria were tested how, `how` is
    what each way of testing is called, `judged` what is told and held to be no barrier, with how often; `imported` the day of that look."""

    results: Results
    tested: str
    topics: tuple[Topic, ...]
    counts: tuple[tuple[str, int], ...]
    how: Mapping[How, str]
    judged: tuple[tuple[Judgement, Judged], ...]
    imported: str


def accessibility_page(site: Site, found: Results) -> Page:
    """The page with the results `found`, which are of the program's own example: of `site` it says whom to tell of a barrier."""
    topics = tuple(replace(topic, criteria=tuple(_backed(one, found) for one in topic.criteria)) for topic in TOPICS)
    counted = Counter(one.how for topic in topics for one in topic.criteria if one.number)
    days = dict.fromkeys((_day(found.begun), _day(found.ended)))
    times = {one.id: one for one in found.judged}
    view = AccessibilityView(
        found, "から".join(days), topics, tuple((words, counted[how]) for how, words in HOW.items() if counted[how]), HOW,
        tuple((one, times[one.id]) for one in JUDGEMENTS if one.id in times), _day(found.imported.day) if found.imported else "",
    )
    return Page(
        path=ACCESSIBILITY, template="accessibility.html", title="アクセシビリティ", site=site, crumbs=(Link("ホーム", ""),),
        inquiries=(Link("開示請求・問合せ", "", CONTACT_ANCHOR),), own=view,
    )


def _backed(one: Criterion, found: Results) -> Criterion:
    """The criterion as far as the results reach: a check that was not run yet (`ibm`, other than a test, `file::function`) is no proof."""
    run = {check.id for check in found.checks}
    missing = [proof for proof in one.proof if "::" not in proof and proof not in run]
    if not missing:
        return one
    if len(missing) == len(one.proof):
        return replace(one, how="none", note="検査はありますが、上の結果にまだ入っていません。")
    return replace(one, note=f"{one.note}この欄の検査の一部は、上の結果にまだ入っていません。")


def _day(iso: str) -> str:
    """2026-11-21 as one reads it."""
    year, month, day = map(int, iso.split("-"))
    return f"{year}年{month}月{day}日"
