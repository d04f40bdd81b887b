"""Values of this program in, bytes out, and back: what goes from a worker to who asked, and what a cache holds until the next build.

A cache is a file that anybody may have put there. Only values are made of it: our own frozen records and plain ones, no other class
and no function, whatever it says.
"""

import dataclasses
import hashlib
import importlib
import io
import pickle
from typing import Any

from site_gen.data.tables import table_named


class Foreign(ValueError):
    """The bytes are none of ours, or not as we wrote them."""


def pack(value: object) -> bytes:
    """`value` as bytes; the same for the same value as long as no set is in it, whose order differs from process to process."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


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


class _Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == (table_named.__module__, table_named.__name__):
            return table_named
        if module.startswith("site_gen.") and name.isidentifier():
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and dataclasses.is_dataclass(found) and found.__module__ == module:
                return found
        raise Foreign(f"{module}.{name}")
