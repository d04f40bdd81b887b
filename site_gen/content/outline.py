"""A content folder in, everything in it but its assessments out: the site, its municipalities, and where their assessments lie."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import aliases, check, glossary, guard, laws, load, own, targets, theme
from site_gen.citations import Laws
from site_gen.content.reader import Reader, Told
from site_gen.forms.records import サイト, 別名, 法令集, 用語集, 自治体
from site_gen.kept import Kept
from site_gen.model import Contact, Entry, Flagged, Look, Municipality, Named, Site, Term
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import brief
from site_gen.wording import is_placeholder, nearest

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


@dataclass(frozen=True, slots=True)
class Home:
    """A municipality, which holds no assessments here (None: its settings cannot be read), and the folders of its assessments in
    their order."""

    municipality: Municipality | None
    folders: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a content folder holds beside its assessments; `site` is None when it cannot be published at all, and its municipalities
    hold no assessments."""

    site: Site | None
    homes: tuple[Home, ...]
    laws: Laws
    told: Told


def outlined(folder: Path, shown: str, kept: Kept | None = None) -> Outline:
    """The outline of `folder`, called `shown` in problems; of what no edit has touched since the reading before, the same objects."""
    reader = _Outliner(folder, shown, kept)
    site = reader.site()
    return Outline(site, tuple(reader.homes), reader.laws, reader.told)


class Settings(Reader):
    """Reads site.yaml and municipality.yaml."""

    def settings(self, path: Path) -> Entry | None:
        """The settings of the site at `path`; None where there are none or they cannot be read."""
        record = self._record(path, [path], サイト) if path.is_file() else None
        self._check_targets(record)
        return record

    def _check_targets(self, record: Entry | None) -> None:
        told = {problem.span.line for problem in self.told.problems if problem.code.startswith("block-id")}  # an id that is none
        wrong = targets.problems(record) if record else ()
        if record:
            self.told.problems[:] = map(targets.with_cure, self.told.problems)
        self.told.problems += (one for one in wrong if one.code != "target-id" or one.span.line not in told)

    def name_of(self, home: Path) -> str:
        """The name of the municipality of the folder `home`, or that of the folder where there is none to be read."""
        told = len(self.told.problems)
        record = self._record(home / MUNICIPALITY_FILE, self._entries(home) or [], 自治体, "municipality-missing", "", "")
        del self.told.problems[told:]  # whether the site can be built is not asked
        return (record.child("名称").text if record else "") or home.name


class _Outliner(Settings):
    def __init__(self, folder: Path, shown: str, kept: Kept | None) -> None:
        super().__init__(folder, shown, kept)
        self.laws = Laws()
        self.homes: list[Home] = []

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
            before = tuple(self.told.problems)
            self.laws = self._once("laws", (statutes,), lambda: self._laws(statutes, before) if statutes else Laws())
        for path in paths:
            if path.name in (SITE_FILE, ALIASES_FILE, GLOSSARY_FILE, LAWS_FILE, logo):
                continue
            if path.name in (own.TEMPLATES, own.ASSETS) and os.path.isdir(path):
                self._own(path.name)
            elif os.path.isdir(path):
                self._home(path)
            else:
                self._stray(path)
        municipalities = tuple(home.municipality for home in self.homes if home.municipality)
        same_names = self._record(self.folder / ALIASES_FILE, paths, 別名) if self.folder / ALIASES_FILE in paths else None
        if same_names:
            self.told.problems += aliases.problems(same_names, tuple(one.slug for one in municipalities))
        if record is None:
            return None
        contact, licence = record.child("連絡先"), record.child("ライセンス")
        return Site(
            title=record.child("サイト名").text,
            publisher=record.child("発行者").text,
            note=record.child("説明").text,
            url=record.child("公開URL").text,
            contact=self._contact(contact),
            licence=licence.child("名称").text,
            licence_url=licence.child("URL").text,
            municipalities=municipalities,
            aliases=aliases.aliases(same_names) if same_names else (),
            glossary=words,
            laws=self.laws,
            look=replace(look, sheets=own.sheets(self.folder)),
        )

    def _laws(self, record: Entry, before: tuple[Problem, ...]) -> Laws:
        """The statutes of `record`; what was told of it `before` is not told again."""
        problems = [*before]
        found = laws.table(record, problems)
        self.told.problems += problems[len(before) :]
        return found

    def _look(self, record: Entry | None, paths: list[Path]) -> Look:
        """How the site looks as its settings ask for it."""
        if record is None:
            return Look()
        found = theme.read(record, self.folder, self.shown, frozenset(path.name for path in paths))
        self.told.problems += found.problems
        self.told.findings += found.findings
        return found.look

    def _own(self, kind: str) -> None:
        """Checks the city's own templates or assets."""
        if kind == own.TEMPLATES:
            self.told.problems += own.template_problems(self.folder, self.shown)
            return
        problems, findings = own.asset_problems(self.folder, self.shown)
        self.told.problems += problems
        self.told.findings += findings

    def _glossary(self, paths: list[Path]) -> tuple[Term, ...]:
        """The words of glossary.yaml; none where there is no such file."""
        path = self.folder / GLOSSARY_FILE
        record = self._record(path, paths, 用語集, "", "", "") if path in paths else None
        found, problems = glossary.terms(record) if record else ((), ())
        self.told.problems += problems
        return found

    def _home(self, folder: Path) -> None:
        """Takes the municipality in `folder` and the folders in it."""
        self._name(folder, RESERVED)
        paths = self._entries(folder)
        if paths is None:
            return
        record = self._record(folder / MUNICIPALITY_FILE, paths, 自治体, "municipality-missing",
                              f"自治体の設定 {MUNICIPALITY_FILE} がありません",
                              "名称と全国地方公共団体コードを書いたファイルを置いてください")
        folders = []
        for path in paths:
            if path.name == MUNICIPALITY_FILE:
                continue
            if os.path.isdir(path):
                folders.append(path)
            else:
                self._stray(path)
        self._allow(record, f"{self._show(folder)}/")
        self.homes.append(Home(self._municipality(folder, record) if record else None, tuple(folders)))

    def _municipality(self, folder: Path, record: Entry) -> Municipality:
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
        return Municipality(
            slug=folder.name,
            name=record.child("名称").text or folder.name,
            reading=record.child("読み").text,
            prefecture=record.child("都道府県").text,
            code=code.text,
            fictional=fictional,
            site=record.child("公式サイト").text,
            note=record.child("説明").text,
            contact=self._contact(record.child("連絡先")),
            assessments=(),
            departments=tuple(one.text.strip() for one in departments.names) if isinstance(departments, Named) else (),
        )

    def _allow(self, record: Entry | None, home: str) -> None:
        """Takes what `record` says may go out from the files whose path begins with `home`."""
        if record is not None:
            self.told.allowed += guard.allowances(record, home)
            self.told.problems += guard.incomplete(record)

    def _contact(self, entry: Entry) -> Contact:
        lines = tuple((c.item.label, c.text) for c in entry.children if c.text and c.item.name != "URL")
        return Contact(lines, entry.child("URL").text)
