"""Opens the largest pages that hold a whole document as a slow phone on a slow line does, for docs/weight.md.

`make weight`: the largest of content/ and, where the texts of real documents are (WEIGHT="--seeds folder"), the largest of what
is imported of them. A processor 4 times as slow, 1.6 Mbit/s with 150 ms there and back (Chromium's own throttling), 412 by 823 px, from
nginx with the settings of `site-gen headers`. No test asserts a time.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from site_gen import build, content
from tests import whole
from tests.browser import driven_by, open_browser
from tests.conftest import ROOT
from tests.search_sites import imported
from tests.web_servers import published
from tests.weight import packed, parts

DOCUMENT = ROOT / "docs/weight.md"
TIMES = 3
HEAVIEST = 6  # pages of parts whose bytes are measured; of the others what they load is counted
PHONE: dict[str, Any] = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
SLOWER = 4
QUIET = 2000  # ms after the page has come: what its last tasks take
HEADS = ("page", "bytes", "packed", "processor", "first text", "HTML read", "nothing left to do", "longest task", "a screen further: median",
         "95 %", "longest", "to the last item", "memory")


@dataclass(frozen=True, slots=True)
class Opened:
    """What one opening of a page took, in ms. `painted`: until the first text is seen; `parsed`: until all of the HTML is read;
    `idle`: until the end of the last task of more than 50 ms; `longest` of these; `frames`: for each screen on the way down, from
    asking for it until the picture after it; `jump`: from a link to the last item until it is seen. `memory` in MB: what the
    process that shows the page has for itself."""

    painted: float
    parsed: float
    idle: float
    longest: float
    frames: tuple[float, ...]
    jump: float
    memory: float


def work(browser: Browser, address: str) -> float:
    """The ms of processor time that the page's own thread takes to open it, with nothing slowed down: however busy the machine is."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(address)
    page.wait_for_timeout(QUIET)
    told = {one["name"]: one["value"] for one in devtools.send("Performance.getMetrics")["metrics"]}
    context.close()
    return float(told["TaskDuration"]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=Path, help="folder with the texts of real documents (.txt)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/weight.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        sites = list(_sites(Path(name), given.seeds))  # before the browser, whose loop they cannot share
        with open_browser() as (browser, loop), driven_by(loop):
            first = _first(sites[0][1], browser)
            rows = [_row(title, file, site, browser) for title, site in sites for file in [_largest(site)]]
            version = browser.version
    table = "\n".join((f"| {' | '.join(HEADS)} |", "| --- |" + " ---: |" * (len(HEADS) - 1), *rows))
    told = f"Times in ms, memory in MB, medians of {TIMES}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Chromium {version}."
    print(first, table, told, sep="\n\n")
    if given.write:
        put("first", first)
        put("opening", f"{table}\n\n{told}")


def held(name: str) -> str:
    """What stands in docs/weight.md between the two marks of that name."""
    return _parted(name)[1]


def put(name: str, text: str) -> None:
    """Write a text there."""
    before, _, after = _parted(name)
    DOCUMENT.write_text(f"{before}<!-- {name} -->\n{text}\n<!-- /{name} -->{after}", encoding="utf-8", newline="\n")


def _parted(name: str) -> tuple[str, str, str]:
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(f"<!-- {name} -->\n")
    inside, after = rest.split(f"<!-- /{name} -->")
    return before, inside.strip(), after


def opened(browser: Browser, address: str) -> Opened:
    """What opening the page at that address once takes, with an empty cache."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(_WATCH)
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", LINE)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address)
    page.wait_for_timeout(QUIET)
    begun = page.evaluate(_BEGUN)
    memory = _memory(browser, page)
    down = page.evaluate(_DOWN)
    jump = page.evaluate(_JUMP)
    context.close()
    return Opened(begun["painted"], begun["parsed"], begun["idle"], begun["longest"], tuple(down), jump, memory)


_WATCH = """
window.tasks = [];
new PerformanceObserver(list => tasks.push(...list.getEntries())).observe({type: 'longtask', buffered: true});
"""
_BEGUN = """() => ({
    painted: performance.getEntriesByName('first-contentful-paint')[0].startTime,
    parsed: performance.getEntriesByType('navigation')[0].domInteractive,
    idle: Math.max(0, ...tasks.map(one => one.startTime + one.duration)),
    longest: Math.max(0, ...tasks.map(one => one.duration)),
})"""
# Two pictures: in the first frame after the scrolling the browser draws, the beginning of the second tells that it has.
_SEEN = "const seen = () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));"
_DOWN = f"""async () => {{
    {_SEEN}
    const took = [], root = document.documentElement;
    await seen();
    while (scrollY + innerHeight < root.scrollHeight - 2) {{
        const begun = performance.now();
        scrollBy({{top: innerHeight * 0.9, behavior: 'instant'}});
        await seen();
        took.push(performance.now() - begun);
    }}
    return took;
}}"""
_JUMP = f"""async () => {{
    {_SEEN}
    scrollTo({{top: 0, behavior: 'instant'}});
    await seen();
    const last = [...document.querySelectorAll('main [id]')].at(-1);
    const begun = performance.now();
    location.hash = last.id;
    await seen();
    const took = performance.now() - begun, {{top}} = last.getBoundingClientRect();
    if (top < 0 || top > innerHeight) throw new Error(`${{last.id}} is not in sight`);
    return took;
}}"""


def received(page: Page, address: str) -> int:
    """The bytes that come over the line for a page and what it loads, heads of answers too, with nothing kept."""
    got: list[float] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    devtools.on("Network.loadingFinished", lambda told: got.append(told["encodedDataLength"]))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    devtools.detach()
    return int(sum(got))


def _first(site: Path, browser: Browser) -> str:
    """The table of the pages of parts that need most to be read."""
    lines = ["| page | HTML | all of it, packed | over the line |", "| --- | ---: | ---: | ---: |"]
    page = browser.new_page()
    with published(site) as address:
        for file, counted in list(parts(site).items())[:HEAVIEST]:
            path = file.relative_to(site).parent.as_posix()
            lines.append(f"| `{path}` | {file.stat().st_size:,} | {counted:,} | {received(page, f'{address}{path}/'):,} |")
    page.close()
    return "\n".join(lines)


def _sites(home: Path, seeds: Path | None) -> Iterator[tuple[str, Path]]:
    """content/ and the import, as published folders, with their names."""
    build.build(whole.whole_site(), whole.CONTENT, home / "output", searchable=False)
    yield "content/", home / "output"
    if seeds:
        sources = imported(seeds, home / "imported")
        site = content.read(sources).site
        assert site
        build.build(site, sources, home / "imported-output", searchable=False)
        yield "import", home / "imported-output"


def _largest(site: Path) -> Path:
    return max(site.rglob("all/index.html"), key=lambda file: file.stat().st_size)


def _row(title: str, file: Path, site: Path, browser: Browser) -> str:
    path = file.relative_to(site).parent.as_posix()
    with published(site) as address:
        worked = [work(browser, f"{address}{path}/") for _ in range(TIMES)]
        times = [opened(browser, f"{address}{path}/") for _ in range(TIMES)]

    def middle(values: Iterator[float]) -> str:
        return f"{statistics.median(values):,.0f}"

    frames = [sorted(one.frames) for one in times]
    cells = (
        f"{title} `{path}`", f"{file.stat().st_size:,}", f"{packed(file):,}", middle(iter(worked)),
        middle(one.painted for one in times), middle(one.parsed for one in times), middle(one.idle for one in times),
        middle(one.longest for one in times), middle(statistics.median(one) for one in frames),
        middle(one[int(len(one) * 0.95)] for one in frames), middle(one[-1] for one in frames),
        middle(one.jump for one in times), middle(one.memory for one in times),
    )
    return f"| {' | '.join(cells)} |"


def _memory(browser: Browser, page: Page) -> float:
    """MB of the page's process that it shares with no other; the one that has most, of those that show pages."""
    system: CDPSession = browser.new_browser_cdp_session()
    shown = [one["id"] for one in system.send("SystemInfo.getProcessInfo")["processInfo"] if one["type"] == "renderer"]
    system.detach()
    return max(map(_private, shown))


def _private(process: int) -> float:
    lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000


if __name__ == "__main__":
    main()
