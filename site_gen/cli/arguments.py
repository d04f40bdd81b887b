"""What is typed after a command, as it is to be: names of folders, days, codes of forms. What cannot be is refused in one sentence."""

import click

from site_gen import content, dates
from site_gen.dates import Moment
from site_gen.forms import FORMS


class FormCode(click.Choice):  # type: ignore[type-arg]  # click before 8.2 takes no argument there
    """The code of a form; who writes another word is told the codes with their names."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        known = "、".join(f"{form.code}（{form.name}）" for form in reversed(FORMS))
        return f"「{value}」ではなく、{known}のどれかを書いてください。"


def slug(name: str, reserved: frozenset[str]) -> str:
    wrong = content.wrong_name(name, reserved)
    if wrong:
        raise click.BadParameter(f"{wrong[1]}。{wrong[2]}。")
    return name


def day(text: str | None) -> Moment | None:
    """The day that `text` names; None where nothing was said."""
    if text is None:
        return None
    found = dates.moment(text)
    if isinstance(found, dates.Unreadable) or not found.day:
        raise click.BadParameter(f"「{text[:40]}」を日として読めません。2026-04-01 のように書いてください。")
    return found


def printable(name: str) -> str:
    if any(ord(one) < 32 or 0xD800 <= ord(one) < 0xE000 for one in name):
        raise click.BadParameter("改行や制御文字は使えません。")
    return name
