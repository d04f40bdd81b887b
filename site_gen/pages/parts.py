"""The parts of an assessment in, one view a page out: parts, repeats for files, and blocks that have a page of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from site_gen.form import Block, Part, Table
from site_gen.kept import remembered
from site_gen.model import Assessment, Entry, Instance

COVER = "."  # the first page of an assessment, on which 表紙 stands


@dataclass(frozen=True, slots=True)
class PartView:
    """One page of an assessment: a part, or one file's repeat of it; `entries` are its rows."""

    part: Entry
    address: str
    title: str
    instance: Instance | None
    entries: tuple[Entry, ...]
    sheets: tuple[Instance, ...] = ()


@dataclass(frozen=True, slots=True)
class BlocksView:
    """The page of a block that has one of its own (提供先), with the list beside it."""

    block: Entry
    table: Entry | None
    address: str
    title: str
    file: Instance


def part_views(a: Assessment) -> Iterator[PartView]:
    """One view for each part there is but the cover, or for each file of a part that repeats per file, in order."""
    for part in a.parts:
        assert isinstance(part.item, Part)
        if part.item.name == "表紙" or part.state == "absent":
            continue
        if part.item.each == "file":
            for instance in part.instances:
                title = f"{part.item.title}　({instance.number}) {file_name(a, instance)}"
                yield PartView(part, instance.anchor, title, instance, _shown(instance.children))
            if not part.instances:
                yield PartView(part, part.anchor, part.item.title, None, ())
        elif part.item.each:
            yield PartView(part, part.anchor, part.item.title, None, (), part.instances)
        else:
            yield PartView(part, part.anchor, part.item.title, None, _shown(part.children))


def _shown(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The rows of a part without those that the form leaves to others and the sources do not hold (承認【行政機関等のみ】)."""
    return tuple(entry for entry in entries if not (entry.item.optional and entry.state in ("absent", "unmet")))


def block_views(view: PartView) -> Iterator[BlocksView]:
    if view.instance is None:
        return
    for section in view.entries:
        tables = {e.item.page: e for e in section.children if isinstance(e.item, Table) and e.item.page}
        for entry in section.children:
            if isinstance(entry.item, Block) and entry.item.page:
                table = tables.get(entry.item.page)
                has_rows = table is not None and bool(table.instances)
                if entry.instances or has_rows:
                    yield BlocksView(
                        entry, table if has_rows else None, f"{view.address}-{entry.item.page}",
                        f"{entry.item.label}　({view.instance.number}) {view.instance.name}", view.instance,
                    )


@remembered(64)
def addresses(a: Assessment) -> Mapping[str, str]:
    """The page (`ii-f1`, `ii-f1-teikyo`) of every anchor of the assessment, in the order of the form."""
    found: dict[str, str] = {}
    for entry in a.part("表紙").children:
        _add(found, entry, COVER)
    for view in part_views(a):
        for entry in view.entries:
            _add(found, entry, view.address)
        for sheet in view.sheets:
            found[sheet.anchor] = view.address
            for entry in sheet.children:
                _add(found, entry, view.address)
        found.setdefault(view.address, view.address)
        for block in block_views(view):
            for one in (block.block, *([block.table] if block.table else ())):
                _add(found, one, block.address)
    return found


def _add(found: dict[str, str], entry: Entry, address: str) -> None:
    found[entry.anchor] = address
    for child in entry.children:
        _add(found, child, address)
    for one in entry.instances:
        found[one.anchor] = address
        for child in one.children:
            _add(found, child, address)


def file_name(a: Assessment, instance: Instance) -> str:
    return a.files[instance.number - 1] if instance.number <= len(a.files) else instance.name
