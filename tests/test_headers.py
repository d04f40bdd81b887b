"""`site-gen headers`: what it writes, in real servers four folders deep, as programs and a browser see it."""

from __future__ import annotations

import http.client
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from lxml import html
from playwright.sync_api import Page

from site_gen import data, headers
from site_gen.build import MARKER
from site_gen.cli import cli
from site_gen.headers import rules
from site_gen.model import Site
from tests import kinds
from tests.browser import WCAG_AA, axe_violations, nu_errors
from tests.conftest import ADDRESS
from tests.long import LONG
from tests.test_browser_changes import POLICY
from tests.web_servers import apache, link, nginx

pytestmark = pytest.mark.server

BASE = "/tokyo/joho/kohyo/pia/"
# What a reader of each kind of file has to be told; not read from the program.
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".xml": "application/xml",
    ".svg": "image/svg+xml",
    ".pagefind": "application/octet-stream",
    ".pf_meta": "application/octet-stream",
    ".pf_index": "application/octet-stream",
    ".pf_fragment": "application/octet-stream",
    "feed.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
HIDDEN = (".site-gen-release.json", ".git/config")
SERVERS = ("nginx", "htaccess", "apache")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says to one question."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True, slots=True)
class Served:
    """A site in its server: the address of its first page, and its folder."""

    address: str
    folder: Path

    def get(self, path: str, **asked: str) -> Answer:
        """The answer for a path below the site (or a whole one); `If_None_Match` is the header of that name."""
        to = urlsplit(urljoin(self.address, path))
        line = http.client.HTTPConnection(to.hostname or "", to.port, timeout=20)
        try:
            line.request("GET", to.path, headers={name.replace("_", "-"): value for name, value in asked.items()})
            found = line.getresponse()
            return Answer(found.status, found.headers, found.read())
        finally:
            line.close()


@pytest.fixture(scope="module")
def folder(whole_output: Path, whole_site: Site) -> Iterator[Path]:
    """The root of a server that anybody may read, content/ four folders below, and beside it what the command wrote."""
    home = Path(tempfile.mkdtemp(prefix="site-gen-headers-"))
    try:
        home.chmod(0o755)
        site = home / "root" / BASE.strip("/")
        shutil.copytree(whole_output, site, copy_function=link)
        for path, text in headers.files(whole_site, BASE):
            (home / "copied" / path).parent.mkdir(parents=True, exist_ok=True)
            (home / "copied" / path).write_text(text, encoding="utf-8")
        for inner in (home, *home.rglob("*")):
            if inner.is_dir():
                inner.chmod(0o755)
        shutil.copy(home / "copied" / rules.MISSING, site)
        for path, content in data.sitemaps(ADDRESS, ["", "mihon"]):  # which content/ has not, without 公開URL
            (site / path).write_bytes(content)
        for path in HIDDEN:
            (site / path).parent.mkdir(mode=0o755, exist_ok=True)
            (site / path).write_text("ours", encoding="utf-8")
        yield home
    finally:
        shutil.rmtree(home)


@pytest.fixture(scope="module", params=SERVERS)
def served(request: pytest.FixtureRequest, folder: Path) -> Iterator[Served]:
    """The site in each server, with the file that is meant for it where its first lines say."""
    root, copied = folder / "root", folder / "copied"
    site = root / BASE.strip("/")
    own = Path(tempfile.mkdtemp(dir=folder))
    own.chmod(0o755)
    with ExitStack() as running:
        if request.param == "nginx":
            host = running.enter_context(nginx(own, root, copied / "nginx/site-gen.conf"))
        elif request.param == "htaccess":
            shutil.copy(copied / "apache/.htaccess", site)
            running.callback((site / ".htaccess").unlink)
            host = running.enter_context(apache(own, root, ""))
        else:
            settings = (copied / "apache/site-gen.conf").read_text(encoding="utf-8")
            assert f'"/var/www/html{BASE.rstrip("/")}"' in settings
            host = running.enter_context(apache(own, root, settings.replace("/var/www/html", str(root))))
        yield Served(f"{host}{BASE}", site)


def samples(folder: Path) -> list[str]:
    """Paths of a few files of every kind that the site has, the largest and the smallest of them among these."""
    kinds: dict[str, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        own = path.relative_to(folder).as_posix()
        if path.is_file() and not own.startswith(".") and own != rules.MISSING:
            kinds.setdefault(_kind(path), []).append(path)
    assert set(kinds) == set(KINDS)
    found: list[Path] = []
    for paths in kinds.values():
        paths.sort(key=lambda path: path.stat().st_size)
        found += dict.fromkeys((paths[0], paths[len(paths) // 2], paths[-1]))
    hashed = next((folder / "search/index").rglob("facets.*.json"))
    return [path.relative_to(folder).as_posix() for path in dict.fromkeys((*found, hashed))]


def _kind(path: Path) -> str:
    return path.name if path.name in KINDS else path.suffix


def test_types_cover_the_site(whole_output: Path) -> None:
    """No file of a site has an ending that the settings do not know."""
    endings = {path.suffix[1:] for path in whole_output.rglob("*") if path.is_file() and path.name != MARKER}
    assert endings <= set(rules.TYPES)


def test_the_policy_is_that_of_the_other_tests() -> None:
    assert rules.POLICY.startswith(f"{POLICY}; ")


def test_every_kind_of_file(served: Served) -> None:
    """Bytes, type, packing, caching, and 304 for whoever has it already, packed or not."""
    for path in samples(served.folder):
        plain, packed = served.get(path), served.get(path, Accept_Encoding="gzip, br")
        content = (served.folder / path).read_bytes()
        binary = "octet" in KINDS[_kind(Path(path))]
        assert (plain.status, plain.body) == (200, content), path
        assert plain.headers["Content-Type"] == packed.headers["Content-Type"] == KINDS[_kind(Path(path))], path
        assert plain.headers["Content-Encoding"] is None, path
        assert packed.headers["Content-Encoding"] in ((None,) if binary else ("gzip",) if len(content) > 2000 else (None, "gzip")), path
        forever = (binary and not path.endswith(".pagefind")) or "facets." in path
        expected = "public, max-age=31536000, immutable" if forever else "no-cache"
        for answer in (plain, packed):
            assert answer.headers.get_all("Cache-Control") == [expected], path
            again = served.get(path, Accept_Encoding="gzip" if answer is packed else "identity", If_None_Match=answer.headers["ETag"])
            assert (again.status, again.body) == (304, b""), (path, answer is packed)
            assert again.headers.get_all("Cache-Control") == [expected], path


def test_headers_of_every_answer(served: Served) -> None:
    """Found, not found, hidden: the same headers, each once."""
    for path in ("", "mihon/juki/ii-f1/index.html", "search/index/pagefind.js", "feed.xml", "feed.json", "nowhere/", MARKER):
        answer = served.get(path)
        for name, value in rules.HEADERS:
            assert answer.headers.get_all(name) == [value], (path, name)
        assert answer.headers["Strict-Transport-Security"] is None


def test_folders(served: Served) -> None:
    """A folder shows its index page; without the last slash it is led there; one without a page is not listed."""
    assert served.get("mihon/").body == (served.folder / "mihon/index.html").read_bytes()
    for path in ("mihon", served.address.rstrip("/")):
        answer = served.get(path)
        assert answer.status == 301
        assert urljoin(served.address, answer.headers["Location"]) == urljoin(served.address, path) + "/"
    assert not (served.folder / "assets/index.html").exists()
    for path in ("assets/", "search/index/"):  # Apache here has Options +Indexes
        answer = served.get(path)
        assert answer.status == (403 if str(answer.headers["Server"]).startswith("nginx") else 404), path
        assert b"Index of" not in answer.body and b"site.css</a>" not in answer.body, path


def test_what_is_hidden(served: Served) -> None:
    """Files for the program and for the server are not told; names with a dot inside are."""
    assert (served.folder / MARKER).is_file()
    for path in (MARKER, *HIDDEN, "assets/../.site-gen", "%2Esite-gen"):
        answer = served.get(path)
        assert answer.status == 404, path
        assert "ページが見つかりません" in answer.body.decode("utf-8"), path
    assert served.get(".htaccess").status in (403, 404)


def test_an_address_that_leads_nowhere(served: Served) -> None:
    """At any depth: status 404, a page whose every link, style and form leads somewhere, and nobody may keep it."""
    for path in ("nashi", "mihon/juki/nashi/", "search/index/all/fragment/und_0000000.pf_fragment", "a/b/c/d.csv"):
        answer = served.get(path)
        assert (answer.status, answer.headers.get_all("Cache-Control")) == (404, ["no-cache"]), path
        assert answer.headers["Content-Type"] == KINDS[".html"], path
    links = [str(link) for link in html.fromstring(answer.body.decode("utf-8")).xpath("//@href | //@src | //@action")]
    ours = {urljoin(f"{served.address}a/b/c/d.csv", link).split("#")[0] for link in links if not re.match(r"https|tel:|#", link)}
    assert len(ours) > 15
    assert {link: served.get(link).status for link in ours} == dict.fromkeys(ours, 200)


@pytest.mark.browser
@pytest.mark.parametrize("served", ["nginx", "htaccess"], indirect=True)
def test_in_a_browser(served: Served, request: pytest.FixtureRequest, new_page: Callable[..., Page]) -> None:
    """A page of each template, a search to its result, and the page for what is not there, without a violation. The headers of each
    server are the same (above): of the second one's templates every sixth will do."""
    page = new_page(viewport={"width": 1280, "height": 900})
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.add_init_script("addEventListener('securitypolicyviolation', e => console.log(`${e.violatedDirective} ${e.blockedURI}`))")
    for path in (kinds.KINDS[kind] for kind in kinds.FIRST[:: 6 if request.node.callspec.id == "htaccess" and not LONG else 1]):
        answer = page.goto(f"{served.address}{path}/index.html" if path else served.address)
        assert answer and answer.status == 200
        assert page.locator("h1").count() == 1
    page.goto(f"{served.address}mihon/")
    page.locator("#kensaku-go").fill("予防接種")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**q={quote('予防接種')}*")
    page.locator("#kekka[data-state=done]").wait_for()
    assert int(page.locator("#kekka").get_attribute("data-total") or 0) > 0
    page.locator(".search-found a").first.click()
    page.locator("mark").first.wait_for()
    assert heard == []
    answer = page.goto(f"{served.address}mihon/nashi/nashi/")
    assert answer and answer.status == 404
    assert page.locator("h1").inner_text() == "ページが見つかりません"
    assert [line for line in heard if "404" not in line] == []  # the browser's own word on the answer
    heard.clear()
    assert page.locator(".skip").first.evaluate("one => getComputedStyle(one).position") == "absolute"  # the style is there
    assert axe_violations(page, WCAG_AA) == []
    page.locator("#kensaku-go").fill("予防接種")
    page.keyboard.press("Enter")
    page.locator("#kekka[data-state=done]").wait_for()
    assert heard == []


def test_the_missing_page_is_valid(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "copied" / rules.MISSING, tmp_path)
    assert nu_errors(tmp_path) == []


def test_web_config(folder: Path) -> None:
    """As far as no IIS is here to say: well-formed, only known sections, no key twice, everything that the others say."""
    config = ElementTree.parse(folder / "copied/iis/web.config").getroot()
    assert config.tag == "configuration"
    server = config.find("system.webServer")
    known = config.find("location")
    assert server is not None and known is not None and list(config) == [server, known]
    assert {one.tag for one in server} == {
        "defaultDocument", "directoryBrowse", "httpProtocol", "staticContent", "urlCompression", "security", "httpErrors",
    }
    added = {str(one.get("name")): str(one.get("value")) for one in server.iterfind("httpProtocol/customHeaders/add")}
    assert added == dict(rules.HEADERS)
    types = [(one.get("fileExtension"), one.get("mimeType")) for one in server.iterfind("staticContent/mimeMap")]
    assert len(dict(types)) == len(types)
    assert {suffix: kind for suffix, kind in KINDS.items() if suffix.startswith(".")}.items() <= dict(types).items()
    removed = [one.get("fileExtension") for one in server.iterfind("staticContent/remove")]
    assert removed == [suffix for suffix, _ in types]  # IIS refuses a type that the server has already
    error = server.find("httpErrors/error")
    assert error is not None and error.get("path") == "tokyo\\joho\\kohyo\\pia\\404.html"
    denied = [str(one.get("sequence")) for one in server.iterfind("security/requestFiltering/denyUrlSequences/add")]
    for path in (MARKER, *HIDDEN, ".htaccess", ".output.site-gen-new-x1y2/index.html", "assets/.DS_Store"):
        assert any(one in f"{BASE}{path}" for one in denied), path  # IIS refuses an address that holds one of them
    for path in samples(folder / "root" / BASE.strip("/")):
        assert not any(one in f"{BASE}{path}" for one in denied), path
    shown = "system.webServer/security/requestFiltering/denyUrlSequences/remove"
    assert (known.get("path"), [one.get("sequence") for one in known.iterfind(shown)]) == (".well-known", denied)


def test_the_top_of_a_server(whole_site: Site, folder: Path) -> None:
    """A site that has a server to itself: no redirect onto itself, links from the top."""
    texts = dict(headers.files(whole_site, "/"))
    assert "return 301" not in texts["nginx/site-gen.conf"]
    assert "location ^~ / {" in texts["nginx/site-gen.conf"]
    assert 'href="/assets/site.css"' in texts[rules.MISSING]
    assert 'path="404.html"' in texts["iis/web.config"]
    assert '<Directory "/var/www/html">' in texts["apache/site-gen.conf"]
    home = folder / "top"
    home.mkdir(mode=0o755)
    (home / "site-gen.conf").write_text(texts["nginx/site-gen.conf"], encoding="utf-8")
    with nginx(home, folder / "root" / BASE.strip("/"), home / "site-gen.conf") as host:
        at = Served(f"{host}/", folder)
        assert [at.get(path).status for path in ("", "mihon/", "nashi", MARKER)] == [200, 200, 404, 404]


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with settings of a site alone, as the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text("サイト名: 見本\n発行者: 見本市\n公開URL: https://www.city.mihon.example/a/pia/\n", "utf-8")
    return tmp_path


def run(*given: str) -> tuple[int, str]:
    done = CliRunner().invoke(cli, ["headers", *given], prog_name="site-gen")
    return done.exit_code, done.output


def test_the_command(small: Path, whole_site: Site) -> None:
    """The folder on the server is that of 公開URL, or what is said; other files of the folder stay."""
    (small / "headers").mkdir()
    (small / "headers/memo.txt").write_text("ours", encoding="utf-8")
    assert run()[0] == 0
    written = {path.relative_to(small / "headers").as_posix() for path in (small / "headers").rglob("*") if path.is_file()}
    assert written == {path for path, _ in headers.files(whole_site, "/")} | {"memo.txt"}
    assert "location ^~ /a/pia/ {" in (small / "headers/nginx/site-gen.conf").read_text(encoding="utf-8")
    assert run("--base", "pia", "-o", "there")[0] == 0
    assert "ErrorDocument 404 /pia/404.html" in (small / "there/apache/.htaccess").read_text(encoding="utf-8")


@pytest.mark.parametrize("base", ["/a b/", "/市/", '/"; evil', "/../", "//host/pia/", "https://www.city.mihon.example/pia/", "/$uri/"])
def test_a_place_that_cannot_be(base: str, small: Path) -> None:
    """What would break out of a line of the settings is refused, and nothing is written."""
    code, said = run("--base", base)
    assert code == 2
    assert "使えません" in said
    assert not (small / "headers").exists()


def test_no_place_is_known(small: Path) -> None:
    (small / "content/site.yaml").write_text("サイト名: 見本\n発行者: 見本市\n", encoding="utf-8")
    code, said = run()
    assert code == 2
    assert "--base" in said
