"""A page in, HTML out: the only home of Jinja2. Templates choose and repeat; what they need is prepared here.

A folder of the city's own templates may override single ones (`own`); `items/<kind>.html` shows one kind of item.
"""

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from site_gen import dates, prose
from site_gen.brought import data_folder
from site_gen.flows import LABELS, Kind
from site_gen.form import Block, Table
from site_gen.index import PartyBrief
from site_gen.jimu.table import parted, state
from site_gen.model import Chosen, Entry, Instance, Mark, RecordedItems, Words
from site_gen.own import OURS
from site_gen.pages import FeedEntry, Page, form_label
from site_gen.pages.linked import json_ld
from site_gen.pages.parties import KINDS
from site_gen.pages.parts import BlocksView
from site_gen.render.compiled import Compiled, Environment
from site_gen.wording import digits

_COMPILED = Compiled(data_folder("templates") / "__pycache__")
_CONFINED = Compiled()  # the same for who may not do everything, which is compiled otherwise and with a city's own among them


class TemplateFault(jinja2.TemplateError):
    """A mistake in a template as another process can be told of it: what is said of it, and where it is (as of `place_in_template`)."""

    def __init__(self, message: str, place: tuple[Path, int] | None) -> None:
        super().__init__(message)
        self.place = place

    def __reduce__(self) -> tuple[type["TemplateFault"], tuple[str, tuple[Path, int] | None]]:
        return TemplateFault, (str(self), self.place)


def place_in_template(failure: BaseException) -> tuple[Path, int] | None:
    """The template and the line in it for which a page could not be made; None where no template is to blame."""
    if isinstance(failure, TemplateFault):
        return failure.place
    frames = traceback.extract_tb(failure.__traceback__)
    ours = isinstance(failure, jinja2.TemplateError)
    found = [frame for frame in (frames if ours else frames[-1:]) if frame.filename.endswith(".html")]
    if found:
        return Path(found[-1].filename), found[-1].lineno or 0
    return (data_folder("templates"), 0) if ours else None


def template_fault(failure: BaseException) -> tuple[str, str, str]:
    """Code, message and hint of the problem that a template is wrong; what Jinja2 says of it is English, and comes last."""
    return ("template", "テンプレートの書き方の誤りです",
            f"その行を直してください。触った覚えがなければ、templates を元に戻してください\n（Jinja2: {failure}）")


class Renderer:
    """Renders pages with one environment; templates are compiled once.

    Templates in the folders `overrides` stand for ours of the same name. They came with the content, so that they reach nothing
    but the page (Jinja2's sandbox): who builds the folder of another city runs no program of that city's.
    """

    def __init__(self, overrides: Sequence[Path] = ()) -> None:
        self._env = (ImmutableSandboxedEnvironment if overrides else Environment)(
            loader=_Loader([*overrides, data_folder("templates")]),
            bytecode_cache=_CONFINED if overrides else _COMPILED,
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,  # who waits for edits takes another Renderer
        )
        self._macros: dict[str, Any] = {}
        self._env.globals.update(
            item=self._item,
            runs=runs,
            body=body,
            title_row=title_row,
            iso=_iso,
            form_label=form_label,
            groups=groups,
            numbered_runs=numbered_runs,
            badge=_badge,
            chosen=_chosen,
            flow_kinds=flow_kinds,
            listed_above=listed_above,
            parted=parted,
            cell_state=state,
            linked=lambda page: Markup(json_ld(page)),  # which escapes what HTML would read
        )
        self._env.filters.update(prose=_prose, line=_line, lines=_lines, note=_note, contact=_contact, explained=_explained)
        self._env.tests.update(words=_is_words, recorded_list=_is_recorded)

    def html(self, page: Page) -> str:
        """The HTML of `page`; raises jinja2.TemplateError for a mistake in a template, and OSError for one that cannot be read."""
        try:
            return self._env.get_template(page.template).render(page=page)
        except (jinja2.TemplateError, OSError):
            raise
        except Exception as reason:
            if _in_template(reason):
                raise jinja2.TemplateRuntimeError(str(reason)).with_traceback(reason.__traceback__) from reason
            raise

    def written(self, page: Page) -> bytes:
        """The file of `page`; as `html`, but what it raises can leave this process."""
        try:
            return self.html(page).encode("utf-8")
        except jinja2.TemplateError as reason:
            raise TemplateFault(str(reason), place_in_template(reason)) from reason

    def broken(self, names: Iterable[str]) -> Iterator[jinja2.TemplateError]:
        """What Jinja2 cannot read of the templates called `names`, before any page is made."""
        for name in names:
            try:
                self._env.get_template(name)
            except jinja2.TemplateError as reason:
                yield reason

    def compile(self) -> None:
        """Compile every template; raises as `html` does."""
        for name in self._env.list_templates(extensions=("html",)):
            self._env.get_template(name)

    def entry(self, entry: FeedEntry) -> str:
        """The HTML that feed readers show of a change; raises as `html` does."""
        return self._env.get_template("feed_entry.html").render(entry=entry)

    def _item(self, entry: Entry, level: int, page: Page) -> Markup:
        kind = entry.item.kind
        macro = self._macros.get(kind)
        if macro is None:
            macro = self._macros[kind] = self._env.get_template(f"items/{kind}.html").module.item  # type: ignore[attr-defined]  # every items/ template defines the macro `item`
        html: Markup = macro(entry, level, page)
        return html


class _Loader(jinja2.FileSystemLoader):
    """Reads templates, and says which one is not UTF-8; `site-gen/page.html` is ours also where another stands for it."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        try:
            if template.startswith(OURS):
                return _Loader(data_folder("templates")).get_source(environment, template.removeprefix(OURS))
            return super().get_source(environment, template)
        except UnicodeDecodeError as reason:
            raise jinja2.TemplateError(f"{template} が UTF-8 ではありません") from reason


def _in_template(reason: Exception) -> bool:
    """Whether the line that failed is one of a template: 1 + "a", or a template that includes itself."""
    last = traceback.extract_tb(reason.__traceback__)[-1].filename
    return last.endswith(".html") or isinstance(reason, RecursionError)


def runs(entries: Sequence[Entry]) -> list[tuple[bool, list[Entry]]]:
    """`entries` in runs that share a list: (True, rows with a label and a value) or (False, one heading or table)."""
    found: list[tuple[bool, list[Entry]]] = []
    listed = {entry.item.page for entry in entries if isinstance(entry.item, Table) and entry.instances}
    for entry in entries:
        if isinstance(entry.item, Block) and entry.item.page in listed and entry.state == "absent":
            continue  # the list beside it says it all
        row = not entry.item.is_heading or entry.item.kind == "group"
        if row and found and found[-1][0]:
            found[-1][1].append(entry)
        else:
            found.append((row, [entry]))
    return found


def numbered_runs(entries: Sequence[Entry]) -> list[tuple[bool, list[Entry]]]:
    """`entries` in runs of rows with a number of their own (True) and without."""
    return [(numbered, list(run)) for numbered, run in groupby(entries, lambda entry: bool(entry.item.number))]


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """Boxes that the form prints under one name (empty where it has none)."""

    name: str
    marks: tuple[Mark, ...]


def groups(marks: Sequence[Mark]) -> list[MarkGroup]:
    """The boxes of a check list by the groups of the form."""
    return [MarkGroup(name, tuple(run)) for name, run in groupby(marks, lambda mark: mark.option.group)]


def listed_above(entry: Entry, page: Page) -> str:
    """Where the choices of `entry` stand already: at the same item of the first block, on a page of many; else nothing."""
    if not isinstance(page.own, BlocksView):
        return ""
    rows = (row for block in page.own.block.instances for row in block.children)
    first = next((row.anchor for row in rows if row.item is entry.item and isinstance(row.value, Chosen)), entry.anchor)
    return "" if first == entry.anchor else first


def flow_kinds(listed: Sequence[PartyBrief]) -> list[tuple[Kind, str]]:
    """The kinds of flow that occur in the rows of `listed`, each with the head of its column."""
    return [(kind, LABELS[kind]) for kind in KINDS if any(one.counts.get(kind) for one in listed)]


def body(instance: Instance) -> tuple[Entry, ...]:
    """The rows of a block below its heading: without the row that only repeats the name in it."""
    return instance.children[1:] if title_row(instance) else instance.children


def title_row(instance: Instance) -> Entry | None:
    """The row of a block that only repeats the name in its heading, and stands there; None when it stands below."""
    first = instance.children[0] if instance.children else None
    hidden = first is not None and not first.item.number and first.text and not getattr(first.value, "summary", False)
    return first if hidden else None


def _prose(value: Words, level: int, links: tuple[prose.TextLink, ...] = ()) -> Markup:
    return prose.html(value.text, level, links)


def _badge(value: object) -> Markup:
    """The word 要約 before a text that is a summary in other words than the source's."""
    return Markup('<span class="badge">要約</span> ') if getattr(value, "summary", False) else Markup()


def _chosen(entry: Entry) -> str:
    return entry.value.choice or entry.text if isinstance(entry.value, Chosen) else entry.text


def _contact(text: str, label: str) -> Markup:
    """A line of a contact: a telephone number can be called, everything else is text."""
    number = re.fullmatch(r"([0-9][0-9-]{8,14})\s*(?:\(.*\))?", digits(text))
    if label == "電話" and number:
        return Markup('<a href="tel:{}">{}</a>').format(number[1].replace("-", ""), text)
    return Markup("{}").format(text)


def _note(text: str) -> Markup:
    return prose.html(text, 2)


def _explained(text: str, level: int) -> Markup:
    return prose.html(text, level)


def _line(text: str, links: tuple[prose.TextLink, ...] = ()) -> Markup:
    return prose.lines(text, links)


def _lines(text: str) -> Markup:
    """Text as it is, line ends shown."""
    return Markup("<br>").join(text.split("\n"))


def _iso(value: dates.Moment | None) -> str:
    return value.iso if value else ""


def _is_words(value: object) -> bool:
    return isinstance(value, Words)


def _is_recorded(value: object) -> bool:
    return isinstance(value, RecordedItems)


