"""The folder that this file was unpacked to in, an environment with the program out: installs without a connection.

    py install.py [folder of the environment, by default .venv beside this file]

Into a new or an empty folder, or one that it has installed to before, which a file of its own says; of such a one it replaces
what it made and nothing else. Runs on whatever Python there is, so that an old one is told so in a sentence.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEMS = {"Windows": "windows", "Linux": "linux"}
MARKER = "site-gen-install.txt"
MARKER_TEXT = "このフォルダーには install.py が site-gen を入れました。入れ直すときは、次のものだけを作り直し、ほかには触りません。\n"
OURS = ("bin", "include", "Include", "lib", "lib64", "Lib", "Scripts", "pyvenv.cfg")  # what venv and pip make


def main() -> None:
    """Install, try the command, and say how it is called."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    listed = requirements()
    place = Path(os.path.realpath(sys.argv[1] if len(sys.argv) > 1 else HERE / ".venv"))
    print(f"{place} に site-gen を入れています。1分ほどかかります。", flush=True)
    python = environment(place)
    options = ["--no-index", "--find-links", str(HERE / "wheels"), "--require-hashes", "--no-cache-dir", "-r", str(listed)]
    run([python, "-m", "pip", "--disable-pip-version-check", "-q", "install", *options],
        "入れられませんでした。ZIP を運ぶ途中で壊れたおそれがあります。SHA-256 を確かめ、ZIP を展開し直してください。")
    command = python.parent / ("site-gen.exe" if os.name == "nt" else "site-gen")
    run([command, "--version"], "入れた site-gen が動きません。")
    print(f"入れました。次のように使います。\n\n  {command} --help\n")


def requirements() -> Path:
    """The list of what this machine needs; ends with a sentence where there is none for it."""
    lists = HERE / "requirements"
    system = SYSTEMS.get(platform.system(), "") if platform.machine() in ("AMD64", "x86_64") and sys.maxsize > 2**32 else ""
    version = "{}.{}".format(*sys.version_info[:2])
    found = lists / f"{system}-{version}.txt"
    if platform.python_implementation() != "CPython" or not found.is_file():
        known = "、".join(sorted(path.stem for path in lists.glob("*.txt")))
        bits = 64 if sys.maxsize > 2**32 else 32
        stop(f"この Python（{platform.system()} {version}、{bits} ビット）のための部品は、この ZIP にありません。\n"
             f"入っているもの: {known}（どれも 64 ビット）\n"
             "Windows にほかの版の Python も入っているときは、「py -3.12 install.py」のように版を付けてください。")
    return found


def environment(place: Path) -> Path:
    """A new environment at `place`; its Python. What was not made by this script is left alone."""
    try:
        prepare(place)
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(place)
    except subprocess.CalledProcessError:
        stop("Python に pip が付いていないため、入れられません。Debian や Ubuntu では、python3-venv を入れてください。")
    except OSError as reason:
        stop(f"「{place}」に書き込めません（{reason.strerror}）。前に入れた site-gen が動いていれば、閉じてください。"
             "そうでなければ、書き込めるフォルダーに展開し直してください。")
    except ValueError:  # a name with the sign that separates the folders of PATH, or with bytes that are no letters
        stop(f"「{place}」には入れられません。名前に「{os.pathsep}」や読めない文字のないフォルダーにしてください。")
    return place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare(place: Path) -> None:
    """Make the folder, or clear it of what an earlier installation made; ends with a sentence where it is somebody else's."""
    if os.pathsep in str(place):
        raise ValueError(place)
    if place.exists() and not (place / MARKER).is_file() and (not place.is_dir() or any(place.iterdir())):
        stop(f"「{place}」には、ほかのものが入っているため、何もしませんでした。空のフォルダーか、新しい名前を付けてください。"
             "前の版の install.py が入れたものなら、消してからもう一度実行してください。")
    place.mkdir(parents=True, exist_ok=True)
    marker = MARKER_TEXT + "".join(f"  {name}\n" for name in OURS)
    (place / MARKER).write_text(marker, encoding="utf-8")  # first, as whoever ends it halfway wants to do it again
    for one in (place / name for name in OURS):
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one)
        elif one.exists() or one.is_symlink():
            one.unlink()


def run(command: list[str | Path], failed: str) -> None:
    """Run a program that reads no settings of pip, as those may name servers; end with a sentence when it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(("PIP_", "PYTHON"))}
    try:
        done = subprocess.run([str(part) for part in command], env={**kept, "PIP_CONFIG_FILE": os.devnull}, check=False)
    except OSError as reason:
        stop(f"{failed}（{reason.strerror}）")
    if done.returncode:
        stop(failed)


def stop(sentence: str) -> None:
    """End with a sentence."""
    sys.exit(sentence)


if __name__ == "__main__":
    main()
