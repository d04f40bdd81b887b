"""An assessment with its flows in, the cells out that no single item says: changes, systems, contractors, recipients.

What an excerpt lists may be a part of what its document lists; such lists and counts have the state `partly`.
"""

import re
from collections.abc import Sequence

from site_gen import facts
from site_gen.flows import Flow
from site_gen.form import Block
from site_gen.index import Placed
from site_gen.jimu.cells import Cell, Place, Places, State, Value, down, one, read
from site_gen.model import Assessment, Checked, Entry, Instance
from site_gen.parties import Kind, Party, normal
from site_gen.wording import same

_委託事項 = ("特定個人情報ファイルの取扱いの委託", "委託事項")
_提供 = "特定個人情報の提供・移転"
_SHORT = re.compile(r"（以下[^（）]*）$")  # what a document calls it from there on
_NETWORK = "情報提供ネットワークシステム"


def changes(a: Assessment, places: Places) -> dict[str, Cell]:
    """How many rows 変更箇所 has, and the latest day in it."""
    part = a.part("変更箇所")
    if not part.instances:
        return {key: Cell(part.state) for key in ("last-change", "changes")}
    place, state, number = places.of(part.anchor), _state(a.excerpt), len(part.instances)
    last = facts.figures(a).last_change
    day = (Value(last.day.iso, last.row.child("変更日").text, place),) if last and last.day else ()
    return {
        "changes": Cell(state, (Value(str(number), f"{number:,}行", place),), place),
        "last-change": Cell(state if day else "absent", day, place),
    }


def systems(a: Assessment, places: Places) -> dict[str, Cell]:
    """Names and number of the systems and what any of them is connected with; nothing for a form without such blocks."""
    every = a.entries
    block = next((entry for entry in every if isinstance(entry.item, Block) and entry.item.name == "システム"), None)
    if block is None:
        return {}
    if not block.instances:
        return {key: Cell(block.state) for key in ("systems", "systems-count", "connections")}
    place, state, number = places.of(block.instances[0].anchor), _state(a.excerpt), len(block.instances)
    return {
        "systems": Cell(state, tuple(_system(one, places) for one in block.instances), place),
        "systems-count": Cell(state, (Value(str(number), f"{number}", place),), place),
        "connections": _connections(block, state, place, places),
    }


def flows_of_file(rows: Sequence[Entry], placed: Sequence[Placed], excerpt: bool, places: Places) -> dict[str, Cell]:
    """What is counted or listed of the flows of a file; `rows` are those of its part, none where it is not included."""
    marks = down(rows, (_提供, "提供・移転の有無"))
    outsourced, provided, moved = (
        tuple(one for one in placed if one.flow.kind == kind and not one.flow.elsewhere)
        for kind in ("outsourcing", "provision", "transfer")
    )
    itaku, teikyo, iten = down(rows, _委託事項), down(rows, (_提供, "提供先")), down(rows, (_提供, "移転先"))
    return {
        "itakusaki": _listed(outsourced, itaku, excerpt),
        "saiitaku": _again(outsourced, itaku, excerpt),
        "teikyo-ken": _declared(marks, "提供を行っている", places),
        "iten-ken": _declared(marks, "移転を行っている", places),
        "teikyosaki": _listed(provided, teikyo, excerpt),
        "network": _by_network(provided, teikyo, excerpt),
        "itensaki": _listed(moved, iten, excerpt),
    }


def _state(excerpt: bool) -> State:
    return "partly" if excerpt else "given"


def _system(block: Instance, places: Places) -> Value:
    name = _SHORT.sub("", block.child("システムの名称").text) or block.place
    return Value(normal(name), name, places.of(block.anchor))


def _connections(block: Entry, state: State, place: Place, places: Places) -> Cell:
    """The boxes that any system ticks, in the order of the form."""
    boxes = [read(one.child("他のシステムとの接続"), places) for one in block.instances]
    ticked = {value.key: value for box in reversed(boxes) for value in box.values}  # the place of the first that ticks it
    labels = (option.label for item in block.item.items for option in getattr(item, "options", ()))
    joined = tuple(Value(same(label), label, ticked[same(label)].place) for label in labels if same(label) in ticked)
    sure = all(box.state in ("given", "blank", "unmet") for box in boxes)
    return Cell(state if sure else "unknown", joined, place)


def _without_rows(block: Entry | None) -> Cell:
    """Why there is no row of `block`: not included, blank, or not asked for (委託しない)."""
    return Cell(block.state if block and block.state != "given" else "absent")


def _listed(own: Sequence[Placed], block: Entry | None, excerpt: bool) -> Cell:
    """Whom the rows name, each once; a row that names no party is shown by its name."""
    if not own:
        return _without_rows(block)
    found: dict[str, Value] = {}
    for placed in own:
        for value in _named(placed):
            found.setdefault(value.key, value)
    unnamed = any(not placed.flow.parties and not placed.flow.name.text for placed in own)
    return Cell(_state(excerpt or unnamed), tuple(found.values()), _place(own[0]))


def _named(placed: Placed) -> list[Value]:
    flow = placed.flow
    if flow.parties:
        return [Value(_key(party), party.name, _place(placed), party=party.path) for party in flow.parties]
    text = flow.name.text.strip().split("\n")[0]
    return [Value(same(text), text, _place(placed))] if text and not flow.name.summary else []


_OWN: frozenset[Kind] = frozenset({"department", "system"})  # have a page in each municipality; their names are compared


def _key(party: Party) -> str:
    return normal(party.name) if party.kind in _OWN else party.path


def _again(own: Sequence[Placed], block: Entry | None, excerpt: bool) -> Cell:
    """再委託の有無 of all 委託事項 together, with how many of each."""
    if not own:
        return _without_rows(block)
    said = [placed for placed in own if placed.flow.again.text]
    rows: dict[str, list[Placed]] = {}
    for placed in said:
        rows.setdefault(placed.flow.again.text, []).append(placed)
    found = tuple(Value(same(choice), choice, _place(some[0]), f"{len(some)}件") for choice, some in rows.items())
    return Cell(_state(excerpt or len(said) < len(own)) if said else "absent", found, _place(own[0]))


def _declared(entry: Entry | None, label: str, places: Places) -> Cell:
    """The number beside a ticked box; 0 where the box is empty."""
    if entry is None or not isinstance(entry.value, Checked):
        return Cell(entry.state if entry and entry.state != "given" else "absent")
    place = places.of(entry.anchor)
    mark = next(mark for mark in entry.value.marks if mark.option.label == label)
    if mark.state == "unknown":
        return Cell("unknown", (), place)
    if mark.state == "yes" and mark.count is None:
        return Cell("absent", (), place)
    number = mark.count or 0
    return one(str(number), f"{number:,}件", place)


def _by_network(own: Sequence[Placed], block: Entry | None, excerpt: bool) -> Cell:
    """How many rows go through the network; sure only where each row says by which means."""
    if not own:
        return _without_rows(block)
    number = sum(_is_by_network(placed.flow) for placed in own)
    sure = all(placed.flow.means and not placed.flow.unsure for placed in own)
    return Cell(_state(excerpt or not sure), (Value(str(number), f"{number:,}件", _place(own[0])),), _place(own[0]))


def _is_by_network(flow: Flow) -> bool:
    return any(mean.startswith(_NETWORK) for mean in flow.means)


def _place(placed: Placed) -> Place:
    return Place(placed.page, placed.flow.anchor)
