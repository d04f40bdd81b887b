"""The order of the program's modules, read from its imports: data flows one way, outside libraries have one home."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.conftest import ROOT

# Each module may import only those above it (docs/architecture.md).
ORDER = (
    "brought",
    "progress",
    "spent",
    "contrast",
    "wording",
    "kept",
    "problem",
    "orders",
    "crew",
    "citations",
    "form",
    "edition",
    "forms",
    "resolve",
    "difference",
    "cut",
    "dates",
    "source",
    "model",
    "duties",
    "values",
    "load",
    "laws",
    "cited",
    "history",
    "changes",
    "pointers",
    "compare",
    "check_changes",
    "departments",
    "check_duties",
    "unplaced",
    "glossary",
    "versions",
    "parties",
    "aliases",
    "flows",
    "check",
    "check_statutes",
    "guard",
    "targets",
    "beside",
    "theme",
    "own",
    "content",
    "checking",
    "index",
    "facts",
    "csv_files",
    "jimu",
    "definitions",
    "systems",
    "diagrams",
    "data",
    "prose",
    "mentions",
    "accessibility",
    "pages",
    "packed",
    "manifest",
    "render",
    "feeds",
    "search",
    "making",
    "units",
    "subjects",
    "across",
    "lock",
    "swap",
    "marker",
    "verify",
    "unchanged",
    "indexing",
    "cluster",
    "build",
    "headers",
    "preview",
    "publish",
    "schema",
    "dictionary",
    "skeleton",
    "exporters",
    "importers",
    "draft",
    "report",
    "speech",
    "cli",
    "__main__",
)
HOMES = {
    "yaml": {"source"},
    "markdown_it": {"prose"},
    "jinja2": {"render", "cli"},  # cli names its exception, to say which template is wrong
    "markupsafe": {"prose", "render", "search"},
    "click": {"cli", "speech"},
    "rapidfuzz": {"compare", "difference"},
    "rich": {"cli"},
    "pdfplumber": {"importers"},
    "pdfminer": {"importers"},
    "graphlay": {"diagrams"},
    "pagefind_bin": {"search"},
    "lxml": {"guard", "verify"},
    "livereload": {"preview"},
    "tornado": {"preview"},
    "dask": set(),
    "distributed": {"cluster"},
    "openpyxl": {"exporters", "importers"},
}


def _imports() -> dict[str, set[str]]:
    """Module of the program (a folder counts as one) -> what it imports, `site_gen.x` as `x`, others by their top name."""
    found: dict[str, set[str]] = {}
    for file in sorted((ROOT / "site_gen").rglob("*.py")):
        own = file.relative_to(ROOT / "site_gen").parts[0].removesuffix(".py")
        names = found.setdefault(own, set())
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(_names(alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module == "site_gen":
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(_names(node.module))
    return found


def _names(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "site_gen" and len(parts) > 1 else parts[0]


def test_imports_go_one_way() -> None:
    imports = _imports()
    assert set(imports) - {"__init__"} == set(ORDER)
    wrong = [
        f"{module} imports {name}"
        for module, names in imports.items()
        for name in names
        if name in ORDER and module != name and module in ORDER and ORDER.index(name) > ORDER.index(module)
    ]
    assert wrong == []


def test_libraries_have_one_home() -> None:
    wrong = [
        f"{module} imports {library}"
        for module, names in _imports().items()
        for library, homes in HOMES.items()
        if library in names and module not in homes
    ]
    assert wrong == []


def test_only_cli_prints_or_exits() -> None:
    calls = {"print", "exit", "echo"}
    wrong = [
        f"{file.name}:{node.lineno}"
        for file in Path(ROOT / "site_gen").rglob("*.py")
        if file.parent.name != "cli" and file.name != "__main__.py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") in calls or getattr(node.func, "attr", "") in calls)
    ]
    assert wrong == []
