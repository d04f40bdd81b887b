"""A content folder in, a `Site` and every problem in it out: which files there are, what they are called, what they hold."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from site_gen import (
    aliases,
    beside,
    check,
    check_duties,
    check_statutes,
    flows,
    glossary,
    guard,
    laws,
    load,
    own,
    source,
    targets,
    theme,
    unplaced,
    values,
    versions,
)
from site_gen.citations import Laws
from site_gen.dates import Moment
from site_gen.form import Part
from site_gen.forms.records import サイト, 下書き, 別名, 法令集, 用語集, 自治体
from site_gen.kept import Kept, Stamps, stamp, stamps
from site_gen.model import Assessment, Contact, Entry, Flagged, Look, Municipality, Named, Site, Term, Words
from site_gen.parties import Naming
from site_gen.problem import Problem, Span, error, notice, warning
from site_gen.source import Mapping, brief
from site_gen.targets import Target
from site_gen.unplaced import REPORT, UNPLACED
from site_gen.wording import is_placeholder, nearest

T = TypeVar("T")

SITE_FILE = "site.yaml"
MUNICIPALITY_FILE = "municipality.yaml"
ALIASES_FILE = "aliases.yaml"
GLOSSARY_FILE = "glossary.yaml"
LAWS_FILE = "laws.yaml"

# Code, message and hint of the problem that there is no such folder of sources.
NO_CONTENT = ("no-content", "原稿のフォルダーがありません", "場所を確かめるか、「site-gen new」で始めてください")

# Folders of the site itself at its root (product.md, "The shape of a site"); no municipality can be called so.
RESERVED = frozenset(
    "accessibility all assets changes compare contractors data departments feed glossary pagefind recipients search "
    "statutes systems templates".split()
)
_SLUG = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_FILE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.yaml")
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.I)  # no file can be called so on Windows
_DEVICE_HINT = "con、prn、aux、nul、com1、lpt1 などは Windows が装置の名前に使います。別の名前を付けてください"
_NAME_HINT = "英小文字で始め、英小文字・数字・ハイフンだけの64文字以内の名前にしてください（市のサーバーが受け付けない名前を避けるため）"


@dataclass(frozen=True, slots=True)
class Result:
    """What a content folder holds; `site` is None when it cannot be published at all.

    `public` are the numbers and addresses that the guard let through, for its look at the written files.
    """

    site: Site | None
    problems: tuple[Problem, ...]
    files: int
    public: frozenset[str] = frozenset()

    @property
    def earlier(self) -> frozenset[str]:
        """The folders of the built site that hold earlier texts, in which nothing can be finished any more."""
        municipalities = self.site.municipalities if self.site else ()
        homes = [f"{m.slug}/{a.slug}" for m in municipalities for a in m.assessments if a.versions]
        return frozenset(f"{home}/{folder}/" for home in homes for folder in (versions.FOLDER, versions.COMPARED))

    @property
    def errors(self) -> int:
        """How many of the problems stop a build."""
        return sum(problem.severity == "error" for problem in self.problems)


def read(folder: Path, shown: str | None = None, *, drafts: bool = False, kept: Kept | None = None) -> Result:
    """Everything under `folder`, called `shown` in problems (by default as given), problems in the order of places.

    Assessments marked 下書き are left out, and named, unless `drafts` is set. With the `kept` of the reading before, what no
    edit has touched since is not read again, and the assessments in it are the same objects.
    """
    reader = _Reader(folder, (shown or folder.as_posix()).rstrip("/"), drafts, kept or Kept())
    site = reader.site()
    guarded, public = guard.judged(reader.findings, reader.allowed)
    unique = dict.fromkeys((*reader.problems, *guarded))
    return Result(site, tuple(sorted(unique, key=lambda problem: problem.order)), reader.files, public)


def on_day(result: Result, today: Moment) -> Result:
    """`result` with what is due on `today` as well; `read` itself knows no date, so that a build of the same is the same."""
    assessments = [a for m in result.site.municipalities for a in m.assessments] if result.site else []
    due = [problem for a in assessments for problem in check_duties.on_day(a, today)]
    return replace(result, problems=tuple(sorted((*result.problems, *due), key=lambda problem: problem.order)))


@dataclass(frozen=True, slots=True)
class One:
    """One assessment of a content folder with the name of its municipality; None when it cannot be read."""

    assessment: Assessment | None
    municipality: str
    problems: tuple[Problem, ...]
    files: int


def read_one(folder: Path, municipality: str, assessment: str) -> One:
    """The assessment in `folder`/`municipality`/`assessment`; what else the folder holds, or lacks, does not matter."""
    reader = _Reader(folder, folder.as_posix().rstrip("/"))
    found, name = reader.one(folder / municipality / assessment)
    unique = dict.fromkeys(reader.problems)
    return One(found, name, tuple(sorted(unique, key=lambda problem: problem.order)), reader.files)


def read_targets(folder: Path) -> tuple[tuple[Target, ...], tuple[Problem, ...]]:
    """公開先 of `folder`/site.yaml and what is wrong with that file; none where there is no such file."""
    reader = _Reader(folder, folder.as_posix().rstrip("/"))
    record = reader.settings(folder / SITE_FILE)
    return targets.targets(record) if record else (), tuple(reader.problems)


def assessments(folder: Path) -> list[tuple[str, str]]:
    """The names of municipalities and assessments in `folder`, whose folders hold YAML."""
    homes = {path.parent.relative_to(folder).parts for path in folder.glob("*/*/*.yaml")}
    return sorted((one[0], one[1]) for one in homes if not any(own.SYSTEM_FILES.fullmatch(name) for name in one))


def read_folder(folder: Path) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """The assessment whose YAML files lie in `folder`, which may be called anything, and the problems in it."""
    reader = _Reader(folder, folder.as_posix().rstrip("/"))
    found = reader.text(folder, folder.name)
    return found, tuple(sorted(dict.fromkeys(reader.problems), key=lambda problem: problem.order))


def wrong_name(name: str, reserved: frozenset[str] = frozenset()) -> tuple[str, str, str] | None:
    """Why no folder can be called `name`: a problem's code, message and hint; None when it can."""
    if not _SLUG.fullmatch(name) or len(name) > 64:
        return "bad-name", f"「{brief(name)}」というフォルダー名は使えません", _NAME_HINT
    if _DEVICE.fullmatch(name):
        return "bad-name", f"「{name}」というフォルダー名は Windows で使えません", _DEVICE_HINT
    if name in reserved:
        return "reserved-name", f"「{name}」はサイト自身が使う名前です", "自治体のフォルダーに別の名前を付けてください"
    return None


class _Reader:
    def __init__(self, folder: Path, shown: str, drafts: bool = True, kept: Kept | None = None) -> None:
        self.folder = folder
        self.shown = shown
        self.drafts = drafts
        self.kept = kept or Kept()
        self.problems: list[Problem] = []
        self.files = 0
        self.laws = Laws()
        self.left_out: list[tuple[Span, str]] = []  # drafts: where they say so, and their folders
        self.findings: list[guard.Finding] = []  # of the guard, in what was read
        self.allowed: list[guard.Allowance] = []

    def site(self) -> Site | None:
        if not os.path.isdir(self.folder):  # unlike Path.is_dir, False where nobody may look
            self._report(error(Span(self.shown), *NO_CONTENT))
            return None
        paths = self._entries(self.folder)
        if paths is None:
            return None
        record = self._record(self.folder / SITE_FILE, paths, サイト, "site-missing",
                              "サイトの設定 site.yaml がありません", "サイト名と発行者を書いた site.yaml を置いてください")
        self._allow(record, self.shown)
        self._check_targets(record)
        look = self._look(record, paths)
        logo = record.child("ロゴ").child("ファイル").text.strip() if record else ""
        words = self._glossary(paths)
        if self.folder / LAWS_FILE in paths:
            statutes = self._record(self.folder / LAWS_FILE, paths, 法令集, "", "", "")
            self.laws = self._once("laws", (statutes,), lambda: laws.table(statutes, self.problems) if statutes else Laws())
        municipalities = []
        for path in paths:
            if path.name in (SITE_FILE, ALIASES_FILE, GLOSSARY_FILE, LAWS_FILE, logo):
                continue
            if path.name in (own.TEMPLATES, own.ASSETS) and os.path.isdir(path):
                self._own(path.name)
            elif os.path.isdir(path):
                found = self._municipality(path)
                if found:
                    municipalities.append(found)
            else:
                self._stray(path)
        if self.left_out:
            names = "、".join(name for _, name in self.left_out)
            self._report(notice(self.left_out[0][0], "draft-left-out", f"下書きの評価書 {len(self.left_out)} 件を除きました: {names}",
                                "「site-gen preview」で見られます。公開するときは「下書き」の行を消してください"))
        same_names = self._record(self.folder / ALIASES_FILE, paths, 別名) if self.folder / ALIASES_FILE in paths else None
        if same_names:
            self.problems += aliases.problems(same_names, tuple(one.slug for one in municipalities))
        if record is None:
            return None
        known = aliases.aliases(same_names) if same_names else ()
        self.problems += flows.spellings(
            flow for m in municipalities for a in m.assessments
            for flow in self._flows(a, Naming(m.slug, m.departments, known))
        )
        contact, licence = record.child("連絡先"), record.child("ライセンス")
        return Site(
            title=record.child("サイト名").text,
            publisher=record.child("発行者").text,
            note=record.child("説明").text,
            url=record.child("公開URL").text,
            contact=self._contact(contact),
            licence=licence.child("名称").text,
            licence_url=licence.child("URL").text,
            municipalities=tuple(municipalities),
            aliases=known,
            glossary=words,
            laws=self.laws,
            look=replace(look, sheets=own.sheets(self.folder)),
        )

    def _look(self, record: Entry | None, paths: list[Path]) -> Look:
        """How the site looks as its settings ask for it."""
        if record is None:
            return Look()
        found = theme.read(record, self.folder, self.shown, frozenset(path.name for path in paths))
        self.problems += found.problems
        self.findings += found.findings
        return found.look

    def _own(self, kind: str) -> None:
        """Checks the city's own templates or assets."""
        if kind == own.TEMPLATES:
            self.problems += own.template_problems(self.folder, self.shown)
            return
        problems, findings = own.asset_problems(self.folder, self.shown)
        self.problems += problems
        self.findings += findings

    def settings(self, path: Path) -> Entry | None:
        """The settings of the site at `path`; None where there are none or they cannot be read."""
        record = self._record(path, [path], サイト) if path.is_file() else None
        self._check_targets(record)
        return record

    def _check_targets(self, record: Entry | None) -> None:
        told = {problem.span.line for problem in self.problems if problem.code.startswith("block-id")}  # an id that is none
        wrong = targets.problems(record) if record else ()
        if record:
            self.problems[:] = map(targets.with_cure, self.problems)
        self.problems += (one for one in wrong if one.code != "target-id" or one.span.line not in told)

    def _glossary(self, paths: list[Path]) -> tuple[Term, ...]:
        """The words of glossary.yaml; none where there is no such file."""
        path = self.folder / GLOSSARY_FILE
        record = self._record(path, paths, 用語集, "", "", "") if path in paths else None
        found, problems = glossary.terms(record) if record else ((), ())
        self.problems += problems
        return found

    def one(self, folder: Path) -> tuple[Assessment | None, str]:
        """The assessment in `folder` and the name of its municipality, or of that one's folder where it cannot be read."""
        found = self._assessment(folder)
        told, home = len(self.problems), folder.parent
        record = self._record(home / MUNICIPALITY_FILE, self._entries(home) or [], 自治体, "municipality-missing", "", "")
        del self.problems[told:]  # whether the site can be built is not asked
        return found, (record.child("名称").text if record else "") or home.name

    def _municipality(self, folder: Path) -> Municipality | None:
        self._name(folder, RESERVED)
        paths = self._entries(folder)
        if paths is None:
            return None
        record = self._record(folder / MUNICIPALITY_FILE, paths, 自治体, "municipality-missing",
                              f"自治体の設定 {MUNICIPALITY_FILE} がありません",
                              "名称と全国地方公共団体コードを書いたファイルを置いてください")
        assessments = []
        for path in paths:
            if path.name == MUNICIPALITY_FILE:
                continue
            if os.path.isdir(path):
                one = self._assessment(path)
                if one:
                    assessments.append(one)
            else:
                self._stray(path)
        self._allow(record, f"{self._show(folder)}/")
        if record is None:
            return None
        fictional = isinstance(record.child("架空").value, Flagged) and record.child("架空").value.state == "yes"  # type: ignore[union-attr]  # tested left of it
        code, prefecture = record.child(load.CODE), record.child("都道府県")
        unread = record.child("架空").state == "absent" and record.child("架空").span != record.span  # told already
        known = fictional or prefecture.text.strip() in check.PREFECTURES or is_placeholder(prefecture.text)
        if unread:
            pass  # whether the municipality is real decides both of these
        elif prefecture.state == "given" and not known:
            close = nearest(prefecture.text[:200], check.PREFECTURES)
            self._report(error(load.value_span(prefecture), "unknown-prefecture",
                               f"「{brief(prefecture.text)}」という都道府県はありません",
                               f"もしかして「{close}」ですか" if close else "北海道、東京都、大阪府のように書いてください"))
        elif code.state == "given":
            wrong = check.municipality_code(code.text, fictional, prefecture.text.strip())
            if wrong:
                self._report(error(load.value_span(code), "municipality-code",
                                   f"全国地方公共団体コード「{brief(code.text)}」: {wrong}",
                                   "総務省の「全国地方公共団体コード」の一覧にある6桁の番号を書いてください"
                                   if not fictional else "架空の自治体には、48 から 99 までで始まる番号を書いてください"))
        elif code.state == "blank":
            self._report(warning(code.span, "municipality-code-missing", "全国地方公共団体コードが空欄です",
                                 "総務省の一覧にある6桁の番号を書いてください"))
        departments = record.child("部署一覧").value
        found = Municipality(
            slug=folder.name,
            name=record.child("名称").text or folder.name,
            reading=record.child("読み").text,
            prefecture=record.child("都道府県").text,
            code=code.text,
            fictional=fictional,
            site=record.child("公式サイト").text,
            note=record.child("説明").text,
            contact=self._contact(record.child("連絡先")),
            assessments=tuple(assessments),
            departments=tuple(one.text.strip() for one in departments.names) if isinstance(departments, Named) else (),
        )
        self.problems += check_duties.departments(found)
        return found

    def _allow(self, record: Entry | None, home: str) -> None:
        """Takes what `record` says may go out from the files whose path begins with `home`."""
        if record is not None:
            self.allowed += guard.allowances(record, home)
            self.problems += guard.incomplete(record)

    def _flows(self, a: Assessment, naming: Naming) -> tuple[flows.Flow, ...]:
        return self._once(f"flows {naming.municipality}/{a.slug}", (a, naming.departments, naming.aliases),
                          lambda: tuple(flows.flows(a, naming)))

    def _assessment(self, folder: Path) -> Assessment | None:
        there: Stamps | object = stamps(folder) if self.kept.again else object()
        return self._once(f"assessment {self._show(folder)}", (there, self.laws), lambda: self._read_assessment(folder))

    def _read_assessment(self, folder: Path) -> Assessment | None:
        self._name(folder, frozenset())
        return self.text(folder, folder.name)

    def text(self, folder: Path, slug: str, version: str = "") -> Assessment | None:
        """What the files in `folder` say: the current text with its earlier ones, or an earlier one, of the day `version`."""
        first = len(self.problems), len(self.findings)
        earlier: tuple[Assessment, ...] = ()
        files: list[tuple[str, Mapping]] = []
        present: set[str] = set()
        complete = True
        broken: set[str] = set()
        paths = self._entries(folder)
        if paths is None:
            return None
        for path in paths:
            if path.name == UNPLACED:
                self.files += 1
                node, problems = source.read(path, self._show(path))
                self.problems += problems or unplaced.problems(node, self._show(path))
            elif path.name == REPORT:
                continue  # the account of an import
            elif path.name == versions.FOLDER and not version and os.path.isdir(path):
                earlier = self._versions(path, slug)
            elif os.path.isdir(path):
                complete = complete and path.suffix.lower() not in (".yaml", ".yml")
                self._report(warning(Span(self._show(path)), "stray-folder", "評価書のフォルダーの中のフォルダーは使われません",
                                     "中の YAML や画像は、評価書のフォルダーに直接置いてください"))
            elif path.suffix.lower() in _IMAGE_SUFFIXES:
                present.add(path.name)
                self._device(path)
            elif path.suffix.lower() in (".yaml", ".yml"):
                if not _FILE.fullmatch(path.name) or len(path.name) > 64:
                    self._report(error(Span(self._show(path)), "bad-name", f"「{brief(path.name)}」というファイル名は使えません",
                                       "英小文字・数字・ハイフンと .yaml だけの名前にしてください"))
                else:
                    self._device(path)
                before = len(self.problems)
                node = self._node(path, earlier=bool(version))
                if any(problem.severity == "error" for problem in self.problems[before:]):
                    broken.add(self._show(path))
                if isinstance(node, Mapping):
                    files.append((self._show(path), node))
                else:
                    complete = False
            else:
                self._stray(path)
        if not files:
            if complete:
                self._report(error(Span(self._show(folder)), "assessment-empty", "評価書のフォルダーに YAML がありません",
                                   "「site-gen new」でひな形を作るか、フォルダーを消してください"))
            return None
        marked, files = self._without_mark(files)
        if marked and not self.drafts:
            del self.problems[first[0] :], self.findings[first[1] :]  # it may have any number of them still
            self.left_out.append((marked, folder.relative_to(self.folder).as_posix()))
            return None
        if not complete and not any(key.text.strip() == "評価書" for _, root in files for key, _ in root.entries):
            return None  # the record may be in the file that cannot be read, which is reported already
        found, problems = load.assessment(slug, self._show(folder), files, self.kept)
        self.problems += (  # what is missing may be in what could not be read
            p for p in problems
            if not (p.code in ("missing-part", "record-missing") and (broken or not complete))
            and not (p.code == "missing-item" and p.span.path in broken)
        )
        if found:
            found = replace(found, version=version, versions=self._fitting(found, earlier, folder), draft=marked is not None)
            told = (*check.assessment(found), *check_statutes.problems(found, self.laws))
            self.problems += (one for one in told if not version or one.severity == "error")
            self._images(found, present, folder)
        return found

    def _without_mark(self, files: list[tuple[str, Mapping]]) -> tuple[Span | None, list[tuple[str, Mapping]]]:
        """Where one of the files says that this is a 下書き (None: nowhere), and the files without that line."""
        place: Span | None = None
        rest: list[tuple[str, Mapping]] = []
        for name, root in files:
            marks = [(key, node) for key, node in root.entries if key.text.strip() == 下書き.name]
            for key, node in marks:
                word = node.text.strip().casefold() if isinstance(node, source.Scalar) else ""
                if word in ("true", "false") or values.is_blank(node):
                    place = place or (key.span if word == "true" else None)
                    continue
                value = values.read(下書き, node, 下書き.label, self._report)
                if isinstance(value, Flagged) and value.state != "no":  # 不明: nothing is published by a slip
                    place = place or key.span
            kept = tuple(pair for pair in root.entries if pair not in marks) if marks else root.entries
            rest.append((name, replace(root, entries=kept) if marks else root))
        return place, rest

    def _versions(self, folder: Path, slug: str) -> tuple[Assessment, ...]:
        """The earlier texts in `folder`, newest first."""
        found: list[Assessment] = []
        for path in reversed(self._entries(folder) or []):
            wrong = versions.wrong_day(path.name)
            if not os.path.isdir(path):
                self._stray(path)
            elif wrong:
                self._report(error(Span(self._show(path)), *wrong))
            elif (one := self.text(path, f"{slug}/{versions.FOLDER}/{versions.stamp(path.name)}", path.name)) is not None:
                found.append(one)
        return tuple(found)

    def _fitting(self, current: Assessment, earlier: tuple[Assessment, ...], folder: Path) -> tuple[Assessment, ...]:
        """Those of `earlier` that can be earlier texts of `current`."""
        fitting: list[Assessment] = []
        for one in earlier:
            wrong = list(versions.problems(current, one, self._show(folder / versions.FOLDER / one.version)))
            self.problems += wrong
            if not wrong:
                fitting.append(one)
        return tuple(fitting)

    def _images(self, a: Assessment, present: set[str], folder: Path) -> None:
        images = [
            entry for entry in a.entries
            if entry.item.kind == "image" and isinstance(entry.value, Words)
        ]
        for name in sorted(present - {entry.text for entry in images}):
            self._stray(folder / name)
        for entry in images:
            if entry.text in present:
                self._image(entry, folder / entry.text)
            else:
                self._report(beside.missing(entry))

    def _image(self, entry: Entry, path: Path) -> None:
        held = beside.picture(entry, path, self._show(path))
        if isinstance(held, Problem):
            self._report(held)
        else:
            self.findings += (*guard.name(self._show(path)), *guard.image(held, self._show(path)))

    def _record(self, path: Path, there: list[Path], table: Part, code: str = "", message: str = "", hint: str = "") -> Entry | None:
        if path not in there:
            self._report(error(Span(self._show(path)), code, message, hint))
            return None
        node = self._node(path)
        if not isinstance(node, Mapping):
            return None
        return self._once(f"record {self._show(path)}", (node,), lambda: self._of_record(path, node, table))

    def _of_record(self, path: Path, node: Mapping, table: Part) -> Entry:
        record = load.record_entry(table, load.PartSource(Span(self._show(path), 1, 1), node), self.problems)
        self.problems += check.placeholders(record.walk())
        return record

    def _node(self, path: Path, *, earlier: bool = False) -> Mapping | None:
        """What a file holds; an `earlier` text stays as it was published, with what was unfinished in it."""
        self.files += 1
        when: object = stamp(path) if self.kept.again else object()
        node, problems = self.kept.once(f"file {self._show(path)}", (when,), lambda: source.read(path, self._show(path)))
        self.problems += problems
        if node is not None:
            self.findings += self.kept.once(f"guard {self._show(path)}", (node,), lambda: tuple(guard.found(node, todos=not earlier)))
        if node is not None and not isinstance(node, Mapping):
            hint = "「- 」の並びや文だけでは読めません。項目名で始めてください"
            if isinstance(node, source.Scalar) and "：" in node.text:
                hint = "全角の「：」ではなく、半角の「:」と半角の空白を使ってください"
            self._report(error(node.span, "mapping-expected", "ファイルのいちばん外側には「項目名: 値」の行を書きます", hint))
            return None
        return node

    def _entries(self, folder: Path) -> list[Path] | None:
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            self._report(error(Span(self._show(folder)), "unreadable-folder", "フォルダーを開けません（読む権限がありません）",
                               "フォルダーの権限を確かめてください"))
            return None
        return [folder / name for name in names if not own.SYSTEM_FILES.fullmatch(name)]

    def _name(self, folder: Path, reserved: frozenset[str]) -> None:
        self.findings += guard.name(self._show(folder))
        wrong = wrong_name(folder.name, reserved)
        if wrong:
            self._report(error(Span(self._show(folder)), *wrong))

    def _device(self, path: Path) -> None:
        if _DEVICE.fullmatch(path.name):
            self._report(error(Span(self._show(path)), "bad-name", f"「{brief(path.name)}」というファイル名は Windows で使えません",
                               _DEVICE_HINT))

    def _stray(self, path: Path) -> None:
        self._report(warning(Span(self._show(path)), "stray-file", f"「{brief(path.name)}」は使われないファイルです",
                             "必要がなければ別の場所に移してください"))

    def _contact(self, entry: Entry) -> Contact:
        lines = tuple((c.item.label, c.text) for c in entry.children if c.text and c.item.name != "URL")
        return Contact(lines, entry.child("URL").text)

    def _once(self, name: str, given: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives, with all it tells and the files it counts, or what it gave of the same before."""
        lists: tuple[list[Any], ...] = (self.problems, self.left_out, self.findings, self.allowed)

        def whole() -> tuple[T, list[list[Any]], int]:
            before, files = [len(one) for one in lists], self.files
            made = make()
            told = [one[start:] for one, start in zip(lists, before, strict=True)]
            for one, start in zip(lists, before, strict=True):
                del one[start:]
            self.files, files = files, self.files - files
            return made, told, files

        made, told, files = self.kept.once(name, given, whole)
        for one, more in zip(lists, told, strict=True):
            one += more
        self.files += files
        return made

    def _show(self, path: Path) -> str:
        inside = path.relative_to(self.folder).as_posix()
        return self.shown if inside == "." else f"{self.shown}/{inside}"

    def _report(self, problem: Problem) -> None:
        self.problems.append(problem)
