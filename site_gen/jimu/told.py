"""An assessment with its flows in, what it says to a comparison out: small cells by the key of the item.

Pages across assessments are made of these alone; no assessment is opened again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from site_gen.form import Part
from site_gen.forms import UNKNOWN_EDITION
from site_gen.index import Facts
from site_gen.jimu import counted, jimu_of
from site_gen.jimu.cells import Cell, Place, Places, State, Value, down, one, read
from site_gen.jimu.items import OF_FILE, RISKS, WHOLE, Asked, is_about_risks, questions, risk_key
from site_gen.model import Assessment, Entry, Municipality
from site_gen.parties import key_of, normal


@dataclass(frozen=True, slots=True)
class FileTold:
    """One 特定個人情報ファイル: `key` is the same for all files of that name; its cells by the key of the item."""

    key: str
    name: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Told:
    """What one assessment says to a comparison; `jimu` is the key of its 事務, `files` are () where it names none."""

    jimu: str
    municipality: str
    municipality_name: str
    prefecture: str
    code: str
    fictional: bool
    base: str
    name: str
    form: str
    excerpt: bool
    cells: Mapping[str, Cell]
    files: tuple[FileTold, ...]

    @property
    def bare(self) -> "Told":
        """Which one it is, without what it says."""
        return replace(self, cells={}, files=())


def told(m: Municipality, a: Assessment, said: Facts, where: Mapping[str, str]) -> Told | None:
    """The cells of `a`; `said` are its flows, `where` the page of each anchor. None where it is not compared."""
    jimu = jimu_of(a)
    if jimu is None:
        return None
    places = Places(said.base, where)
    return Told(jimu.key, m.slug, m.name, m.prefecture, m.code, m.fictional, said.base, a.name, a.form.name, a.excerpt,
                _whole(a, places) | _risks(a, places), tuple(_files(a, said, places)))


def _whole(a: Assessment, places: Places) -> dict[str, Cell]:
    home = Place(places.base)
    known = {
        "form": one(a.form.code, a.form.name, home),
        "edition": Cell("unknown") if a.edition == UNKNOWN_EDITION else one(a.edition, a.edition, home),
        **counted.changes(a, places), **counted.systems(a, places),
    }
    return {asked.key: known.get(asked.key) or _asked(a, asked, None, places) for asked in WHOLE}


def _files(a: Assessment, said: Facts, places: Places) -> Iterator[FileTold]:
    """The cells of each file that has a name, in the order of the form; of two of one name the first."""
    part = next((part for part in a.parts if part.item.name == "特定個人情報ファイルの概要"), None)
    names: dict[str, tuple[int, str]] = {}
    for number, name in enumerate(a.files, 1):
        names.setdefault(key_of(name), (number, name))
    for key, (number, name) in names.items():
        own = [placed for placed in said.flows if placed.flow.file == number]
        known = counted.flows_of_file(_rows(part, number), own, a.excerpt, places) if part else {}
        yield FileTold(key, name, {asked.key: known.get(asked.key) or _asked(a, asked, number, places) for asked in OF_FILE})


def _asked(a: Assessment, asked: Asked, file: int | None, places: Places) -> Cell:
    """What stands at the first of the places that the form has."""
    parts = {part.item.name: part for part in a.parts}
    for name, *names in asked.places:
        part = parts.get(name)
        if part is not None:
            entry = down(_rows(part, file), names)
            if entry is not None:
                return read(entry, places)
            if file is not None and not _rows(part, file):
                return Cell("absent")  # the part of this file is not included
    return Cell("unasked")


def _rows(part: Entry, file: int | None) -> Sequence[Entry]:
    """The rows of a part, or of one file's repeat of it (none where that is not included)."""
    if file is None:
        return part.children
    return next((one.children for one in part.instances if one.number == file), ())


def _risks(a: Assessment, places: Places) -> dict[str, Cell]:
    """The answers to every question of risks by its key, those of all files together."""
    cells: dict[str, list[tuple[str, Cell]]] = {}
    for part in a.parts:
        if is_about_risks(part.item):
            keys = [risk_key(section, risk, item.label) for section, risk, item in questions(part.item.items)]
            for name, rows in _repeats(a, part):
                answers = dict(_answers(rows, places))
                for key in keys:
                    cells.setdefault(key, []).append((name, answers.get(key, Cell("absent"))))
    return {asked.key: _together(cells[asked.key]) if asked.key in cells else Cell("unasked") for asked in RISKS}


def _repeats(a: Assessment, part: Entry) -> Iterator[tuple[str, Sequence[Entry]]]:
    """The rows of a part; of one that repeats per file with the name of each file, none where a file is left out."""
    if not (isinstance(part.item, Part) and part.item.each == "file"):
        yield "", part.children
        return
    found = {one.number: one for one in part.instances}
    for number in sorted({*found, *range(1, len(a.files) + 1)} or {1}):
        name = a.files[number - 1] if number <= len(a.files) else found[number].name if number in found else ""
        yield name, _rows(part, number)


def _answers(rows: Sequence[Entry], places: Places) -> Iterator[tuple[str, Cell]]:
    """Every answer to a question of risks with the key of the question; of a risk that is not asked for, none is."""
    found = {id(entry.item): entry for top in rows for entry in top.walk()}
    unmet = {id(entry.item) for top in rows for one in top.walk() if one.state == "unmet" for entry in one.walk()}
    for section, risk, item in questions(entry.item for entry in rows):
        if id(item) in found:
            cell = Cell("unmet") if id(item) in unmet else read(found[id(item)], places)
            yield risk_key(section, risk, item.label), cell


def _together(cells: Sequence[tuple[str, Cell]]) -> Cell:
    """The cells of several files as one: every value once, with the files that say so where they differ.

    A file that is not asked (委託しない) does not count unless none is.
    """
    asked = [(name, cell) for name, cell in cells if cell.state != "unmet"]
    if not asked:
        return cells[0][1]
    files: dict[str, list[str]] = {}
    values: dict[str, Value] = {}
    for name, cell in asked:
        for value in cell.values:
            values.setdefault(value.key, value)
            files.setdefault(value.key, []).append(name)
    unsure = next((cell.state for _, cell in asked if cell.state not in ("given", "blank")), None)
    state: State = unsure or ("given" if values or all(cell.state == "given" for _, cell in asked) else "blank")
    place = next((cell.place for _, cell in asked if cell.place.page), Place())
    if all(len(names) == len(asked) for names in files.values()):
        return Cell(state, tuple(values.values()), place)
    noted = (  # two that give the same answers of other files do not say the same
        replace(value, key="|".join((key, *sorted(map(normal, files[key])))), note="、".join(filter(None, (value.note, *files[key]))))
        for key, value in values.items()
    )
    return Cell(state, tuple(noted), place)
