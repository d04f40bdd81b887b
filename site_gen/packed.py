"""Values of this program in, bytes out, and back: what goes from a worker to who asked, and what a cache holds until the next build.

A cache is a file that anybody may have put there. Only values are made of it: our own frozen records and plain ones, no other class
and no function, whatever it says; and nothing of the program is changed.
"""

import dataclasses
import hashlib
import importlib
import io
import pickle
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from site_gen.data.tables import Table, table_named

_OURS = "site_gen."


class Foreign(ValueError):
    """The bytes are none of ours, or not as we wrote them."""


def pack(value: object) -> bytes:
    """`value` as bytes; the same for the same value as long as no set is in it, whose order differs from process to process."""
    target = io.BytesIO()
    _Writer(target, pickle.HIGHEST_PROTOCOL).dump(value)
    return target.getvalue()


def unpack(data: bytes) -> Any:
    """The value that `pack` made `data` of. Raises Foreign."""
    try:
        return _Reader(io.BytesIO(data)).load()
    except Foreign:
        raise
    except Exception as reason:  # whatever bytes that nobody wrote so lead to
        raise Foreign(str(reason)) from reason


def digest(data: bytes) -> str:
    """What two pieces of bytes are told apart by."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


class _Writer(pickle.Pickler):
    """Says of a record that it is its class called with its values. Left alone it would be made empty and filled value by value, each by
    its name, in Python: three times as slow to write and to read."""

    def reducer_override(self, value: Any) -> Any:
        values = _values(type(value))  # type: ignore[arg-type]  # a class can be hashed
        return (type(value), values(value)) if values else NotImplemented


@cache
def _values(kind: type) -> Callable[[object], tuple[object, ...]] | None:
    """What gives the values of a record of this class, in the order in which it takes them; None where `kind` is none of ours, takes
    them otherwise, or has its own way to be written."""
    if not (dataclasses.is_dataclass(kind) and kind.__module__.startswith(_OURS)) or kind.__reduce__ is not object.__reduce__:
        return None
    fields = dataclasses.fields(kind)
    if not fields or not all(one.init and not one.kw_only for one in fields) or hasattr(kind, "__post_init__"):
        return None
    names = [one.name for one in fields]
    return attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


class _Table:
    """`table_named`, no attribute of which can be set."""

    __slots__ = ()

    def __call__(self, key: str) -> Table:
        return table_named(key)


_TABLE = _Table()


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (table_named.__module__, table_named.__name__):
            return _TABLE
        if module.startswith(_OURS) and name.isidentifier():
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module:
                if _values(found):
                    return type.__call__.__get__(found)  # the class called, of which no attribute can be set
                if "__setstate__" in vars(found):
                    return found  # what sets attributes wants a record, and does not take the class for one
        raise Foreign(f"{module}.{name}")
