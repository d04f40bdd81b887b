"""Our templates are compiled to plain attributes and calls (`render.compiled`): what they say is what Jinja2's own compiler gives."""

from __future__ import annotations

import posixpath
from itertools import product
from pathlib import Path

import jinja2
import pytest
from markupsafe import Markup

from site_gen.model import Site
from site_gen.pages import pages
from site_gen.pages.page import Page
from site_gen.render import Renderer
from site_gen.render.compiled import Environment
from tests.kinds import KINDS

KNOWN = {"given": {"a": 1}, "html": Markup("<b>&amp;</b>"), "text": "<&\"'>", "several": ["x", "y"], "nothing": None}
SOURCES = (
    "{{ text }}{{ html }}{{ 3 }}{{ nothing }}{{ text * 200 }}",
    "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m(text) }}{{ m(1, b=html) }}{{ m(b=1, a=3) }}{{ m(1, 2) }}",
    "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m(1) %}<i>{{ text }}</i>{% endcall %}",
    "{% macro m(a) %}{{ a }}{{ varargs|length }}{{ kwargs|length }}{% endmacro %}{{ m(1, 2, 3, x=4) }}",
    "{% for one in several %}{{ loop.index }}{{ one.upper() }}{{ loop.cycle('odd', 'even') }}{% else %}none{% endfor %}",
    "{{ 'yes' if given.b is defined else 'no' }}{{ given.b|default('else') }}{{ given.b is undefined }}{{ nothing is none }}",
    "{{ several|join(', ') }}{{ (several + ['z'])|length }}{{ 'a'.join(several) }}{{ 'x' in several }}{{ given['a'] }}{{ several[0] }}",
    "{% set ns = namespace(n=1) %}{% for _ in several %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}{{ dict(a=1)['a'] }}",
    "{% with x = text %}{{ x }}{% endwith %}{{ m is defined }}{{ '%s' % text }}{{ text ~ html }}{{ html.upper() }}",
)


@pytest.mark.parametrize("source", SOURCES)
def test_a_template_says_the_same(source: str) -> None:
    said = [kind(autoescape=True, undefined=jinja2.StrictUndefined).from_string(source).render(KNOWN) for kind in (jinja2.Environment, Environment)]
    assert said[0] == said[1]


@pytest.mark.parametrize("source", [
    "{{ given.b }}", "{{ unknown }}", "{{ text.nothing() }}", "{{ nothing.a }}", "{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}",
])
def test_what_is_not_there_is_a_mistake(source: str) -> None:
    for kind in (jinja2.Environment, Environment):
        with pytest.raises((jinja2.UndefinedError, AttributeError, TypeError)):
            kind(undefined=jinja2.StrictUndefined).from_string(source).render(KNOWN)


def test_every_kind_of_page_says_the_same(whole_site: Site, tmp_path: Path) -> None:
    """Beside the compiler that a city's own templates are given, which is Jinja2's."""
    ours, theirs = Renderer(), Renderer([tmp_path])
    looked = [page for page in pages(whole_site) if page.path in set(KINDS.values())]
    assert len(looked) == len(set(KINDS.values()))
    assert [page.path for page in looked if ours.html(page) != theirs.html(page)] == []


def test_ways_are_those_of_posixpath(whole_site: Site) -> None:
    folders = ("", "a", "a/b", "a/b/c", "b", "b/a", "ab", "a/bc", "a/.", "a/b/.")
    for here, folder, name in product(folders[:8], folders, ("index.html", "feed.xml")):
        assert Page(here, "", "", whole_site).file(folder, name) == posixpath.relpath(f"/{folder}/{name}", f"/{here}")
