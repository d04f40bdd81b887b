"""Templates in, Python out: how they are compiled, and where what came of it is kept for the next process."""

import contextlib
import os
import pickle
import sys
import zlib
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_GENERATION = f"{zlib.crc32(Path(__file__).read_bytes()):08x}"  # another compiler makes other files
_LONG = 200  # characters of a text that is hardly written twice
_MAY_BE_UNDEFINED = frozenset({"defined", "undefined", "default", "d"})  # the tests and filters that take what is not there


class Compiled(jinja2.BytecodeCache):
    """Compiled templates for the next Renderer of this process, each for as long as its source is the same: compiling all of
    them takes 0.25 s, as long as fifty small pages. With a `folder` also for the next process, as Python's own `__pycache__`, which
    lies beside them; where it cannot be written, each process compiles."""

    def __init__(self, folder: Path | None = None) -> None:
        self._codes: dict[str, tuple[str, CodeType | None]] = {}
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        checksum, code = self._codes.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._folder:
            with contextlib.suppress(OSError, EOFError, pickle.UnpicklingError), self._file(bucket).open("rb") as file:
                bucket.load_bytecode(file)  # which asks whether it is of this source and this version

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key] = bucket.checksum, bucket.code
        if self._folder:
            with contextlib.suppress(OSError):
                self._folder.mkdir(exist_ok=True)
                written = self._file(bucket).with_suffix(f".{os.getpid()}")
                with written.open("wb") as file:
                    bucket.write_bytecode(file)
                written.replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        assert self._folder
        return self._folder / f"{bucket.key}.{sys.implementation.cache_tag}-{_GENERATION}.jinja"


class Direct(CodeGenerator):
    """Compiles to attributes and calls of Python's own.

    Jinja2's look first whether a thing wants to know where it is called from, try an index where there is no attribute, and make
    something undefined of what is not there. Our templates need none of it: their functions are ours, and what is not there is a
    mistake in them. What is asked whether it is there (`is defined`) is compiled as always.
    """

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.writeline("written = environment.written")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("written(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        if forward_caller or node.dyn_args or node.dyn_kwargs:
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for one in (*node.args, *node.kwargs):
            self.visit(one, frame)
            self.write(", ")
        self.write(")")

    def visit_Test(self, node: nodes.Test, frame: Frame) -> None:
        if node.name == "none":
            self.write("(")
            self.visit(node.node, frame)
            self.write(" is None)")
        elif node.name in _MAY_BE_UNDEFINED and isinstance(node.node, nodes.Getattr):
            with self._filter_test_common(node, frame, is_filter=False):
                super().visit_Getattr(node.node, frame)
        else:
            super().visit_Test(node, frame)

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:
        if node.name in _MAY_BE_UNDEFINED and isinstance(node.node, nodes.Getattr):
            with self._filter_test_common(node, frame, is_filter=True):
                super().visit_Getattr(node.node, frame)
        else:
            super().visit_Filter(node, frame)

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        self.write("environment.direct(")
        super().macro_def(macro_ref, frame)
        self.write(")")


class Environment(jinja2.Environment):
    """Jinja2's, compiling as `Direct` does; its templates are ours, and what they say is HTML."""

    code_generator_class = Direct

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, as a dict: Jinja2's chain of two is copied for each page and each import, name by name."""
        return {**self.globals, **(d or {})}

    @staticmethod
    def direct(macro: Macro) -> Callable[..., str]:
        """`macro` as a function that looks at what it is given only where that is not in its places."""
        if macro.caller or macro.catch_kwargs or macro.catch_varargs:
            return macro
        function, names = macro._func, tuple(macro.arguments)
        count = len(names)

        def called(*given: Any, **named: Any) -> str:
            if named or len(given) != count:
                if len(given) > count or not named.keys() <= set(names[len(given):]):
                    return macro(*given, **named)  # which says what is wrong
                given = (*given, *(named.get(name, missing) for name in names[len(given):]))
            return str.__new__(Markup, function(*given))

        return called

    @staticmethod
    def written(value: object) -> str:
        """`value` as HTML: markupsafe's `escape`, but what is HTML already is not looked at, and what stood before not done again."""
        kind = type(value)
        if kind is Markup:
            return value  # type: ignore[return-value]  # which it is
        return _escaped(value) if kind is str and len(value) < _LONG else escape(value)  # type: ignore[arg-type]  # a str


@lru_cache(maxsize=8192)
def _escaped(text: str) -> str:
    return escape(text)
