"""Builds one of two sites again and again, each time in a process of its own, and kills it where the test says.

Run as `python -m tests.killing FOLDER`, it reads the sources in FOLDER/a and FOLDER/b once, then a JSON object a line: which
site to write where, and where to kill: after so many seconds, or before a step, which is one of the things a build asks of
the system; steps are counted from the first or from the swap. It answers with a JSON object a line.
"""

from __future__ import annotations

import ctypes
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from site_gen import build, content
from tests.conftest import ROOT

_STEPS = ("open", "os.", "shutil.", "tempfile.", "fcntl.", "ctypes.", "subprocess.")  # audit events that touch files
_SWAP = "ctypes.dlopen"  # the first thing a swap does
_RENAMEAT2 = {"x86_64": 316, "aarch64": 276}  # the number of the call


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one build: whether it was killed, how long it took, how many steps it made and which was its swap."""

    killed: bool
    seconds: float
    steps: int
    swap: int


class Killer:
    """The process that builds and kills, as the test sees it."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.killing", str(folder)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._answer() == {"ready": True}

    def build(
        self, variant: str, output: Path, *, searchable: bool = False, seconds: float | None = None, step: int | None = None,
        from_swap: bool = False, exchange: bool = True,
    ) -> Outcome:
        """Build the site `variant`; without `exchange` the kernel refuses to exchange two names in one step."""
        order = {"variant": variant, "output": str(output), "searchable": searchable, "seconds": seconds, "step": step,
                 "from_swap": from_swap, "exchange": exchange}
        assert self._process.stdin
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Outcome(**self._answer())

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def main(folder: Path, orders: IO[str]) -> None:
    sites: dict[str, Any] = {name: content.read(folder / name).site for name in ("a", "b")}
    with tempfile.TemporaryDirectory() as once:  # so that the templates are compiled before the forks
        build.build(sites["a"], folder / "a", Path(once) / "output", searchable=False)
    _tell({"ready": True})
    for line in orders:
        order = json.loads(line)
        start = time.monotonic()
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            _build(sites[order["variant"]], folder / order["variant"], order, writing)
        os.close(writing)
        if order["seconds"] is not None:
            time.sleep(order["seconds"])
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, f"the build ended with {os.WEXITSTATUS(status)}"
        with os.fdopen(reading) as said:
            counted = json.loads(said.read() or "{}")
        _tell({"killed": os.WIFSIGNALED(status), "seconds": time.monotonic() - start, "steps": 0, "swap": 0, **counted})


def _build(site: Any, folder: Path, order: dict[str, Any], writing: int) -> None:
    """In the child: build, and tell how many steps it took and which was the swap. Does not return."""
    if not order["exchange"]:
        _refuse_exchange()
    steps: list[str] = []

    def count(event: str, _: tuple[Any, ...]) -> None:
        if event.startswith(_STEPS):
            steps.append(event)
            done = len(steps) if not order["from_swap"] else len(steps) - steps.index(_SWAP) if _SWAP in steps else 0
            if done == order["step"]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    try:
        build.build(site, folder, Path(order["output"]), searchable=order["searchable"])
        os.write(writing, json.dumps({"steps": len(steps), "swap": steps.index(_SWAP)}).encode())
    except BaseException as reason:
        print(f"{type(reason).__name__}: {reason}", file=sys.stderr, flush=True)
        os._exit(1)
    os._exit(0)


def _refuse_exchange() -> None:
    """Have the kernel answer ENOSYS to renameat2 in this process, as older ones do."""

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    def instruction(code: int, yes: int, no: int, value: int) -> bytes:
        return code.to_bytes(2, sys.byteorder) + bytes((yes, no)) + value.to_bytes(4, sys.byteorder)

    written = b"".join((
        instruction(0x20, 0, 0, 0),  # load the number of the call
        instruction(0x15, 0, 1, _RENAMEAT2[platform.machine()]),
        instruction(0x06, 0, 0, 0x00050000 | 38),  # SECCOMP_RET_ERRNO, ENOSYS
        instruction(0x06, 0, 0, 0x7FFF0000),  # SECCOMP_RET_ALLOW
    ))
    held = ctypes.create_string_buffer(written, len(written))
    program = Program(len(written) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.prctl(38, 1, 0, 0, 0) == 0  # PR_SET_NO_NEW_PRIVS
    assert libc.prctl(22, 2, ctypes.byref(program)) == 0, os.strerror(ctypes.get_errno())  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def _tell(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.stdin)
