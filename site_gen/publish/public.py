"""The data files of assessments before and after in, what the public will see change out: assessments, items, rows of 変更箇所."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from site_gen.publish.plan import Plan
from site_gen.publish.store import Store

_DATA = re.compile(r"[^/]+/[^/]+/data\.json")
_NUMBER = re.compile(r"^(?:[①-⑳]|[0-9０-９]{1,2}[.．)）])\s*")
_Body = dict[str, Any]  # Any: of JSON


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one assessment: which of its items say something else, as 対象人数（Ⅱ 1）; how many rows of 変更箇所 are added."""

    kind: Literal["new", "changed", "gone"]
    address: str
    municipality: str
    name: str
    items: tuple[str, ...] = ()
    rows: int = 0


def changes(store: Store, plan: Plan, source: Path, work: Path) -> tuple[Change, ...]:
    """What `plan` changes for readers, by the data files in `source` and on the target (fetched into `work`); in their order."""
    concerned = [path for path in (*plan.new, *plan.changed, *plan.gone) if _DATA.fullmatch(path)]
    store.fetch((path for path in concerned if path not in plan.new), work)
    return tuple(_changes(sorted(concerned), plan, source, work))


def newest_day(folder: Path) -> str:
    """The latest of the days that the assessments in a built folder name (公表日, 変更日), as 2025-03-28; empty: none."""
    days = [""]
    for path in sorted(folder.glob("*/*/data.json")):
        told = _read(path).get("assessment", {})
        days += (day for key in ("published_day", "last_change_day") if isinstance(day := told.get(key), str))
    return max(days)


def _changes(paths: list[str], plan: Plan, source: Path, work: Path) -> Iterator[Change]:
    for path in paths:
        before = _read(work / path)
        after = _read(source / path) if path in plan.goal.files else {}
        told = (after or before).get("assessment", {})
        address = path.rsplit("/", 1)[0]
        who, name = str(told.get("municipality", "")), str(told.get("assessment_name", address))
        if not after:
            yield Change("gone", address, who, name)
        elif not before:
            yield Change("new", address, who, name)
        else:
            items, rows = _items(before, after), _rows(before, after)
            if items or rows:
                yield Change("changed", address, who, name, items, rows)


def _items(before: _Body, after: _Body) -> tuple[str, ...]:
    """The items that say something else, came or went, in the order of the form; rows of 変更箇所 are counted on their own."""
    old, new = ({one["locator"]: one for one in body.get("items", ()) if not one["locator"].startswith("変更箇所")}
                for body in (before, after))
    both = {**new, **old, **new}
    return tuple(_called(one) for key, one in both.items() if _told(old.get(key, {})) != _told(new.get(key, {})))


def _called(item: _Body) -> str:
    """An item's title without the number that its place ends in, and its place: 対象人数（Ⅱ 1）."""
    title, place = str(item.get("title", "")), item["locator"].replace("/", " ")
    name = _NUMBER.sub("", title).strip()
    return f"{name}（{place}）" if name and not place.endswith(name) else place


def _told(item: _Body) -> _Body:
    return {key: value for key, value in item.items() if key not in ("locator", "address", "title")}


def _rows(before: _Body, after: _Body) -> int:
    """How many rows of 変更箇所 there are that were not there before."""
    known = {_row(one) for one in before.get("changes", ())}
    return sum(_row(one) not in known for one in after.get("changes", ()))


def _row(one: _Body) -> str:
    return json.dumps([one.get(key) for key in ("date", "item", "before", "after")], sort_keys=True)


def _read(path: Path) -> _Body:
    """What a data file holds; nothing where there is none or somebody has broken it."""
    try:
        body = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) and _is_data(body) else {}


def _is_data(body: _Body) -> bool:
    """Whether what is read of a data file is there in the form in which we wrote it; one on a server may be anybody's."""
    items, rows = body.get("items", []), body.get("changes", [])
    return (isinstance(body.get("assessment", {}), dict)
            and isinstance(items, list) and all(isinstance(one, dict) and isinstance(one.get("locator"), str) for one in items)
            and isinstance(rows, list) and all(isinstance(one, dict) for one in rows))
