"""A plan and what it changes for readers in, the lines that an official reads before saying yes out: what the public sees first."""

from collections.abc import Iterator, Sequence
from typing import Literal

from site_gen.publish.manifest import size
from site_gen.publish.plan import Plan
from site_gen.publish.public import Change
from site_gen.publish.record import Pack, State
from site_gen.publish.release import named
from site_gen.targets import Target

_MANY = 20  # assessments that are told one by one
_NAMED = 5  # items of one assessment that are named
_INDEX = "search/index/"  # hundreds of files, made anew whenever a word changes
_UNTOLD = "変わる項目がありますが、変更箇所の行がありません"
Why = Literal["draft", "folder", ""]


def lines(plan: Plan, changes: Sequence[tuple[Change, Why]], target: Target, *, rollback: bool = False) -> Iterator[str]:
    """The plan for `target`. With each change goes why an assessment is withdrawn, where that is known: it is a draft again, or
    its folder is not there any more. What comes from a server is not made `visible` here."""
    state = plan.remembered.state
    yield f"公開先: {f'{target.name}（{target.shown}）' if target.name else target.shown}"
    if state:
        again = "続きから始めます" if plan.resumes else "それに代えて、次のようにします"
        yield f"{begun(state)}が、途中で止まっています。{again}。"
    if plan.sent or plan.gone:
        yield "見る人から見て変わること:"
        yield from (f"  {line}" for line in _seen(plan, changes, rollback))
    yield "公開先のファイル:"
    yield from (f"  {line}" for line in _files(plan))


def not_as_published(before: Pack) -> Iterator[str]:
    """That what a rollback leads to is not what was published, where somebody had changed it on the target by hand; `visible`."""
    for paths, what, then in (
        (before.missing, "消されていた", "戻りません（そのページへのリンクは切れます）"),
        (before.edited, "書き換えられていた", "書き換えられていた内容のまま戻ります"),
    ):
        if paths:
            yield f"注意 手で{what}次のファイル {len(paths):,} 個は、{then}: {named(tuple(sorted(paths)))}"
    if before.missing or before.edited:
        yield "    公開したときの内容に戻すには、戻さずに、手元の原稿を前の内容に直し、build してから公開してください。"


def begun(state: State) -> str:
    """Whose release is under way, and since when."""
    return f"{state.who} さんが {state.since} に始めた公開"


def _seen(plan: Plan, changes: Sequence[tuple[Change, Why]], rollback: bool) -> Iterator[str]:
    for one, why in changes:
        if one.kind == "gone":  # however many there are: nobody should miss one
            yield f"▲ 公開をやめます: {_called(one)} … {_WITHDRAWN[why]}"
    rest = [one for one, _ in changes if one.kind != "gone"]
    for one in rest[:_MANY]:
        if one.kind == "new":
            yield f"新しく載ります: {_called(one)}"
            continue
        which = f"（{_items(one.items)}）" if one.items else ""
        yield f"{_called(one)}: 変わる項目 {len(one.items):,} 件{which}、新しい変更箇所 {one.rows:,} 行"
        if one.items and not one.rows and not rollback:
            yield f"    {_UNTOLD}。軽微な修正でなければ、原稿に書き足してください。"
    if len(rest) > _MANY:
        yield f"ほか {len(rest) - _MANY:,} 件の評価書"
    if not changes:
        yield "評価書の項目と変更箇所は変わりません"
    pages = [sum(path.endswith(".html") for path in paths) for paths in (plan.new, plan.changed, plan.gone)]
    yield f"ページ: 新しい {pages[0]:,}、変わる {pages[1]:,}、なくなる {pages[2]:,}"


_WITHDRAWN: dict[Why, str] = {
    "draft": "原稿が下書きのため、サイトからなくなります",
    "folder": "原稿のフォルダーがないため、サイトからなくなります",
    "": "サイトからなくなります",
}


def _called(one: Change) -> str:
    return f"{one.municipality}「{one.name}」（{one.address}）"


def _items(names: Sequence[str]) -> str:
    more = f" ほか {len(names) - _NAMED:,} 件" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def _files(plan: Plan) -> Iterator[str]:
    for label, paths in (("新しいファイル", plan.new), ("変わるファイル", plan.changed), ("消えるファイル", plan.gone)):
        if told := _but_index(paths):
            yield f"{label} {len(told):,} 個（{size(plan.bytes_of(told))}）: {named(told)}"
    if index := tuple(path for path in (*plan.sent, *plan.gone) if path.startswith(_INDEX)):
        yield f"検索の索引 {len(index):,} 個（{size(plan.bytes_of(index))}）を作り直します"
    yield f"同じファイル {len(plan.unchanged):,} 個" + (f"（{size(plan.bytes_of(plan.unchanged))}）" if plan.unchanged else "")
    if plan.arrived:
        yield f"前に届いていて、送り直さないファイル {len(plan.arrived):,} 個"
    if plan.strangers:
        yield f"そのまま残す、site-gen のものではないファイル {len(plan.strangers):,} 個: {named(plan.strangers)}"
    if paths := tuple(sorted({*plan.edited, *plan.missing})):
        yield f"公開先で手で書き換えられたか消されたファイル {len(paths):,} 個: {named(paths)}"
    if not plan.hashed and plan.before:
        yield "このサーバーは内容を確かめる値を出せないため、変わっていないかは大きさで見ています（--full で全部読み戻します）。"


def _but_index(paths: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(path for path in paths if not path.startswith(_INDEX))
