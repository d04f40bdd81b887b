"""The hot stages over one assessment, one after the other, for `tests.bench.instructions`: python -m tests.bench.stages CONTENT OUTPUT.

After each stage it asks for the number of its parent process, which nothing else here does: callgrind counts from one such call to
the next. What a stage calls may change; what it is called and where it ends may not, or its count means something else.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from site_gen import build, content, verify
from site_gen.model import Site
from site_gen.pages import assessment_pages
from site_gen.pages.told import facts_of
from site_gen.render import Renderer

NAMES = ("start", "read", "facts", "render", "write", "build", "verify")
MARK = "getppid"


def main(sources: Path, output: Path) -> None:
    """Each stage in its order: Python and the modules, the sources, the facts, HTML, files; then the whole site made at once, and its files read
    again (of pages alone, whose links lead to nothing, most would be read twice)."""
    os.getppid()
    site = content.read(sources).site
    assert isinstance(site, Site)
    os.getppid()
    for home in site.municipalities:
        for one in home.assessments:
            facts_of(site, home, one)
    os.getppid()
    renderer = Renderer()
    made = [(page.path, renderer.html(page).encode("utf-8"))
            for home in site.municipalities for one in home.assessments for page in assessment_pages(site, home, one)]
    os.getppid()
    for path, html in made:
        target = output / path / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(html)
    os.getppid()
    build.build(site, sources, output / "whole", searchable=False)
    os.getppid()
    verify.problems(output / "whole", site.url)
    os.getppid()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
