"""What is planted into a written site is found, each fault with its page, its code and a cure; a sound site has none."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from site_gen import build, content, verify
from site_gen.problem import Refusal
from site_gen.verify.places import Places, heaps
from tests.conftest import copy_boshi

URL = "https://www.city.mihon.example/tokutei/hyoka/"
PAGE = "mihon/boshi/i/index.html"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """母子保健 of 見本市, built with a 公開URL."""
    folder = tmp_path_factory.mktemp("verify")
    made = copy_boshi(folder / "content")
    site = content.read(made).site
    assert site is not None
    build.build(replace(site, url=URL), made, folder / "output")
    return folder / "output"


@pytest.fixture
def site(built: Path, tmp_path: Path) -> Path:
    """A copy of it that can be spoilt."""
    return shutil.copytree(built, tmp_path / "site")


def into(html: str, path: str = PAGE) -> Callable[[Path], None]:
    """Puts `html` at the beginning of the text of a page."""

    def plant(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        spoilt = re.sub(r"(<main[^>]*>)", lambda match: match[1] + html, text, count=1)
        assert spoilt != text
        (site / path).write_text(spoilt, encoding="utf-8")

    return plant


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    """Replaces words in a file."""

    def plant(site: Path) -> None:
        text = (site / path).read_text(encoding="utf-8")
        assert old in text, f"{old} is not in {path}"
        (site / path).write_text(text.replace(old, new, 1), encoding="utf-8")

    return plant


def add(path: str, text: str) -> Callable[[Path], None]:
    """Writes a file, or adds to one."""

    def plant(site: Path) -> None:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        with (site / path).open("a", encoding="utf-8") as file:
            file.write(text)

    return plant


FAULTS: dict[str, tuple[Callable[[Path], object], str, str]] = {  # what is planted, where it is told, with which code
    "link to nothing": (into('<a href="../no-such/index.html">x</a>'), PAGE, "dead-link"),
    "link to a folder": (into('<a href="../ii/">x</a>'), PAGE, "dead-link"),
    "link to the folder itself": (into('<a href=".">x</a>'), PAGE, "dead-link"),
    "link above the site": (into('<a href="../../../../index.html">x</a>'), PAGE, "dead-link"),
    "link in other letters": (into('<a href="../Index.html">x</a>'), PAGE, "dead-link"),
    "link with a question": (into('<a href="../gone.html?a=1#b">x</a>'), PAGE, "dead-link"),
    "empty link": (into('<a href="">x</a>'), PAGE, "dead-link"),
    "link with a space": (into('<a href="../index.html ">x</a>'), PAGE, "dead-link"),
    "anchor here": (into('<a href="#no-such">x</a>'), PAGE, "dead-anchor"),
    "anchor there": (into('<a href="../index.html#no-such">x</a>'), PAGE, "dead-anchor"),
    "page removed": (lambda site: (site / "mihon/boshi/iv/index.html").unlink(), "changes/index.html", "dead-link"),
    "picture that is not there": (into('<img src="../gone.png" alt="">'), PAGE, "dead-link"),
    "picture in a set": (into('<img src="../../../assets/icon.svg" srcset="../../../assets/icon.svg 1x, big.png 2x" alt="">'), PAGE, "dead-link"),
    "script that is not there": (into('<script src="../gone.js"></script>'), PAGE, "dead-link"),
    "style sheet removed": (lambda site: (site / "assets/site.css").unlink(), "changes/index.html", "dead-link"),
    "picture of a style sheet": (add("assets/site.css", 'a { background: url("gone.png") }'), "assets/site.css", "dead-link"),
    "module of a script": (add("assets/search/page.js", 'import { x } from "./gone.js";'), "assets/search/page.js", "dead-link"),
    "feed to nothing": (change("feed.xml", "index.html", "gone.html"), "feed.xml", "dead-link"),
    "JSON feed to nothing": (change("feed.json", "index.html", "gone.html"), "feed.json", "dead-link"),
    "sitemap of a page that is not there": (change("sitemap.xml", "mihon/boshi/i/", "mihon/boshi/x/"), "sitemap.xml", "dead-link"),
    "id twice": (into('<p id="planted"></p><p id="planted"></p>'), PAGE, "duplicate-id"),
    "id with a space": (into('<p id="a b"></p>'), PAGE, "bad-id"),
    "page of 201 KB": (into("<p>" + "x" * 201_000 + "</p>"), PAGE, "page-heavy"),
    "document of 1.6 MB": (into("<p>" + "x" * 1_600_000 + "</p>", "mihon/boshi/all/index.html"), "mihon/boshi/all/index.html", "page-heavy"),
    "capital letter": (add("assets/Logo.svg", "<svg/>"), "assets/Logo.svg", "bad-name"),
    "Japanese name": (add("data/評価書.csv", "x"), "data/評価書.csv", "bad-name"),
    "space in a name": (add("data/a b.csv", "x"), "data/a b.csv", "bad-name"),
    "underscore": (add("data/a_b.csv", "x"), "data/a_b.csv", "bad-name"),
    "digit first": (add("mihon/2024/index.html", "<html></html>"), "mihon/2024", "bad-name"),
    "hidden file": (add("assets/.DS_Store", "x"), "assets/.DS_Store", "bad-name"),
    "65 characters": (add(f"data/{'a' * 61}.csv", "x"), f"data/{'a' * 61}.csv", "bad-name"),
    "name of a device": (add("data/con.csv", "x"), "data/con.csv", "bad-name"),
    "link of the disk": (lambda site: (site / "assets/link.svg").symlink_to("/etc/hostname"), "assets/link.svg", "bad-name"),
    "from the root": (into('<a href="/mihon/index.html">x</a>'), PAGE, "absolute-link"),
    "own address": (into(f'<a href="{URL}mihon/index.html">x</a>'), PAGE, "absolute-link"),
    "own address in other letters": (into('<a href="HTTPS://WWW.City.Mihon.Example/tokutei/hyoka/index.html">x</a>'), PAGE, "absolute-link"),
    "own picture": (into(f'<img src="{URL}assets/icon.svg" alt="">'), PAGE, "absolute-link"),
    "backslash": (into('<a href="..\\index.html">x</a>'), PAGE, "absolute-link"),
    "third party's script": (into('<script src="https://cdn.example/x.js"></script>'), PAGE, "third-party"),
    "third party without scheme": (into('<script src="//cdn.example/x.js"></script>'), PAGE, "third-party"),
    "third party's style": (into('<link rel="stylesheet" href="https://cdn.example/x.css">'), PAGE, "third-party"),
    "third party's connection": (into('<link rel="preconnect" href="https://cdn.example">'), PAGE, "third-party"),
    "third party's picture": (into('<img src="http://cdn.example/x.png" alt="">'), PAGE, "third-party"),
    "third party in a set": (into('<img src="../../../assets/icon.svg" srcset="https://cdn.example/x.png 2x" alt="">'), PAGE, "third-party"),
    "third party's frame": (into('<iframe src="https://video.example/1"></iframe>'), PAGE, "third-party"),
    "third party's form": (into('<form action="https://form.example/"></form>'), PAGE, "third-party"),
    "ping": (into('<a href="../index.html" ping="https://count.example/">x</a>'), PAGE, "third-party"),
    "third party in a drawing": (into('<svg><image href="https://cdn.example/x.png"/></svg>'), PAGE, "third-party"),
    "third party in a style sheet": (add("assets/site.css", "a { background: url(//cdn.example/x.png) }"), "assets/site.css", "third-party"),
    "font of a third party": (add("assets/site.css", '@import "https://fonts.example/css";'), "assets/site.css", "third-party"),
    **{f"style sheet: {style}": (add("assets/site.css", style), "assets/site.css", code) for style, code in (
        ('@import"https://evil.example/x.css";', "third-party"), ('@import/**/"https://evil.example/x.css";', "third-party"),
        ('a{background:image-set("icon.svg" 1x, "https://evil.example/b.png" 2x)}', "third-party"),
        ('a{background:image-set("icon.svg" 1x, "gone.png" type("image/png") 2x)}', "dead-link"),
        ('a{content:"/*"}b{background:url(https://evil.example/x.png)}c{content:"*/"}', "third-party"),
        ("a{background:url(icon.svg?/*)}b{background:url(https://evil.example/)}c{background:url(icon.svg?*/)}", "third-party"),
        ("a{content:'/*\n}b{background:url(https://evil.example/x.png)}/* */", "third-party"),
        (r"a{background:u\72l(https://evil.example/x.png)}", "style-escape"), (r'@\69mport "https://evil.example/x.css";', "style-escape"),
        ('a{background:src("https:evil.example/x.png")}', "third-party"), ("a{background:url( HTTPS:evil.example/x.png )}", "third-party"),
        ('@namespace x url("//evil.example/");', "third-party"), ("a{background:url(data:image/png;base64,x)}", "link-scheme"),
        ("a{background:url(https://evil.example/x", "third-party"),
    )},
    "style sheet that is UTF-16": (lambda site: (site / "assets/site.css").write_bytes("a{}".encode("utf-16")), "assets/site.css", "broken-file"),
    "request of a script": (add("assets/site.js", 'fetch("https://count.example/");'), "assets/site.js", "third-party"),
    "import of a script": (add("assets/site.js", 'import("https://cdn.example/x.js");'), "assets/site.js", "third-party"),
    **{f"in a page: {html}": (into(html), PAGE, code) for html, code in (
        ('<svg><rect fill="url(https://evil.example/x.svg#a)"/></svg>', "third-party"),
        ("<svg><g mask='URL( //evil.example/f )'/></svg>", "third-party"),
        (r'<svg><g filter="u\72l(https://evil.example/x)"/></svg>', "style-escape"), ('<svg><g cursor="url(gone.cur),auto"/></svg>', "dead-link"),
        ('<svg><animate attributeName="href" to="javascript:alert(1)"/></svg>', "refused-element"),
        ('<svg><set attributeName="xlink:href" to="https://evil.example/x.png"/></svg>', "refused-element"),
        ('<svg><animate attributeName="fill" to="url(https://evil.example/x)"/></svg>', "third-party"),
        ('<link rel="alternate" type="text/css" href="https://evil.example/x.css">', "third-party"),
    )},
    **{f"in a drawing: {svg}": (add("assets/more.svg", svg), "assets/more.svg", code) for svg, code in (
        ('<?xml version="1.0"?><?xml-stylesheet href="https://evil.example/x.css"?><svg/>', "refused-element"),
        ("<svg><?xml-stylesheet href='x.css'?></svg>", "refused-element"), ("<svg/><?php x() ?>", "refused-element"),
        ('<svg xmlns:x="http://www.w3.org/1999/xlink"><image x:href="https://evil.example/a.png"/></svg>', "third-party"),
        ('<svg xmlns:x="http://www.w3.org/1999/xlink"><image href="../assets/icon.svg" x:href="https://evil.example/a"/></svg>', "third-party"),
        ('<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>1</s:script></s:svg>', "inline-script"),
        ('<!DOCTYPE svg [<!ENTITY e "<script>1</script>">]><svg xmlns="http://www.w3.org/2000/svg">&e;</svg>', "refused-element"),
        ('<!DOCTYPE svg [<!ATTLIST image href CDATA "https://evil.example/x">]><svg><image/></svg>', "refused-element"),
        ('<svg><rect fill="url(https://evil.example/x.svg#a)"/></svg>', "third-party"), ("<svg><g", "broken-file"),
        ('<svg><a href="javascript:1"><set attributeName="onclick" to="1"/></a></svg>', "inline-script"),
    )},
    "XML with a style": (
        add("data/more.xml", '<?xml-stylesheet type="text/xsl" href="https://evil.example/x.xsl"?><a/>'), "data/more.xml", "refused-element"),
    **{f"kind of file: {name}": (add(f"assets/{name}", "<script>1</script>"), f"assets/{name}", "unread-file")
       for name in ("x.htm", "x.xhtml", "x.php", "x.swf", "x.pdf", "x", "x.pf_meta")},
    "script": (into("<script>alert(1)</script>"), PAGE, "inline-script"),
    "script of a type": (into('<script type="module">alert(1)</script>'), PAGE, "inline-script"),
    "click": (into('<button onclick="alert(1)">x</button>'), PAGE, "inline-script"),
    "script as a link": (into('<a href="javascript:alert(1)">x</a>'), PAGE, "inline-script"),
    "script as a link, hidden": (into('<a href=" JavaScript:alert(1)">x</a>'), PAGE, "inline-script"),
    "style": (into("<style>p { color: red }</style>"), PAGE, "inline-style"),
    "style of an element": (into('<p style="color: red">x</p>'), PAGE, "inline-style"),
    "style in a drawing": (add("assets/more.svg", "<svg><style>a {}</style></svg>"), "assets/more.svg", "inline-style"),
    "script in a drawing": (add("assets/more.svg", "<svg><script>1</script></svg>"), "assets/more.svg", "inline-script"),
    "frame": (into('<iframe src="../index.html"></iframe>'), PAGE, "refused-element"),
    "base": (into('<base href="../">'), PAGE, "refused-element"),
    "page that moves on": (into('<meta http-equiv="Refresh" content="0; url=../index.html">'), PAGE, "refused-element"),
    "data as a picture": (into('<img src="data:image/gif;base64,R0lGOD" alt="">'), PAGE, "link-scheme"),
    "link to a disk": (into('<a href="file:///c:/x.html">x</a>'), PAGE, "link-scheme"),
    "cut off": (lambda site: (site / PAGE).write_bytes((site / PAGE).read_bytes()[:-200]), PAGE, "broken-file"),
    "not UTF-8": (lambda site: (site / PAGE).write_bytes((site / PAGE).read_bytes().replace("見本".encode(), b"\x8c\xa9", 1)), PAGE, "broken-file"),
    "feed cut off": (lambda site: (site / "feed.xml").write_bytes((site / "feed.xml").read_bytes()[:-9]), "feed.xml", "broken-file"),
    "data cut off": (lambda site: (site / "data/all.json").write_bytes((site / "data/all.json").read_bytes()[:-9]), "data/all.json", "broken-file"),
    "empty": (lambda site: (site / "assets/site.js").write_bytes(b""), "assets/site.js", "empty-file"),
}


def test_a_sound_site(built: Path) -> None:
    assert verify.problems(built, URL) == ()


def test_content(whole_output: Path) -> None:
    """The site of content/ has nothing to tell, not even a page that is too heavy."""
    assert verify.problems(whole_output) == ()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_planted_is_told(fault: str, site: Path) -> None:
    plant, path, code = FAULTS[fault]
    plant(site)
    found = verify.problems(site, URL)
    here = [problem for problem in found if problem.span.path == path and problem.code == code]
    assert here, [str(problem) for problem in found]
    assert all(problem.message and problem.hint for problem in found)
    assert (here[0].severity == "warning") == (code == "page-heavy")


HARMLESS = {
    "link outside": into('<a href="https://www.example.org/a?b#c">x</a>'),
    "telephone and mail": into('<a href="tel:0312345678">x</a><a href="mailto:a@example.org">y</a>'),
    "other page of the own server": into('<a href="https://www.city.mihon.example/other.html">x</a>'),
    "anchor in another script": into('<p id="項目"></p><a href="#%E9%A0%85%E7%9B%AE">x</a>'),
    "search": into('<a href="../../../search/index.html?q=%E5%8F%B0">x</a>'),
    "data for programs": into('<script type="application/ld+json">{"@id": "https://example.org/"}</script>'),
    "words that look like scripts": into("<p>&lt;script&gt; onclick= style= https://example.org/ url(https://example.org/)</p>"),
    "comment": into('<!-- <script>alert(1)</script> <img src="https://cdn.example/"> -->'),
    "words with brackets": into('<img src="../../../assets/icon.svg" alt="url(https://example.org/) image" title="url(x)">'),
    "gradient": add("assets/more.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path id="g" d="M1 1" transform="rotate(9)"/><rect fill="url(#g)"/>'
                    '<animate attributeName="opacity" to="0"/></svg>'),
    "robots.txt": add("robots.txt", "User-agent: *"),
    "canonical address": into('<link rel="canonical" href="https://elsewhere.example/">'),
    "comment in a style sheet": add("assets/site.css", "/* url(https://cdn.example/x.png) */"),
    "strings of a style sheet": add("assets/site.css", """a::before { content: "/" "a: 'b'" } b { background: image-set("icon.svg" 1x) }
        c { background: URL( icon.svg ) /* \\ // " */ } d { content: '/*' } e { background: url('icon.svg?a') } f:hover {} @charset "utf-8";"""),
    "name space": add("assets/site.js", 'const space = "http://www.w3.org/2000/svg";'),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_is_fine_is_not_told(what: str, site: Path) -> None:
    HARMLESS[what](site)
    assert verify.problems(site, URL) == ()


def test_a_fault_on_every_page_is_told_ten_times(site: Path) -> None:
    """A mistake in a template does not fill the screen: ten places, and how many more."""
    pages = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    for page in pages:
        into("<style></style>", page)(site)
    found = verify.problems(site, URL)
    assert len(found) == 11 and {problem.code for problem in found} == {"inline-style"}
    assert f"{len(pages) - 10}か所" in found[-1].message


def test_a_heavy_page_is_published_unless_strict(tmp_path: Path) -> None:
    """The law may want a text that is longer than a page should be: it is told; with `strict` nothing is published."""
    made = copy_boshi(tmp_path / "content")
    source = made / "mihon/boshi/hyoka.yaml"
    text = source.read_text(encoding="utf-8")
    assert "事務の概要:" in text
    long = "　".join(["とても長い説明である。"] * 8_000)
    source.write_text(re.sub(r"(事務の概要: *).*\n(?:      .*\n)*", lambda match: f"{match[1]}{long}\n", text, count=1), encoding="utf-8")
    site = content.read(made).site
    assert site is not None
    with pytest.raises(Refusal) as refusal:
        build.build(site, made, tmp_path / "output", searchable=False, strict=True)
    assert {problem.code for problem in refusal.value.problems} == {"page-heavy"}
    assert not (tmp_path / "output").exists()
    written = build.build(site, made, tmp_path / "output", searchable=False)
    assert {problem.code for problem in written.problems} == {"page-heavy"}
    assert all((tmp_path / "output" / problem.span.path).stat().st_size > 200_000 for problem in written.problems)


@pytest.mark.parametrize("number", [40, 60_000])  # that are at hand, and that lie on the disk
def test_who_leads_to_nothing(number: int) -> None:
    """Of many who lead to many places, exactly those who lead to one that is not there, be it a file or an id in it."""
    there = [(f"a{n % 500}/index.html", f"i-{n}") for n in range(number)]
    led = {who: [there[(who * 7 + n) % number] for n in range(number // 20)] for who in range(20)}
    led[3] = [*led[3], ("a1/index.html", "i-0")]
    led[11] = [("a2/index.htm", "i-2")]
    led[19] = [*led[19], ("a1/index.html", "")]
    led[20] = []
    with Places() as places:
        for who, where in led.items():
            places.led_to(who, heaps(where))
        for n in range(0, number, 1000):
            places.are(heaps(there[n : n + 1000]))
        places.are(heaps([("a3/index.html", "")]))
        assert places.lost() == {3, 11, 19}
