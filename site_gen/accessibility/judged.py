"""What IBM's engine tells of the pages and people judge to be no barrier, each with the reason that readers are given.

A finding that is right is mended in the pages and never comes here. `where` is looked for in the tag of the element, so that
the same rule still tells of any other; where it is empty the judgement is about the rule, and the tests that it names look
instead. tests/a11y.py counts what each judgement is about, and one that is about nothing any more
makes tests/test_accessibility.py fail.
"""

import re
from dataclasses import dataclass

__all__ = ["JUDGEMENTS", "Judgement", "judgement_of"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rule of the engine and its reason, the elements (a pattern of their tag), what the engine says, why it is no barrier,
    and the tests that hold that (`file::function`, or a check)."""

    id: str
    rule: str
    reason: str
    where: str
    said: str
    why: str
    proof: tuple[str, ...] = ()


def judgement_of(rule: str, reason: str, html: str) -> Judgement | None:
    """The judgement about this finding on this element, if there is one."""
    return next((one for one in JUDGEMENTS if (one.rule, one.reason) == (rule, reason) and re.search(one.where, html)), None)


J = Judgement
_FOCUS = ("test_browser_keyboard::test_the_focus_is_seen_on_every_sort_of_thing",)
_TAB = ("test_browser_keyboard::test_tab_goes_through_the_page_in_its_order_and_out",)

JUDGEMENTS = (
    # Told as faults.
    J("skip-outside", "aria_content_in_landmark", "Fail_1", '^<a [^>]*class="skip"',
      "「本文へ移る」リンクが、ページのどの領域の中にもない",
      "ページのいちばん先に置くリンクなので、見出しの帯や本文の中には入れません。axe-core は、このリンクを領域の規則から除いています。",
      ("axe", "test_browser_keyboard::test_links_over_the_page_lead_past_what_repeats")),
    # Left to people.
    J("permalink", "widget_tabbable_exists", "fail_no_tabbable", '^<a [^>]*class="self"',
      "リンクなのに、Tab キーで止まらない",
      "項目名に付けた、その項目のアドレスを得るためのリンクです。多いページでは1,000を超え、押しても同じ場所にいるだけなので、"
      "Tab キーでは止まりません。キーボードだけでは使えません。", ("test_browser_trees::test_what_is_heard_is_as_reviewed",)),
    J("focus", "style_focus_visible", "potential_focus_not_visible", "",
      "CSS で枠を変えているので、フォーカスが見えるか確かめること",
      "Tab キーで移ったときに変わる点を、種類ごとに1ページで、"
      "明るい配色、暗い配色、強制カラーで数えて確かめています。", _FOCUS),
    J("skip-seen", "element_tabbable_visible", "potential_visible", '^<a [^>]*class="skip"',
      "見えないリンクが、フォーカスで見えるようになるか確かめること",
      "「本文へ移る」リンクは、フォーカスが移ると画面の左上に出ます。", _FOCUS),
    J("obscured", "element_tabbable_unobscured", "potential_obscured", "",
      "フォーカスのあるものが、ほかのものに隠れないか確かめること",
      "道具は、画面に見えていない所のリンクも数えます。"
      "Tab キーで順に移り、止まった所が隠れていないことを、種類ごとに1ページで確かめています。", _TAB),
    J("heading", "text_block_heading", "potential_heading", "",
      "見出しのように見える短い文がないか確かめること",
      "短い段落、選ばれた値、件数の知らせです。見出しにする文は、見出しの要素で書いています。"
      "様式の項目が見出しになっていることは、すべてのページで調べています。",
      ("test_site::test_every_page_is_as_it_should_be",)),
    J("dl", "list_structure_proper", "Potential_1", "^<dl",
      "一覧の組み立てを確かめること",
      "項目名と記載を dl 要素に、組ごとに div 要素で分けて書いています。HTML の規格にある書き方で、文法の検査で誤りがありません。", ("nu", "axe")),
    J("colour", "style_color_misuse", "Potential_1", '^<link [^>]*rel="stylesheet"',
      "色だけで伝えていることがないか確かめること",
      "選ばれたもの、該当・非該当、変わった語は、言葉と印でも示します。色を使わない強制カラーで確かめています。",
      ("test_browser_changes::test_forced_colours_keep_marks_and_edges",
       "test_browser_pictures::test_forced_colours_keep_every_border_line_and_text")),
    J("contrast-mode", "style_highcontrast_visible", "Manual_1", '^<link [^>]*rel="stylesheet"',
      "強制カラー（ハイコントラスト）で読めるか確かめること",
      "すべてのページを強制カラーで開き、同じものが見えることと、色の規則を確かめています。", ("schemes", "colours")),
    J("grouped", "input_fields_grouped", "Potential_1", "^<select",
      "関係のある入力欄を、まとめる要素に入れること",
      "並べ順と部の選択欄は、1つずつで完結します。名前のある「絞り込みと並べ替え」のまとまりの中にあります。",
      ("test_browser_trees::test_what_is_heard_is_as_reviewed",)),
    J("list-like", "list_markup_review", "potential_list", '^<div [^>]*class="marked-text"',
      "箇条書きのように見える文を、一覧の要素にすること",
      "変更の前後を比べた文です。行頭の記号も原文のとおりに示し、どの語が変わったかを言葉の並びのまま見せます。"),
)
