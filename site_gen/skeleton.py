"""A form in, the commented YAML files of a new assessment out, ready to be filled in from top to bottom."""

import json
import os
import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from site_gen import schema, source
from site_gen.content import MUNICIPALITY_FILE, SITE_FILE
from site_gen.form import (
    Block,
    Checks,
    Choice,
    Fixed,
    Flag,
    Form,
    FreeTable,
    Image,
    Item,
    Names,
    Part,
    Printed,
    Recorded,
    Row,
    Section,
    Table,
    rows,
)
from site_gen.forms.records import 評価書
from site_gen.load import OWN_VALUE
from site_gen.schema import sentences

SCHEMAS = ".schema"

# Which parts stand together in a file. The cover begins with 評価書, what this edition is.
FILES: dict[str, dict[str, tuple[str, ...]]] = {
    "zenkomoku": {
        "0-hyoshi": (評価書.name, "表紙"),
        "1-kihon": ("基本情報", "事務の内容"),
        "2-gaiyo": ("特定個人情報ファイルの概要",),
        "2-kiroku": ("特定個人情報ファイル記録項目",),
        "3-risk": ("特定個人情報ファイルの取扱いプロセスにおけるリスク対策",),
        "4-sonota": ("その他のリスク対策",),
        "5-kaiji": ("開示請求、問合せ",),
        "6-tetsuzuki": ("評価実施手続",),
        "9-henko": ("変更箇所", "別紙"),
    },
    "juten": {
        "0-hyoshi": (評価書.name, "表紙"),
        "1-kihon": ("基本情報",),
        "2-gaiyo": ("特定個人情報ファイルの概要",),
        "2-kiroku": ("特定個人情報ファイル記録項目",),
        "3-risk": ("リスク対策",),
        "4-kaiji": ("開示請求、問合せ",),
        "5-tetsuzuki": ("評価実施手続",),
        "9-henko": ("変更箇所", "別紙"),
    },
    "kiso": {
        "hyoka": (
            評価書.name, "表紙", "関連情報", "しきい値判断項目", "しきい値判断結果", "リスク対策", "変更箇所", "別紙",
        ),
    },
}

_HOW_TO = """\
書き方
・「項目名:」のあとに半角の空白を1つ置いて、値を書きます。項目名は変えません。
・長い文は「項目名: |」と書き、次の行から字下げして書きます。1行がページの1行になります。
・「: 」や「#」を含む短い文は、全体を " " で囲みます。
・書くことがない項目は、空のまま置きます。様式に「－」「なし」と書くときは、そのとおり書きます。
・日付は、令和7年4月1日、2025-04-01 のどちらでも書けます。
・くり返す組は、「- 」の行から次の組の前までを写して増やします。
・先頭に「# 」のある行は説明です。「# - 」の行は選べる欄で、該当する欄の「# 」を消します。""".split("\n")

_LINE = 60  # characters of choices in a line of comment
_TEXTS = {"評価書/収録": "抄録", "評価書/出典/名称": "作成中"}
_NAMES = {  # what has to be there before anything can be shown
    "自治体/名称": "〔市区町村名〕",
    "自治体/読み": "〔よみ〕",
    "自治体/都道府県": "〔都道府県名〕",
    "サイト/サイト名": "〔サイトの名前〕",
    "サイト/発行者": "〔発行者の名前〕",
}
_NOTES = {
    "評価書/収録": "全部の項目を書き終えたら「全部」にします",
    "評価書/出典": "全部の項目を書き終えたら「出典」の行を消します",
    "評価書/事務の区分": "ほかの自治体の同じ事務と比べるときの区分。評価書名から決まるときは空のまま置きます",
    "自治体/全国地方公共団体コード": '総務省の一覧にある6桁の番号を "012345" のように " " で囲んで書きます',
    "サイト/公開URL": "サイトを置くアドレスを https:// から書きます",
    "サイト/ロゴ": "ロゴを出すとき。ファイルは、このファイルと同じフォルダーに置いた SVG か PNG、代替文は読み上げられる言葉",
    "サイト/色": 'ページの上の帯の色。"#00118f" のように " " で囲んで書きます',
    "サイト/フッターのリンクn": "ページの下に並べるリンク（市の公式サイトなど）",
    "自治体/公開してよい": "公開前の見張りが止めるもののうち、公開してよい値とその理由",
    "サイト/公開してよい": "公開前の見張りが止めるもののうち、公開してよい値とその理由",
    "サイト/公開先n": "site-gen publish で公開する場所。先頭に「id: honban」を加えます",
}
_HINTS: dict[type[Item], str] = {
    Flag: "該当するときは「○」、しないときは空のまま",
    Image: "このフォルダーに置いた画像のファイル名",
    FreeTable: "「欄: [見出し, …]」と「行: [[…], …]」",
}
_EXAMPLES: dict[type[Item], tuple[str, ...]] = {
    Names: ("特定個人情報ファイルの名前",),
    Recorded: ("項目の名前",),
}
_OWN = frozenset({"対象", "番号の変更", "内容"})  # lists of ours that name items and blocks of the assessment


@dataclass(frozen=True, slots=True)
class Skeleton:
    """Texts by their paths under the content folder: of the assessment, and of what it needs where that is absent."""

    folder: str
    own: dict[str, str]
    shared: dict[str, str]


def skeleton(municipality: str, assessment: str, form: Form, name: str = "") -> Skeleton:
    """The files of a new `assessment` on `form`, called `name`, in the folders of those names."""
    folder = f"{municipality}/{assessment}"
    texts = {
        "評価書/様式": form.name,
        "評価書/版": form.edition,
        **_TEXTS,
        **({"表紙/評価書名": name} if name else {}),
    }
    parts = {part.name: lines for one in (sentences.OWN_RECORD, form) for part, lines in _parts(one, texts)}
    titles = {part.name: part.title for part in (評価書, *form.parts)}
    own = {}
    for position, (stem, names) in enumerate(FILES[form.code].items()):
        head = [modeline("../..", form.code), f"# {form.name}（{form.style}、{form.edition}）の原稿：" + "、".join(
            titles[part] for part in names)]
        head += [f"# {line}" for line in _HOW_TO] if position == 0 else []
        own[f"{folder}/{stem}.yaml"] = _text([*head, *(line for part in names for line in ["", *parts[part]])])
    return replace(settings(municipality), folder=folder, own=own)


def settings(municipality: str) -> Skeleton:
    """What an assessment of `municipality` needs beside its own files: settings and the schemas for editors."""
    return Skeleton(municipality, {}, _shared(municipality))


def is_taken(content: Path, skeleton: Skeleton) -> bool:
    """Whether there is already something where the assessment would be written. OSError when that cannot be told."""
    folder = content / skeleton.folder
    return os.path.lexists(folder) and not (folder.is_dir() and not os.listdir(folder))


def write(content: Path, skeleton: Skeleton) -> list[Path]:
    """Write the files of `skeleton` that are not there yet under `content`; those written, in order. Raises OSError."""
    written = []
    for name, text in (*skeleton.shared.items(), *skeleton.own.items()):
        path = content / name
        if not os.path.lexists(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
            written.append(path)
    return written


def _shared(municipality: str) -> dict[str, str]:
    records = {one.code: one for one in sentences.RECORDS}
    return {
        **{f"{SCHEMAS}/{code}.json": schema.as_text(code) for code in schema.CODES},
        SITE_FILE: _record(records["site"], ""),
        f"{municipality}/{MUNICIPALITY_FILE}": _record(records["municipality"], ".."),
    }


def _record(record: Form, to_content: str) -> str:
    ((_, lines),) = _parts(record, _NAMES)
    below = [line.removeprefix("  ") for line in lines if line.startswith("  ")]  # the file is what a part's key holds
    return _text([modeline(to_content, record.code), f"# {record.name}", *below])


def modeline(to_content: str, code: str) -> str:
    return f"# yaml-language-server: $schema={posixpath.join(to_content, SCHEMAS, code)}.json"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


def _parts(form: Form, texts: dict[str, str]) -> Iterator[tuple[Part, list[str]]]:
    writer = _Writer(rows(form), texts)
    for part in form.parts:
        yield part, writer.item(part, "")


class _Writer:
    """Goes through the items as `rows` does, so that each is commented by its row (※, locator) as well."""

    def __init__(self, walk: Iterator[Row], texts: dict[str, str]) -> None:
        self._rows = walk
        self._texts = texts

    def item(self, item: Item, indent: str) -> list[str]:
        """The lines of `item` and all under it; takes its row and theirs."""
        row = next(self._rows)
        deeper = f"{indent}  "
        repeats = isinstance(item, Block | Table) or (isinstance(item, Part) and bool(item.each))
        below = [line for child in item.items for line in self.item(child, f"{deeper}  " if repeats else deeper)]
        if isinstance(item, Printed):
            return [f"{indent}# 様式の印刷：{text}" for text in item.texts]
        lines = [f"{indent}{item.name}:{self._value(row)}"]
        lines += [f"{deeper}# - {example}" for example in _examples(item)]
        if repeats:
            below = _as_entry(below, deeper)
        elif item.items and not item.is_heading:
            lines.append(f"{deeper}{OWN_VALUE}:")
        lines += below
        if _starts_switched_off(item):
            lines = [f"{indent}# {line.removeprefix(indent)}" for line in lines]
        stands_apart = isinstance(item, Section | Block) or (row.depth == 1 and item.number)
        return [*([""] if stands_apart else []), *self._comment(row, indent), *lines]

    def _value(self, row: Row) -> str:
        text = self._texts.get(row.locator) or (row.item.text if isinstance(row.item, Fixed) else "")
        return f" {_scalar(text)}" if text else ""

    def _comment(self, row: Row, indent: str) -> list[str]:
        item = row.item
        notes = [
            sentences.asked(item),
            sentences.repeats(item),
            _HINTS.get(type(item), ""),
            _NOTES.get(row.locator, ""),
            "空のままにすると、上の行と同じという意味になります" if getattr(item, "above", False) else "",
            "使うときは、下の行の先頭の「# 」を消します" if _starts_switched_off(item) else "",
        ]
        said = "。".join(note for note in notes if note)
        title = item.title + (" ※" if row.important else "") + (f"（{said}）" if said else "")
        known = sentences.choices(item) if isinstance(item, Choice) else sentences.KNOWN.get(row.locator, ())
        lines = [] if title == item.name and not item.items and not known else [title]
        return [f"{indent}# {line}" for line in (*lines, *(f"  {line}" for line in _wrapped(known)))]


def _examples(item: Item) -> tuple[str, ...]:
    if isinstance(item, Checks):
        details = {"": "", "text": ": 内容", "count": ": 0件"}
        return tuple(option.label + details[option.detail] for option in item.options)
    if item.name in _OWN:  # no example fits every assessment
        return ()
    return _EXAMPLES.get(type(item), ())


def _as_entry(lines: Sequence[str], indent: str) -> list[str]:
    """`lines` of rows as the entry of a list: `- ` before the first key, the comments above it moved left."""
    first = next(number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#"))
    above = [f"{indent}{line.strip()}" for line in lines[:first] if line]
    return [*above, f"{indent}- {lines[first].lstrip()}", *lines[first + 1 :]]


def _starts_switched_off(item: Item) -> bool:
    """What an author has to want: an annex, a table beside the form. Left empty it would show on the page."""
    return item.optional and (isinstance(item, Part | Table) or (isinstance(item, Block) and item.with_id))


def _scalar(text: str) -> str:
    """`text` as a value on the line of its key: as it is where it is read so, else in quotes."""
    node, _ = source.parse(f"key: {text}".encode(), "")
    entries = node.entries if isinstance(node, source.Mapping) else ()
    read = [value.text for _, value in entries if isinstance(value, source.Scalar)]
    return text if read == [text] else json.dumps(text, ensure_ascii=False)


def _wrapped(texts: Sequence[str]) -> Iterator[str]:
    line = ""
    for text in texts:
        if line and len(line) + len(text) >= _LINE:
            yield line
            line = ""
        line += f"　{text}" if line else text
    if line:
        yield line
