"""An assessment and its earlier texts in, what cannot be true of them together out; and how their folders are called.

An earlier text stands in `versions/<公表日>/` of its assessment. It is the record of what was published: what it says is
not to be improved, so that only errors are told about it.
"""

import re
from collections.abc import Iterator

from site_gen import dates
from site_gen.model import Assessment, Dated
from site_gen.problem import Problem, Span, error
from site_gen.source import brief

FOLDER = "versions"  # in the sources and in addresses
COMPARED = "compare"  # in addresses, beside it
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NAME_HINT = "その評価書の公表日を、2024-06-28 のように半角の数字とハイフンで書いてください"


def stamp(day: str) -> str:
    """The day (2024-06-28) as it stands in addresses: some servers want names that begin with a letter."""
    return f"v{day.replace('-', '')}"


def wrong_day(name: str) -> tuple[str, str, str] | None:
    """Why no earlier text can stand in a folder called `name`: a problem's code, message and hint; None when it can."""
    if _DAY.fullmatch(name) and isinstance(dates.moment(name), dates.Moment):
        return None
    return "version-name", f"過去の評価書のフォルダーに「{brief(name)}」という名前は使えません", _NAME_HINT


def problems(current: Assessment, earlier: Assessment, folder: str) -> Iterator[Problem]:
    """What is wrong with `earlier`, which stands in `folder`, as an earlier text of `current`."""
    day = earlier.version
    cover = earlier.part("表紙").child("公表日")
    own = cover.value
    if isinstance(own, Dated) and not day.startswith(own.start.iso):
        yield error(own.span, "version-day", f"表紙の公表日「{brief(own.text)}」が、フォルダーの名前「{day}」と合いません",
                    f"どちらが正しいか確かめ、フォルダーの名前か公表日を直してください（この公表日なら {own.start.iso}）")
    if earlier.form.code != current.form.code:
        yield error(earlier.span, "version-form", f"この版は{earlier.form.name}ですが、今の評価書は{current.form.name}です",
                    "様式の違う評価書は、別の評価書としてフォルダーを分けてください")
    published = current.part("表紙").child("公表日").value
    if isinstance(published, Dated) and day >= published.start.iso:
        yield error(Span(folder), "version-newer",
                    f"過去の評価書「{day}」が、今の評価書の公表日「{brief(published.text)}」より前ではありません",
                    "今の評価書の公表日を改めたか、フォルダーの名前が正しいかを確かめてください")
