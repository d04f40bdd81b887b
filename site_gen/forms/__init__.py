"""The three statutory forms and their editions, put together from the tables beside this file."""

from functools import cache

from site_gen.edition import UNKNOWN_EDITION, as_printed, tolerant
from site_gen.form import Form, with_anchors
from site_gen.forms import juten, kiso, zenkomoku
from site_gen.forms.editions import EDITIONS, OF_FORM
from site_gen.wording import same

__all__ = ["EDITIONS", "FORMS", "UNKNOWN_EDITION", "form_named", "in_edition"]

FORMS: tuple[Form, ...] = tuple(with_anchors(form) for form in (kiso.FORM, juten.FORM, zenkomoku.FORM))


def form_named(text: str) -> Form | None:
    """The current form that `text` names by its code (zenkomoku), name (全項目評価書) or 様式 (様式4), or None."""
    return next((form for form in FORMS if same(text) in map(same, (form.code, form.name, form.style))), None)


def in_edition(form: Form, edition: str) -> Form | None:
    """`form` as `edition` prints it (平成26年4月; 不明: whatever any edition prints), None when there is no such edition.

    Anchors are those of the current form.
    """
    known = next((known for known in (*EDITIONS, UNKNOWN_EDITION) if same(known) == same(edition)), None)
    return None if known is None else _in_edition(form.code, known)


@cache  # one value for all assessments on that form
def _in_edition(code: str, edition: str) -> Form | None:
    form = next(form for form in FORMS if form.code == code)
    if edition == UNKNOWN_EDITION:
        return tolerant(form, [one for (of, _), known in OF_FORM.items() if of == code for one in known.differences])
    known = OF_FORM.get((code, edition))
    return None if known is None else as_printed(form, edition, known.differences)
