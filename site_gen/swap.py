"""A new folder and the old one it replaces in, the new one in the old one's place out: at every instant there is the whole old
one or the whole new one there.

Where the system can exchange two names in one step (Linux: renameat2, macOS: renamex_np) it does. Elsewhere (Windows, some
network drives) the old folder is renamed away first; who is killed between the two renames leaves it beside its place, and
`settle` puts it back. All these functions want the lock of the folder (`lock.held`).
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import tempfile
from pathlib import Path

# EPERM is what containers of old say to calls they do not know; where it is meant, the renames say it again.
_NO_SUCH_CALL = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2  # linux/fcntl.h, linux/fs.h, macOS' sys/stdio.h


def staging(folder: Path) -> Path:
    """A new empty folder beside `folder`, which `settle` removes if it is still there. Raises OSError."""
    made = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    umask = os.umask(0)
    os.umask(umask)
    made.chmod(0o777 & ~umask)  # as folders inside it get
    return made


def settle(folder: Path) -> None:
    """Put back the old folder where it was moved away, and remove what was never or is no longer used, to the end also where an order to
    end comes meanwhile: of a second one the next build removes the rest. Raises OSError."""
    try:
        _settle(folder)
    except (KeyboardInterrupt, SystemExit):
        _settle(folder)
        raise


def _settle(folder: Path) -> None:
    away = _away(folder)
    if away.exists():
        if os.path.lexists(folder):  # so it is no longer used; what is called `away` is always whole
            os.rename(away, staging(folder) / "old")
        else:
            os.rename(away, folder)
    for left in folder.parent.iterdir():
        if left.name.startswith(_prefix(folder)):
            shutil.rmtree(left, ignore_errors=True)  # what cannot be removed now, the next one tries again


def was_moved_away(folder: Path) -> bool:
    """Whether somebody was killed between the two renames, so that `settle` has to put the folder back."""
    return not os.path.lexists(folder) and _away(folder).exists()


def swap(new: Path, folder: Path) -> None:
    """Put `new`, which `staging` made, in the place of `folder`; `settle` removes the old one. Raises OSError."""
    _flush(new)
    if not os.path.lexists(folder):
        os.rename(new, folder)
    elif not _exchange(new, folder):
        os.rename(folder, _away(folder))
        os.rename(new, folder)


def _prefix(folder: Path) -> str:
    return f".{folder.name}.site-gen-new-"


def _away(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.site-gen-old"


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or the disk has no such call. Raises OSError."""
    if sys.platform == "win32":
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        refused = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        refused = libc.renamex_np(*names, _RENAME_SWAP)
    else:
        return False
    if not refused:
        return True
    number = ctypes.get_errno()
    if number in _NO_SUCH_CALL:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _flush(folder: Path) -> None:
    """Have the disk hold what is in `folder` before its name says that it is the site: after a power failure a folder can have
    its new name and empty files. One call for all (1,750 files: 0.15 s, fsync of each 6.4 s); of macOS and Windows we know
    no such call, there a site is made again after a power failure."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):  # better not flushed than not published
        handle = os.open(folder, os.O_RDONLY)
        try:
            ctypes.CDLL(None).syncfs(handle)
        finally:
            os.close(handle)
