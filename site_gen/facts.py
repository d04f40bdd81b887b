"""An assessment in, what it says in figures out: counts, dates and the authority's own verdict on each risk."""

import re
from dataclasses import dataclass

from site_gen.dates import Moment
from site_gen.form import Choice, Printed, Risk, Section
from site_gen.model import Assessment, Chosen, Counted, Dated, Entry, Instance, RecordedItems

_ENOUGH = re.compile(r".*対策は十分か(?:【再掲】)?")


@dataclass(frozen=True, slots=True)
class FileFigures:
    """One 特定個人情報ファイル: number, name, people as chosen, and how many of each are listed (None: not included)."""

    number: int
    name: str
    people: str
    recorded: int | None
    outsourcings: int | None
    recipients: int | None
    transfers: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The authority's own answer to 「リスクへの対策は十分か」 for one risk; `index` 0 is the best, None 不明."""

    section: Entry
    risk: Entry
    answer: Entry

    @property
    def anchor(self) -> str:
        """The risk itself, or where a form asks without naming risks, the answer; the section when that has no rows."""
        if self.section.state != "given":
            return self.section.anchor
        return self.risk.anchor if isinstance(self.risk.item, Risk) else self.answer.anchor

    @property
    def title(self) -> str:
        """The risk by name, or where the form asks without naming one the question."""
        return self.risk.item.title if isinstance(self.risk.item, Risk) else self.answer.item.label

    @property
    def covers(self) -> int:
        """How many risks one answer is for that the form prints above the question; 0 where it is for one."""
        printed = (entry.item for entry in self.section.children if not isinstance(self.risk.item, Risk))
        return next((len(item.texts) for item in printed if isinstance(item, Printed) and item.name == "リスク"), 0)

    @property
    def page(self) -> str:
        """The address of the page on which the risk stands: the part's, with the file where there is one."""
        pieces = self.anchor.split("-")
        return "-".join(pieces[:2]) if pieces[1].startswith("f") else pieces[0]


@dataclass(frozen=True, slots=True)
class FileVerdicts:
    """All verdicts of one file (or of a form that asks once), grouped by the heading they stand under."""

    name: str
    groups: tuple[tuple[Entry, tuple[Verdict, ...]], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of 変更箇所 with its day (None when it has none)."""

    day: Moment | None
    row: Instance


@dataclass(frozen=True, slots=True)
class Figures:
    """What the overview of one assessment shows."""

    published: Dated | None
    people: str
    systems: int | None
    files: tuple[FileFigures, ...]
    verdicts: tuple[FileVerdicts, ...]
    changes: tuple[Change, ...]

    @property
    def last_change(self) -> Change | None:
        """The latest dated change; of several on one day the first."""
        dated = [change for change in self.changes if change.day]
        return max(dated, key=lambda change: change.day or Moment(0), default=None)

    @property
    def has_counts(self) -> bool:
        """Whether any file has more than its name."""
        return any(
            file.people or any(count is not None for count in (file.recorded, file.outsourcings, file.recipients, file.transfers))
            for file in self.files
        )

    @property
    def on_last_day(self) -> int:
        """How many changes the latest day has."""
        last = self.last_change
        return sum(change.day == last.day for change in self.changes) if last else 0


def figures(a: Assessment) -> Figures:
    """The figures of `a`; what the sources do not hold is None or an empty text."""
    published = a.part("表紙").child("公表日").value
    return Figures(
        published=published if isinstance(published, Dated) else None,
        people=_people(a),
        systems=_systems(a),
        files=_files(a),
        verdicts=tuple(_verdicts(a)),
        changes=tuple(_change(row) for row in a.part("変更箇所").instances),
    )


def _people(a: Assessment) -> str:
    names = ("対象人数", "評価対象の事務の対象人数は何人か")
    found = (e for e in a.entries if e.item.name in names and isinstance(e.value, Chosen) and e.value.index is not None)
    entry = next(found, None)
    return entry.value.choice if entry and isinstance(entry.value, Chosen) else ""


def _systems(a: Assessment) -> int | None:
    block = next((e for e in a.entries if e.item.kind == "block" and e.item.name == "システム"), None)
    return len(block.instances) if block and block.instances else None


def _files(a: Assessment) -> tuple[FileFigures, ...]:
    recorded: dict[int, int] = {}
    details: dict[int, Instance] = {}
    for part in a.parts:
        for instance in part.instances if getattr(part.item, "each", "") == "file" else ():
            for entry in instance.children:
                if isinstance(entry.value, RecordedItems):
                    recorded[instance.number] = entry.value.count
            if any(entry.item.name == "特定個人情報の提供・移転" for entry in instance.children) and any(
                entry.item.name == "特定個人情報の入手・使用" for entry in instance.children
            ):
                details[instance.number] = instance
    numbers = sorted({*range(1, len(a.files) + 1), *recorded, *details})
    return tuple(_file(a, number, recorded.get(number), details.get(number)) for number in numbers)


def _file(a: Assessment, number: int, recorded: int | None, instance: Instance | None) -> FileFigures:
    name = a.files[number - 1] if number <= len(a.files) else instance.name if instance else ""
    if instance is None:
        return FileFigures(number, name, "", recorded, None, None, None)
    people = instance.child("基本情報").child("対象となる本人の数").value
    outsourcing = instance.child("特定個人情報ファイルの取扱いの委託")
    sharing = instance.child("特定個人情報の提供・移転")
    declared = outsourcing.child("委託の有無").child("件数").value
    return FileFigures(
        number=number,
        name=name,
        people=people.choice if isinstance(people, Chosen) else "",
        recorded=recorded,
        outsourcings=declared.number if isinstance(declared, Counted) else _listed(outsourcing.child("委託事項")),
        recipients=_shared(sharing, "提供を行っている", "提供先"),
        transfers=_shared(sharing, "移転を行っている", "移転先"),
    )


def _shared(sharing: Entry, label: str, block: str) -> int | None:
    """The declared number, else how many are listed."""
    marks = getattr(sharing.child("提供・移転の有無").value, "marks", ())
    declared: int | None = next((mark.count for mark in marks if mark.option.label == label), None)
    return _listed(sharing.child(block)) if declared is None else declared


def _listed(block: Entry) -> int | None:
    if block.state == "unmet":
        return 0
    return len(block.instances) or None


def _verdicts(a: Assessment) -> list[FileVerdicts]:
    found: list[FileVerdicts] = []
    for part in a.parts:
        if not part.item.name.endswith("リスク対策") or part.state != "given":
            continue
        for name, children in (
            [(instance.name, instance.children) for instance in part.instances] or [("", part.children)]
        ):
            groups = [
                (section, verdicts) for section in children
                if isinstance(section.item, Section) and (verdicts := tuple(_in_section(section)))
            ]
            if groups:
                found.append(FileVerdicts(name, tuple(groups)))
    return found


def _in_section(section: Entry) -> list[Verdict]:
    found: list[Verdict] = []
    for entry in section.children:
        if isinstance(entry.item, Risk):
            answer = next((e for e in entry.children if _is_verdict(e)), None)
            if answer is not None:
                found.append(Verdict(section, entry, answer))
        elif _is_verdict(entry):
            found.append(Verdict(section, section, entry))
    return found


def _is_verdict(entry: Entry) -> bool:
    return isinstance(entry.item, Choice) and bool(_ENOUGH.fullmatch(entry.item.label))


def _change(row: Instance) -> Change:
    day = row.child("変更日").value
    return Change(day.start if isinstance(day, Dated) else None, row)
