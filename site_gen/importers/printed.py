"""Values as forms print them in, values as our YAML writes them out, with what was the form's own and what is left over.

A chosen value stands in brackets, before or after or inside its list of choices; boxes are marks before their labels;
what cannot be told becomes 不明 and is said to be guessed.
"""

import re
from dataclasses import dataclass

from site_gen import dates
from site_gen.form import Checks, Choice, Option
from site_gen.importers.labels import flatten, likeness, reduced
from site_gen.importers.rows import EMPTY, TICKED, UNSURE, visible
from site_gen.wording import digits, same

_LIST = re.compile(r"[<＜〈《]?\s*選択肢\s*[>＞〉》]?")
_BRACKETS = re.compile(r"[\[［〔]\s*([^\[\]［］〔〕]*?)\s*[\]］〕]")
_NUMBERED = re.compile(r"(?<![0-9０-９])([0-9０-９]{1,2})\s*[)）]\s*")
_COUNT = re.compile(r"[(（]?\s*([0-9０-９,，]+)\s*[)）]?\s*件")
_MARKS = f"{TICKED}{EMPTY}{UNSURE}"


@dataclass(slots=True)
class Reading:
    """What a printed text says: `value` for YAML (text, list, None for an empty cell), `form` how many characters were
    the form's own, `rest` what belongs to neither, `guessed` why the value is not certain."""

    value: object = None
    form: int = 0
    rest: str = ""
    guessed: str = ""


def choice(item: Choice, text: str) -> Reading:
    """The chosen one of a list, printed with or without the list."""
    found = Reading(form=0)
    bracketed = _BRACKETS.findall(text)
    has_list = bool(_LIST.search(text))
    rest = _without_list(item.choices, _LIST.sub(" ", _BRACKETS.sub(" ", text)))
    marked = any(mark in rest for mark in _MARKS)
    empty = EMPTY in rest
    rest = re.sub(f"[{_MARKS}]", " ", rest)
    chosen = [one for one in (_known(item.choices, word) for word in bracketed) if one]
    words = rest
    if not chosen:
        twice = ""
        for one in sorted(item.choices, key=len, reverse=True):
            if one in words:
                chosen.append(one)
                twice = one if words.count(one) == 2 and words.lstrip().startswith(one) else twice
                words = words.replace(one, "　" * len(one))
        if twice:  # the value, then the list without its numbers
            chosen = [twice]
            found.guessed = "一覧のほかにもう一度ある値を、選ばれた値と見ました"
        if not chosen:
            for line in re.split(r"\s{2,}|\n", words):
                one = _known(item.choices, line)
                if one:
                    chosen.append(one)
                    words = words.replace(line, " ", 1)
    rest = " ".join(piece for piece in words.split() if reduced(piece) or piece.isalnum())
    if len(set(chosen)) == 1:
        found.value = chosen[0]
    elif chosen:
        found.value, found.guessed = "不明", "選ばれた値が2つ以上読めます"
    elif any(visible(word) for word in bracketed):
        found.rest = "".join(bracketed)
        found.value, found.guessed = "不明", "選択肢にない値です"
    elif marked and not empty:
        found.value, found.guessed = "不明", "印が読み取れません"
    elif has_list and not bracketed and not empty:
        found.value, found.guessed = "不明", "選ばれた値が印刷から失われています"
    found.rest = " ".join(part for part in (found.rest, rest) if part)
    found.form = visible(text) - visible(found.rest) - (visible(str(found.value)) if found.value in item.choices else 0)
    return found


def checks(item: Checks, text: str) -> Reading:
    """The boxes of a check list; labels are found in the order of the form, each with the mark before it."""
    found = Reading()
    spots = _spots(item, text)
    ticked: list[object] = []
    unsure: list[str] = []
    spent = 0
    last_end = 0
    rest: list[str] = []
    for position, (option, start, end, variant) in enumerate(spots):
        before = text[last_end:start]
        mark = next((character for character in reversed(before) if character in _MARKS), "")
        rest.append(re.sub(f"[{_MARKS}]", "", before))
        stop = spots[position + 1][1] if position + 1 < len(spots) else len(text)
        detail, used = _detail(option, text[end:stop]) if option.detail else ("", 0)
        last_end = end + used
        spent += visible(detail)
        if variant:
            found.guessed = f"「{variant}」を「{option.label}」と読みました"
        if mark == TICKED or (mark == UNSURE and detail and option.detail):
            ticked.append({option.label: detail} if detail else option.label)
        elif mark == UNSURE or not mark:
            unsure.append(option.label)
            if detail:
                rest.append(detail)
                spent -= visible(detail)
        elif detail:
            ticked.append({option.label: detail})
            found.guessed = f"「{option.label}」は印がないのに内容があります"
    rest.append(re.sub(f"[{_MARKS}]", "", text[last_end:]))
    missing = [option.label for option in item.options if option.label not in {spot[0].label for spot in spots}]
    if spots and (unsure or missing):
        labels = [option.label for option in item.options if option.label in (*unsure, *missing)]
        ticked.append({"不明": labels})
        found.guessed = found.guessed or "印が読み取れない欄があります"
    found.value = ticked if spots else None
    groups = {reduced(option.group) for option in item.options if option.group}
    groups |= {reduced(str(detail)) for one in ticked if isinstance(one, dict) for detail in one.values()}
    words = _without_labels(item, " ".join(rest))  # a list that is printed twice
    left = [piece for piece in re.split(r"[\s・()（）\[\]Γ〕〔]+", words) if piece and reduced(piece) not in groups]
    found.rest = " ".join(piece for piece in left if reduced(piece))
    found.form = visible(text) - visible(found.rest) - max(spent, 0)
    return found


def names(text: str) -> list[str]:
    """The names of a numbered list: (1) 住民基本台帳ファイル (2) …"""
    pieces = re.split(r"[(（]\s*[0-9０-９]+\s*[)）]\s*", text)
    return [" ".join(piece.split()) for piece in pieces if piece.strip()] or [text.strip()]


def count(text: str) -> tuple[str, str]:
    """A number of 件 and what else the text says."""
    found = _COUNT.search(text)
    if not found:
        return "", text
    return f"{digits(found[1])}件", (text[: found.start()] + text[found.end() :]).strip()


def is_date(text: str, period: bool) -> bool:
    """Whether `text` is a day, month or (`period`) stretch that our YAML reads."""
    found = dates.period(text) if period else dates.moment(text)
    return not isinstance(found, dates.Unreadable)


def _known(choices: tuple[str, ...], word: str) -> str:
    word = digits(word).strip(" 　[]")
    for one in choices:
        if same(one) == same(word):
            return one
    numbered = _NUMBERED.match(word)
    if numbered and 1 <= int(digits(numbered[1])) <= len(choices):
        one = choices[int(digits(numbered[1])) - 1]
        if not word[numbered.end() :] or same(word[numbered.end() :]) == same(one):
            return one
    if word.isdigit() and 1 <= int(word) <= len(choices):
        return choices[int(word) - 1]
    best = max(choices, key=lambda one: likeness(reduced(one), reduced(word)))
    return best if likeness(reduced(best), reduced(word)) >= 0.9 else ""


def _without_list(choices: tuple[str, ...], text: str) -> str:
    """`text` without the numbered list of choices, wherever it stands."""
    for number, one in enumerate(choices, 1):
        pattern = rf"(?<![0-9０-９])(?:{number}|{chr(0xFF10 + number % 10)})\s*[)）]\s*{_loosely(one)}"
        text = re.sub(pattern, " ", text)
    return text


def _without_labels(item: Checks, text: str) -> str:
    """`text` without the labels of a check list."""
    for option in sorted(item.options, key=lambda option: -len(option.label)):
        text = re.sub(_loosely(option.label), " ", text)
    return text


def _loosely(words: str) -> str:
    """A pattern for `words` with white space anywhere and brackets of either width."""
    pattern = r"\s*".join(re.escape(c) for c in re.sub(r"\s", "", words))
    return pattern.replace("（", "[(（]").replace("）", "[)）]").replace(r"\(", "[(（]").replace(r"\)", "[)）]")


def _spots(item: Checks, text: str) -> list[tuple[Option, int, int, str]]:
    """Where each label of the list stands: (option, start, end, the wording when it is not the form's own)."""
    found: list[tuple[Option, int, int, str]] = []
    flat, back = flatten(text)
    at = 0
    for option in item.options:
        label = reduced(option.label)
        start = flat.find(label, at)
        if start < 0 or (not _behind_box(text, back[start]) and _boxed(label, text, found)):
            continue
        found.append((option, back[start], back[start + len(label) - 1] + 1, ""))
        at = start + len(label)
    for option in item.options:
        if any(spot[0] == option for spot in found):
            continue
        label = reduced(option.label)
        elsewhere = _boxed(label, text, found)
        if elsewhere:
            found.append((option, *elsewhere, ""))
            continue
        for gap_start, gap_end in _gaps(item, option, found, len(text)):
            piece = re.search(rf"[{_MARKS}]\s*([^{_MARKS}]{{3,40}})", text[gap_start:gap_end])
            if piece and likeness(label, reduced(piece[1])) >= 0.75:
                found.append((option, gap_start + piece.start(1), gap_start + piece.end(1), piece[1].strip()))
                break
    return sorted(found, key=lambda spot: spot[1])


def _boxed(label: str, text: str, found: list[tuple[Option, int, int, str]]) -> tuple[int, int] | None:
    """Where `label` (reduced) stands right behind a box, outside of the labels that were found."""
    flat, back = flatten(text)
    for hit in re.finditer(re.escape(label), flat):
        start, end = back[hit.start()], back[hit.end() - 1] + 1
        if _behind_box(text, start) and not any(a < end and start < b for _, a, b, _ in found):
            return start, end
    return None


def _behind_box(text: str, place: int) -> bool:
    return text[:place].rstrip()[-1:] in (*_MARKS, "]", "］", "〕")


def _gaps(
    item: Checks, option: Option, found: list[tuple[Option, int, int, str]], length: int
) -> list[tuple[int, int]]:
    order = [one.label for one in item.options]
    here = order.index(option.label)
    before = [end for one, _, end, _ in found if order.index(one.label) < here]
    after = [start for one, start, _, _ in found if order.index(one.label) > here]
    return [(max(before, default=0), min(after, default=length))]


def _detail(option: Option, after: str) -> tuple[str, int]:
    """The text in the bracket behind a label, and how many characters of `after` it and its bracket take."""
    if option.detail == "count":
        found = re.match(r"\s*[(（\s]*([0-9０-９,]+)\s*[)）]?\s*件\s*[)）]?", after)
        return (f"{digits(found[1])}件", found.end()) if found else ("", 0)
    opened = re.match(r"\s*[(（]", after)
    if not opened:
        return "", 0
    depth = 0
    for place in range(opened.end() - 1, len(after)):
        if after[place] in "(（":
            depth += 1
        elif after[place] in ")）":
            depth -= 1
            if depth == 0:
                inside = after[opened.end() : place].strip()
                tail = after[place + 1 :]
                extra = re.match(rf"[^{_MARKS}(（]*$", tail)
                if extra and tail.strip():
                    return f"{inside}{after[place]}{tail.strip()}" if inside else tail.strip(), len(after)
                return inside, place + 1
    return after[opened.end() :].strip(), len(after)
