"""A sheet of a workbook of ours in (`exporters.layout`), one row an item or box or cell out, with what it says of itself.

Columns are found by their heads, so that a person may put rows above them and columns beside them; what stands there is
no value of an item, but kept. Texts that were cut are one text again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from site_gen.exporters.layout import ADDRESS, CONTINUED, HEADS, ID, JOINED, OF, ROWS, STATE, STATES
from site_gen.importers.rows import Addressed, Loose, Row

_TOP = 10  # rows in which the heads of the columns are looked for
_TITLE = re.compile(r"(?:評価書|表紙|[Ⅰ-Ⅵ]|別添[0-9]|別紙)(?:[\[/：].*)?")  # the address of a sheet, beside its title

Cells = Mapping[int, Mapping[int, str]]  # row -> column -> text


def is_ours(cells: Cells) -> bool:
    """Whether the sheet has the heads that ours have."""
    return _head(cells) is not None


def is_damaged(cells: Cells, among_ours: bool) -> bool:
    """Whether the sheet has some of the heads that ours have, or, among sheets of ours, the title of one without them."""
    top = [set(cells[at].values()) for at in sorted(cells)[:_TOP]]
    at = _head(cells)
    if at is not None:
        free = any(text.endswith(ROWS) for n, held in cells.items() if n < at for text in held.values())
        return not free and len({*HEADS} - {*cells[at].values()}) == 1  # a table has STATE and ADDRESS and its own heads
    if any(len(set(HEADS) & texts) > 2 for texts in top):
        return True
    first = cells[min(cells)] if cells else {}
    titled = len(first) == 2 and bool(_TITLE.fullmatch(first[max(first)]))
    return among_ours and (titled or any(held[max(held)] == STATE for _, held in sorted(cells.items())[:_TOP]))


def rows(source: str, sheet: str, cells: Cells, indents: Mapping[int, int]) -> Iterator[Row]:
    """The rows of a sheet of ours: its title first, then everything below the heads."""
    at = _head(cells)
    assert at is not None
    heads = {head: column for column, head in cells[at].items()}
    last = heads[ADDRESS]
    title = next((held for n, held in sorted(cells.items()) if n < at and last in held), {})
    address = title.get(last, "")
    first = min(column for column in (*title, heads.get(HEADS[0], 1)))
    form = [heads[head] for head in HEADS] if heads.keys() >= set(HEADS) and not address.endswith(ROWS) else []
    for n, held in sorted(cells.items()):
        kept = set(form or range(1, last + 1)) if n > at else {first, last} if held is title else {*held} if n == at else set()
        beside = [text for column, text in held.items() if column not in kept]
        if beside:
            yield Row(source, f"{sheet}!A{n}", tuple(beside), given=Loose("表の外に書かれています"))
    below = [(n, held) for n, held in sorted(cells.items()) if n > at]
    if form:
        yield _row(source, sheet, at, title, Addressed(address, title.get(form[0], ""), -1))
        lines = [(n, {place: held[column] for place, column in enumerate(form, 1) if column in held}) for n, held in below]
        yield from _lines(source, sheet, [line for line in lines if line[1]], indents)
    else:
        columns = [cells[at].get(column, "") for column in range(1, heads[STATE])]
        yield from _grid(source, sheet, at, columns, address, below)


def _head(cells: Cells) -> int | None:
    """The row with the heads of the columns, to which a person may have added some."""
    return next((at for at in sorted(cells)[:_TOP] if {STATE, ADDRESS} <= set(cells[at].values())), None)


def _row(source: str, sheet: str, at: int, held: Mapping[int, str], given: Addressed) -> Row:
    return Row(source, f"{sheet}!A{at}", tuple(held[column] for column in sorted(held)), given=given)


def _remark(source: str, sheet: str, at: int, text: str) -> Row:
    """A row with what a person wrote into the column 状態."""
    return Row(source, f"{sheet}!A{at}", (text,), given=Loose("「状態」の列に書かれています"))


# -- the form from top to bottom -----------------------------------------------------------------------------------------


def _lines(
    source: str, sheet: str, below: Sequence[tuple[int, Mapping[int, str]]], indents: Mapping[int, int]
) -> Iterator[Row]:
    begun: Row | None = None
    for at, held in below:
        label, mark, text, state, choices, address = (held.get(column, "").strip() for column in range(1, 7))
        text = held.get(3, "")
        if state and state not in STATES:
            yield _remark(source, sheet, at, state)
            held, state = {column: cell for column, cell in held.items() if column != 4}, ""
        if begun is not None and not label and not mark and (address.endswith(CONTINUED) or not address):
            assert isinstance(begun.given, Addressed)
            if choices:
                yield Row(source, f"{sheet}!A{at}", (choices,), given=Loose("「選択肢」の列に書かれています"))
                held = {column: cell for column, cell in held.items() if column != 5}
            joined = begun.given.text + ("" if state == JOINED else "\n") + text
            begun = replace(begun, cells=(*begun.cells, *held.values()), given=replace(begun.given, text=joined))
            continue
        if begun is not None:
            yield begun
        given = Addressed(address.removesuffix(CONTINUED), label, indents.get(at, 0), text, state, mark, choices)
        begun = _row(source, sheet, at, held, given)
    if begun is not None:
        yield begun


# -- tables --------------------------------------------------------------------------------------------------------------


def _grid(
    source: str, sheet: str, top: int, heads: list[str], address: str, below: Sequence[tuple[int, Mapping[int, str]]]
) -> Iterator[Row]:
    """Each row as its own address and then each of its cells; a row without an address, or a copied one, is a new row."""
    free = address.endswith(ROWS)
    if free:
        given = Addressed(f"{address.removesuffix(ROWS)}{OF}欄", cells=tuple(heads))
        yield _row(source, sheet, top, dict(enumerate(heads)), given)
    seen: set[str] = set()
    names = [f"{number}列" for number in range(1, len(heads) + 1)] if free else heads
    for at, held in below:
        remarks = _remarks(held.get(len(heads) + 1, ""), names)
        if remarks:
            yield _remark(source, sheet, at, remarks)
    for at, texts, states, own in _joined(names, below):
        if not own or own in seen:
            own = f"{address}{OF}+{at}" if free else f"{address}[+{at}]"
        seen.add(own)
        if free:
            yield _row(source, sheet, at, dict(enumerate(texts)), Addressed(address, cells=tuple(texts)))
            continue
        yield _row(source, sheet, at, {}, Addressed(own))
        if ID in states:
            yield _row(source, sheet, at, {1: states[ID]}, Addressed(f"{own}/{ID}", text=states[ID]))
        for head, text in zip(heads, texts, strict=True):
            yield _row(source, sheet, at, {1: text}, Addressed(f"{own}/{head}", head, 0, text, states.get(head, "")))


def _joined(
    names: list[str], below: Sequence[tuple[int, Mapping[int, str]]]
) -> Iterator[tuple[int, list[str], dict[str, str], str]]:
    """The rows of a table with those that go on joined: number, texts, states by column, address."""
    begun: tuple[int, list[str], dict[str, str], str] | None = None
    state_at, address_at = len(names) + 1, len(names) + 2
    for at, held in below:
        texts = [held.get(column, "") for column in range(1, len(names) + 1)]
        states = _states(held.get(state_at, ""), names)
        address = held.get(address_at, "").strip()
        if begun is not None and address.endswith(CONTINUED):
            for place, text in enumerate(texts):
                if text:
                    begun[1][place] += ("" if states.get(names[place]) == JOINED else "\n") + text
            continue
        if begun is not None:
            yield begun
        begun = at, texts, states, address.removesuffix(CONTINUED)
    if begun is not None:
        yield begun


def _states(text: str, names: list[str]) -> dict[str, str]:
    """What the column 状態 says of columns, by their names."""
    pairs = (line.rpartition(OF) for line in text.split("\n"))
    return {name.strip(): word.strip() for name, _, word in pairs if _is_state(name.strip(), word.strip(), names)}


def _remarks(text: str, names: list[str]) -> str:
    """The lines of the column 状態 that say nothing of a column: words of a person."""
    pairs = ((line, *line.rpartition(OF)[::2]) for line in text.split("\n"))
    return "\n".join(line.strip() for line, name, word in pairs if not _is_state(name.strip(), word.strip(), names)).strip()


def _is_state(name: str, word: str, names: list[str]) -> bool:
    return (name in names and word in STATES) or name == ID
