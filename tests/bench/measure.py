"""A command in, what it took out: wall time, processor time of it and all it started, peak memory of all together and of each.

Linux only: what lies in /proc is read every 50 ms. Memory of a process is its resident set (RSS, the peak that the kernel keeps);
memory of all together is what each has for itself, and once the most that one of them shares. (Their proportional sets, PSS, would
count libraries for less while other Pythons run on the machine.)
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

EVERY, SOON = 0.05, 0.005  # seconds; the second at the beginning, for what ends soon
_SHARE = 0.1  # of the time may go into looking: with GBs of memory to look through, there are fewer looks


@dataclass(frozen=True, slots=True)
class Peak:
    """One process: its name, whether it is the one that was started (`main`), its peak of RSS and of what it has for itself, in bytes."""

    name: str
    main: bool
    rss: int
    own: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of wall and of processor time, peak bytes of all processes together, each process, what it printed."""

    wall: float
    cpu: float
    together: int
    processes: tuple[Peak, ...]
    said: str = ""

    @property
    def main(self) -> int:
        """Peak RSS of the process that was started."""
        return max((one.rss for one in self.processes if one.main), default=0)

    @property
    def worker(self) -> int:
        """Peak RSS of the largest process that it started; 0 if none was seen."""
        return max((one.rss for one in self.processes if not one.main), default=0)

    @property
    def alone(self) -> int:
        """The same without what it shares with others."""
        return max((one.own for one in self.processes if not one.main), default=0)

    @property
    def largest(self) -> int:
        """Peak RSS of the largest process."""
        return max(self.main, self.worker)

    def named(self, name: str) -> int:
        """Peak RSS of the largest process whose name begins so."""
        return max((one.rss for one in self.processes if one.name.startswith(name)), default=0)


class Failed(Exception):
    """A command that ended with another code than those it may end with, or was stopped; and what it said last."""


def run(
    command: Sequence[str], folder: Path, *, env: Mapping[str, str] | None = None, stdin: Path | None = None, fine: Sequence[int] = (0,),
    most: int = 0,
) -> Measured:
    """Run `command` in `folder` to its end; raises Failed when its exit code is none of `fine`, or when it was stopped because it
    and all that it started took more than `most` bytes."""
    with contextlib.ExitStack() as stack:
        given: IO[bytes] | int = stack.enter_context(stdin.open("rb")) if stdin else subprocess.DEVNULL
        said = stack.enter_context(tempfile.TemporaryFile(dir=folder))  # a pipe that nobody reads would stop it
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=None if env is None else dict(env), stdin=given, stdout=said,
                                   stderr=subprocess.STDOUT, start_new_session=True)
        watch = Watch(process.pid, most)
        try:
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
        finally:
            wall = time.perf_counter() - begun
            process.returncode = 0  # waited for above: subprocess shall not
            together, processes = watch.ended()
        said.seek(0)
        text = said.read().decode("utf-8", "replace")
    code = os.waitstatus_to_exitcode(status)
    if most and together > most:
        raise Failed(f"stopped after {wall:.0f} s with {together / 1e9:.1f} GB of memory, more than this machine has to spare")
    if code not in fine:
        raise Failed(f"{' '.join(command)} ended with {code}\n{text[-2000:]}")
    return Measured(wall, used.ru_utime + used.ru_stime, together, processes, text)


@dataclass
class Watch:
    """Looks at a process and all that it starts until it is told that it has ended."""

    pid: int
    most: int = 0  # bytes of all together at which they are ended
    _together: int = 0
    _rss: dict[int, int] = field(default_factory=dict)
    _own: dict[int, int] = field(default_factory=dict)
    _names: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> tuple[int, tuple[Peak, ...]]:
        """The peak of all together, and each process, the started one first."""
        self._stop.set()
        self._thread.join()
        order = sorted(self._rss, key=lambda pid: (pid != self.pid, pid))
        return self._together, tuple(Peak(self._names[pid], pid == self.pid, self._rss[pid], self._own.get(pid, 0)) for pid in order)

    def _look(self) -> None:
        first, counted, pids = time.perf_counter(), 0.0, [self.pid]
        while True:
            begun = time.perf_counter()
            together = shared = 0
            if begun - counted > EVERY:  # to look through all processes takes longer than to look at these
                counted, pids = begun, family(self.pid)
            for pid in pids:
                with contextlib.suppress(OSError, ValueError):
                    self._names[pid] = (Path("/proc") / str(pid) / "comm").read_text().strip()
                    self._rss[pid] = max(self._rss.get(pid, 0), *_fields(pid, "status", "VmHWM:"))
                    rss, own = _fields(pid, "smaps_rollup", "Rss:", "Private_")
                    self._own[pid] = max(self._own.get(pid, 0), own)
                    together += own
                    shared = max(shared, rss - own)
            self._together = max(self._together, together + shared)
            if self.most and together > self.most:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.pid, signal.SIGKILL)
            took = time.perf_counter() - begun
            pause = SOON if begun - first < 0.5 else EVERY
            if self._stop.wait(max(pause - took, took / _SHARE - took if took > pause / 2 else 0, 0.001)):
                return


def family(pid: int) -> list[int]:
    """`pid` and every process that comes from it, by the parents that /proc names."""
    parents: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdecimal():
            with contextlib.suppress(OSError, ValueError, IndexError):
                parents.setdefault(int(_stat(name)[1]), []).append(int(name))
    found = [pid]
    for one in found:
        found += parents.get(one, ())
    return found


def _stat(name: str) -> list[str]:
    """The fields of /proc/…/stat after the name of the process, which may hold spaces: state, parent, …"""
    with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
        return file.read().rsplit(")", 1)[1].split()


def _fields(pid: int, file: str, *names: str) -> list[int]:
    """Of each name the bytes in all lines of a file of /proc that begin so; it counts in kB."""
    with open(f"/proc/{pid}/{file}", encoding="ascii", errors="replace") as opened:
        lines = opened.readlines()
    return [sum(int(line.split()[1]) for line in lines if line.startswith(name)) * 1024 for name in names]
