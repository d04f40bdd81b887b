"""A site that is verified again: what lies there as before is not read again, and what is told is the same."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from site_gen import verify
from site_gen.verify import Seen
from tests.test_verify import FAULTS, URL, built, site

__all__ = ["built", "site"]


class Record:
    """Keeps what was read in memory; `read` counts the portions since it was set to nothing."""

    def __init__(self) -> None:
        self.kept: dict[str, Seen] = {}
        self.read = 0

    def known(self, key: str) -> Seen | None:
        """What was read."""
        return self.kept.get(key)

    def hold(self, key: str, seen: Seen) -> None:
        """Keep it."""
        self.read += 1
        self.kept[key] = seen


def test_what_lies_there_as_before_is_not_read_again(site: Path) -> None:
    record = Record()
    assert verify.problems(site, URL, readings=record) == ()
    portions, record.read = record.read, 0
    assert portions > 2
    assert verify.problems(site, URL, readings=record) == ()
    assert record.read == 0
    page = site / "mihon/boshi/i/index.html"
    page.write_bytes(page.read_bytes().replace(b"</main>", b"<p>x</p></main>"))
    assert verify.problems(site, URL, readings=record) == ()
    assert record.read == 1


def test_a_file_in_the_place_of_another_is_read(site: Path) -> None:
    """Of the same size and written in the same instant, as disks with coarse clocks say."""
    record = Record()
    page = site / "mihon/boshi/i/index.html"
    assert verify.problems(site, URL, readings=record) == ()
    then, record.read = page.stat(), 0
    other = page.with_name("other")
    content = page.read_bytes()
    other.write_bytes(content.replace(b'href="../', b'href="./.', 1))
    other.replace(page)
    os.utime(page, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert (page.stat().st_size, page.stat().st_mtime_ns) == (then.st_size, then.st_mtime_ns)
    assert [one.code for one in verify.problems(site, URL, readings=record)] == ["dead-link"]
    assert record.read == 1


def test_another_address_of_the_site_is_another_reading(site: Path) -> None:
    record = Record()
    verify.problems(site, URL, readings=record)
    record.read = 0
    verify.problems(site, "https://www.example.org/", readings=record)
    assert record.read > 2


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_is_told(fault: str, site: Path) -> None:
    """Whatever is planted into a site that was read before, and also when that one is read again."""
    record = Record()
    assert verify.problems(site, URL, readings=record) == ()
    FAULTS[fault][0](site)
    found = verify.problems(site, URL)
    assert found
    assert verify.problems(site, URL, readings=record) == found
    record.read = 0
    assert verify.problems(site, URL, readings=record) == found
    assert record.read == 0


@pytest.mark.parametrize("seed", range(12))
def test_whatever_goes_is_missed(seed: int, site: Path) -> None:
    """Pages that are removed or lose their ids, to which pages lead that are not read again."""
    record = Record()
    chance = random.Random(seed)
    verify.problems(site, URL, readings=record)
    pages = sorted(site.rglob("*.html"))
    for page in chance.sample(pages, 3):
        if chance.random() < 0.5:
            page.unlink()
        else:
            page.write_bytes(page.read_bytes().replace(b' id="', b' data-id="'))
    portions, record.read = len(record.kept), 0
    found = verify.problems(site, URL, readings=record)
    assert found and found == verify.problems(site, URL)
    assert 0 < record.read < portions / 2


@pytest.mark.parametrize("kept", [None, "x", 5, Seen((), (), (), (), False), Seen((), (), (b"",) * 64, (b"x",) * 64, False)])
def test_what_is_no_reading_is_not_taken_for_one(kept: object, site: Path) -> None:
    """Somebody has written it into the record."""

    class Odd(Record):
        def known(self, key: str) -> Seen | None:
            return kept  # type: ignore[return-value]  # that is the point

    record = Odd()
    assert verify.problems(site, URL, readings=record) == ()
    assert record.read > 2
