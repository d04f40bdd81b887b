"""The rows of 変更箇所 and those of the newest earlier text in, what became of published rows out: new, gone, altered, twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from site_gen.check_changes.plain import flat
from site_gen.difference import likeness
from site_gen.history import ChangedRow
from site_gen.model import Dated, Instance

_FIELDS = ("変更日", "項目", "変更前の記載", "変更後の記載")
_TIMING = "提出時期"
_ALTERED = 0.7  # share of a row that stayed when it was altered, and not taken out


@dataclass(frozen=True, slots=True)
class Gone:
    """A published row that does not stand any more as it was; `now` is the row that was made of it, None when none was."""

    row: Instance
    now: ChangedRow | None

    @property
    def altered(self) -> tuple[str, str, str]:
        """The first column that is otherwise now, what it said and what it says; empty when the row is not there."""
        for name in (*_FIELDS, _TIMING) if self.now else ():
            assert self.now
            old, new = self.row.child(name).text, self.now.row.child(name).text
            if flat(old) != flat(new):
                return name, old, new
        return "", "", ""


@dataclass(frozen=True, slots=True)
class Published:
    """The rows since the earlier text, and the published ones that are gone or altered."""

    since: tuple[ChangedRow, ...]
    gone: tuple[Gone, ...]


def published(rows: Sequence[ChangedRow], earlier: Sequence[Instance]) -> Published:
    """What became of the rows `earlier`; a row stands for one of the same day, item, texts, and, where it had one, 提出時期."""
    free: dict[int, ChangedRow] = {row.number: row for row in rows}
    keys = {row.number: key(row.row) for row in rows}
    by_key: dict[tuple[str, ...], list[int]] = {}
    for number, own in keys.items():
        by_key.setdefault(own, []).append(number)
    gone: list[Gone] = []
    left: list[Instance] = []
    for old in earlier:
        fitting = by_key.get(key(old), [])
        if not fitting:
            left.append(old)
            continue
        number = next((number for number in fitting if _timing(free[number].row) == _timing(old)), fitting[0])
        fitting.remove(number)
        now = free.pop(number)
        if _timing(old) not in ("", _timing(now.row)):
            gone.append(Gone(old, now))
    for old in left:
        own = key(old)
        near = max(free, key=lambda number: _alike(own, keys[number]), default=-1)
        altered = near in free and _alike(own, keys[near])
        gone.append(Gone(old, free.pop(near) if altered else None))
    return Published(tuple(free.values()), tuple(gone))


def repeated(rows: Sequence[ChangedRow], since: Sequence[ChangedRow], known: Sequence[int]) -> Iterator[tuple[ChangedRow, ChangedRow]]:
    """Rows of `since` that say the same as another one of `rows`, each with the first one. Real histories hold one row
    for each file that changed alike: as many as differences that the row may tell (`known`, one number a row of `since`)."""
    alike: dict[tuple[str, ...], list[ChangedRow]] = {}
    for row in rows:
        alike.setdefault(key(row.row), []).append(row)
    numbers = {row.number for row in since}
    for row, few in zip(since, known, strict=True):
        same_rows = alike[key(row.row)]
        own = [other.number for other in same_rows if other.number in numbers]
        allowed = 0 if len(own) < len(same_rows) else max(few, 1)
        if own.index(row.number) >= allowed:
            yield row, next(other for other in same_rows if other is not row)


def key(row: Instance) -> tuple[str, ...]:
    """What makes a row this row: its day whatever the reckoning, its item, both texts."""
    day = row.child(_FIELDS[0]).value
    own = f"{day.start.iso}/{day.end.iso}" if isinstance(day, Dated) else flat(row.child(_FIELDS[0]).text)
    return own, *(flat(row.child(name).text) for name in _FIELDS[1:])


def _timing(row: Instance) -> str:
    entry = row.child(_TIMING)
    return flat(getattr(entry.value, "choice", "") or entry.text)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """How alike two rows are, 0.0 when one cannot be the other altered: those of different days are not unless all the
    rest is the same."""
    if one[0] != other[0] and one[1:] != other[1:]:
        return 0.0
    return likeness("\n".join(one), "\n".join(other), _ALTERED)
