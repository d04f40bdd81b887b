"""A content folder in, a `Site` and every problem in it out: which files there are, what they are called, what they hold.

The rest of the package: `reader` (files and folders), `outline` (everything but assessments), `one` (an assessment).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import flows, guard, own, targets, versions
from site_gen.content.one import Assessed, Assessor
from site_gen.content.outline import (
    ALIASES_FILE,
    GLOSSARY_FILE,
    LAWS_FILE,
    MUNICIPALITY_FILE,
    NO_CONTENT,
    RESERVED,
    SITE_FILE,
    Home,
    Outline,
    Settings,
    outlined,
)
from site_gen.content.reader import Told, size, wrong_name
from site_gen.kept import Kept
from site_gen.model import Assessment, Site
from site_gen.problem import Problem, notice
from site_gen.targets import Target

__all__ = [
    "ALIASES_FILE", "GLOSSARY_FILE", "LAWS_FILE", "MUNICIPALITY_FILE", "NO_CONTENT", "RESERVED", "SITE_FILE", "Assessed", "Assessor",
    "Home", "One", "Outline", "Result", "assessments", "joined", "outlined", "read", "read_folder", "read_one", "read_targets",
    "shown_as", "size", "wrong_name",
]


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


def read(folder: Path, shown: str | None = None, *, drafts: bool = False, kept: Kept | None = None, checks: bool = True) -> Result:
    """Everything under `folder`, called `shown` in problems (by default as given), problems in the order of places.

    Assessments marked 下書き are left out, and named, unless `drafts` is set. With the `kept` of the reading before, what no
    edit has touched since is not read again, and the assessments in it are the same objects. Without `checks` assessments are not
    checked: of them only what cannot be read is among the problems.
    """
    outline = outlined(folder, name := shown_as(folder, shown), kept)
    assessor = Assessor(folder, name, drafts, outline.laws, kept, checks)
    names = outline.site.aliases if outline.site else ()
    every = [[assessor.assessed(one, home.municipality, names) for one in home.folders] for home in outline.homes]
    municipalities = tuple(
        replace(home.municipality, assessments=tuple(one.assessment for one in own if one.assessment))
        for home, own in zip(outline.homes, every, strict=True) if home.municipality
    )
    site = replace(outline.site, municipalities=municipalities) if outline.site else None
    return joined(outline, site, (one for own in every for one in own))


def shown_as(folder: Path, shown: str | None = None) -> str:
    """What `folder` is called in problems."""
    return (shown or folder.as_posix()).rstrip("/")


def joined(outline: Outline, site: Site | None, every: Iterable[Assessed]) -> Result:
    """What was read of a folder, put together: its outline, and every assessment in the order of the outline."""
    told = Told()
    told.add(outline.told)
    contractors: list[flows.Contractor] = []
    for one in every:
        told.add(one.told)
        contractors += one.contractors
    if told.left_out:
        names = "、".join(name for _, name in told.left_out)
        told.problems.append(notice(told.left_out[0][0], "draft-left-out", f"下書きの評価書 {len(told.left_out)} 件を除きました: {names}",
                                    "「site-gen preview」で見られます。公開するときは「下書き」の行を消してください"))
    told.problems += flows.spellings(contractors) if site else ()
    guarded, public = guard.judged(told.findings, told.allowed)
    return Result(site, _in_order((*told.problems, *guarded)), told.files, public)


def _in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, in the order of their places."""
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.order))


@dataclass(frozen=True, slots=True)
class One:
    """One assessment of a content folder with the name of its municipality; None when it cannot be read."""

    assessment: Assessment | None
    municipality: str
    problems: tuple[Problem, ...]
    files: int


def read_one(folder: Path, municipality: str, assessment: str) -> One:
    """The assessment in `folder`/`municipality`/`assessment`; what else the folder holds, or lacks, does not matter."""
    assessor, settings = Assessor(folder, shown_as(folder)), Settings(folder, shown_as(folder))
    found = assessor.assessment(folder / municipality / assessment)
    name = settings.name_of(folder / municipality)
    return One(found, name, _in_order(assessor.told.problems), assessor.told.files + settings.told.files)


def read_targets(folder: Path) -> tuple[tuple[Target, ...], tuple[Problem, ...]]:
    """公開先 of `folder`/site.yaml and what is wrong with that file; none where there is no such file."""
    reader = Settings(folder, shown_as(folder))
    record = reader.settings(folder / SITE_FILE)
    return targets.targets(record) if record else (), tuple(reader.told.problems)


def assessments(folder: Path) -> list[tuple[str, str]]:
    """The names of municipalities and assessments in `folder`, whose folders hold YAML."""
    homes = {path.parent.relative_to(folder).parts for path in folder.glob("*/*/*.yaml")}
    return sorted((one[0], one[1]) for one in homes if not any(own.SYSTEM_FILES.fullmatch(name) for name in one))


def read_folder(folder: Path) -> tuple[Assessment | None, tuple[Problem, ...]]:
    """The assessment whose YAML files lie in `folder`, which may be called anything, and the problems in it."""
    assessor = Assessor(folder, shown_as(folder))
    found = assessor.called_anything(folder)
    return found, _in_order(assessor.told.problems)
