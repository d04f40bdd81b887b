"""The folder of an assessment in, its current and earlier texts out, with all that is wrong with them."""

import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import beside, check, check_duties, check_statutes, flows, guard, load, source, unplaced, values, versions
from site_gen.citations import Laws
from site_gen.content.reader import Reader, Told
from site_gen.forms.records import 下書き
from site_gen.kept import Kept
from site_gen.model import Alias, Assessment, Entry, Flagged, Municipality, Words
from site_gen.parties import naming
from site_gen.problem import Problem, Span, error, warning
from site_gen.source import Mapping, Node, brief
from site_gen.unplaced import REPORT, UNPLACED

_FILE = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\.yaml")
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".gif"})


@dataclass(frozen=True, slots=True)
class Assessed:
    """What the folder of an assessment holds: the assessment (None: it is a draft, or cannot be read), what is to be told, and the
    contractors that it names, as one may stand elsewhere in another spelling."""

    assessment: Assessment | None
    told: Told
    contractors: tuple[flows.Contractor, ...] = ()


@dataclass(frozen=True, slots=True)
class _Loaded:
    """What the files of an assessment say, before it is checked: the current text, this and every earlier one, each file as it is
    written and whether it is of an earlier text."""

    assessment: Assessment | None
    texts: tuple[Assessment, ...]
    files: tuple[tuple[Path, Node, bool], ...]


class Assessor(Reader):
    """Reads assessments; those marked 下書き are left out, and named, unless `drafts` is set. Without `checks` only what cannot be
    read is told: neither what the rules and the guard find nor what municipalities call their contractors."""

    def __init__(
        self, folder: Path, shown: str, drafts: bool = True, known: Laws | None = None, kept: Kept | None = None, checks: bool = True,
    ) -> None:
        super().__init__(folder, shown, kept)
        self.drafts = drafts
        self.laws = known or Laws()
        self.checks = checks
        self._texts: list[Assessment] = []
        self._files: list[tuple[Path, Node, bool]] = []

    def assessed(self, folder: Path, m: Municipality | None, names: tuple[Alias, ...]) -> Assessed:
        """What lies in `folder` with all that is to be told of it as one of the assessments of `m`, which is None where that cannot be
        read; `names` are the aliases of the site."""
        self.told = Told()
        found = self.assessment(folder, m.name if m else "")
        contractors: tuple[flows.Contractor, ...] = ()
        if found and m and self.checks:
            given, meaning = found, naming(m.slug, m.departments, names)
            self.told.problems += self.kept.once(f"departments {self._show(folder)}", (found, m.departments),
                                                 lambda: tuple(check_duties.departments(meaning.departments, given)))
            contractors = self.kept.once(f"contractors {self._show(folder)}", (found, m.departments, names),
                                         lambda: tuple(flows.contractors(flows.flows(given, meaning))))
        return Assessed(found, self.told, contractors)

    def assessment(self, folder: Path, here: str = "") -> Assessment | None:
        """The assessment in `folder`, the folder's name among what is checked; `here` is what its municipality is called."""

        def load() -> _Loaded:
            self._name(folder, frozenset())
            return self._load(folder)

        return self._checked(folder, self._once(f"assessment {self._show(folder)}", (), load, folder), here)

    def called_anything(self, folder: Path) -> Assessment | None:
        """The assessment in `folder`, whatever the folder is called."""
        return self._checked(folder, self._load(folder), "")

    def _load(self, folder: Path) -> _Loaded:
        self._texts, self._files = [], []
        return _Loaded(self._text(folder, folder.name), tuple(self._texts), tuple(self._files))

    def _checked(self, folder: Path, loaded: _Loaded, here: str) -> Assessment | None:
        if self.checks:
            given = (loaded, self.laws, (here,))
            self.told.add(self.kept.once(f"checks {self._show(folder)}", given, lambda: self._checks(loaded, here)))
        return loaded.assessment

    def _checks(self, loaded: _Loaded, here: str) -> Told:
        told = Told()
        for path, node, earlier in loaded.files:
            told.findings += self._guarded(path, node, earlier=earlier)
        for text in loaded.texts:
            found = (*check.assessment(text), *check_statutes.problems(text, self.laws, here))
            told.problems += (one for one in found if not text.version or one.severity == "error")
        return told

    def _text(self, folder: Path, slug: str, version: str = "") -> Assessment | None:
        """What the files in `folder` say: the current text with its earlier ones, or an earlier one, of the day `version`."""
        first = len(self.told.problems), len(self.told.findings), len(self._texts), len(self._files)
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
                self.told.files += 1
                node, problems = source.read(path, self._show(path))
                self.told.problems += problems or unplaced.problems(node, self._show(path))
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
                before = len(self.told.problems)
                parsed = self._parsed(path)
                self._files += [(path, parsed, bool(version))] if parsed is not None else []
                node = self._mapping(parsed)
                if any(problem.severity == "error" for problem in self.told.problems[before:]):
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
            del self.told.problems[first[0] :], self.told.findings[first[1] :]  # it may have any number of them still
            del self._texts[first[2] :], self._files[first[3] :]
            self.told.left_out.append((marked, folder.relative_to(self.folder).as_posix()))
            return None
        if not complete and not any(key.text.strip() == "評価書" for _, root in files for key, _ in root.entries):
            return None  # the record may be in the file that cannot be read, which is reported already
        found, problems = load.assessment(slug, self._show(folder), files, self.kept)
        self.told.problems += (  # what is missing may be in what could not be read
            p for p in problems
            if not (p.code in ("missing-part", "record-missing") and (broken or not complete))
            and not (p.code == "missing-item" and p.span.path in broken)
        )
        if found:
            found = replace(found, version=version, versions=self._fitting(found, earlier, folder), draft=marked is not None)
            self._texts.append(found)
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
            elif (one := self._text(path, f"{slug}/{versions.FOLDER}/{versions.stamp(path.name)}", path.name)) is not None:
                found.append(one)
        return tuple(found)

    def _fitting(self, current: Assessment, earlier: tuple[Assessment, ...], folder: Path) -> tuple[Assessment, ...]:
        """Those of `earlier` that can be earlier texts of `current`."""
        fitting: list[Assessment] = []
        for one in earlier:
            wrong = list(versions.problems(current, one, self._show(folder / versions.FOLDER / one.version)))
            self.told.problems += wrong
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
            self.told.findings += (*guard.name(self._show(path)), *guard.image(held, self._show(path)))
