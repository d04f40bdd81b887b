"""The flows and systems of an assessment in, by which way data leaves and through which of its systems (recipient, means,
system) out: a form names the same networks in ⑥ 提供方法 and in ③ 他のシステムとの接続."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from site_gen.flows import Flow
from site_gen.model import Assessment
from site_gen.pages.page import Link
from site_gen.pages.parts import addresses
from site_gen.systems import Systems, systems

NETWORKS = ("情報提供ネットワークシステム", "庁内連携システム")
OWN_RECORD = "情報提供ネットワークシステム"  # what goes through it a person sees in マイナポータル (番号法附則第6条第3項)
ANCHOR = "tsunagari"  # of the ways on a page of blocks


@dataclass(frozen=True, slots=True)
class Way:
    """A network that flows of one kind take: how many blocks of a page tick its box, and where the other end is described
    (on pages of blocks the systems, at a system the pages of blocks). `own` says that a person can see what goes this way,
    `gap` why there may be more systems than are told: what is not included or cannot be read (empty: all are told)."""

    box: str
    label: str
    count: int
    links: tuple[Link, ...]
    own: bool = False
    gap: str = ""


def ways(a: Assessment, flows: Iterable[Flow], base: str) -> Mapping[str, tuple[Way, ...]]:
    """By the address of a page of blocks (`ii-f1-teikyo`) the ways of its flows, and by the anchor of a system those that
    it is connected with; nothing for boxes that no block ticks."""
    places = addresses(a)
    counts: Counter[tuple[str, str, str]] = Counter()
    names: dict[str, str] = {}
    for flow in flows:
        if flow.kind in ("provision", "transfer") and flow.anchor in places:
            page = places[flow.anchor]
            names[page] = f"{flow.label}先（{flow.file_name}）"
            counts.update((page, box, flow.label) for box in NETWORKS if box in flow.means)
    stated = systems(a)
    found: dict[str, list[Way]] = {}
    for (page, box, label), count in counts.items():
        own = box == OWN_RECORD and label == "提供"
        found.setdefault(page, []).append(Way(box, label, count, _systems(stated, box, places, base), own, _gap(a, stated, box)))
        link = (Link(names[page], f"{base}/{page}", ANCHOR),)
        for one in stated.systems:
            if any(connection.source == one.number and connection.box == box for connection in stated.connections):
                found.setdefault(one.anchor, []).append(Way(box, label, count, link))
    return {place: tuple(some) for place, some in found.items()}


def _gap(a: Assessment, stated: Systems, box: str) -> str:
    """Why the systems that state a connection with `box` may be more; an excerpt may leave out any."""
    numbers = [one.number for one in stated.systems]
    unknown = any(box in one.boxes for one in stated.unreadable)
    missing = numbers != list(range(1, len(numbers) + 1)) or not numbers
    found = (
        "一部未収録" if missing else "一部未収録又は空欄" if stated.unstated else "抄録" if a.excerpt and not unknown else "",
        "一部不明" if unknown else "",
    )
    return "、".join(filter(None, found))


def _systems(stated: Systems, box: str, places: Mapping[str, str], base: str) -> tuple[Link, ...]:
    """The systems that state a connection with `box`."""
    numbers = {one.source for one in stated.connections if one.box == box}
    return tuple(
        Link(f"システム{one.number}「{one.name}」", f"{base}/{places[one.anchor]}", one.anchor)
        for one in stated.systems if one.number in numbers
    )
