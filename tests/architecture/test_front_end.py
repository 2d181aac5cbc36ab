"""What reaches the browser: nothing inline, nothing from elsewhere, and no mark that belongs to GOV.UK alone."""

import re

import pytest

from tests.architecture.tree import ROOT, named, templates

DATA_OR_FILE = r"<script(?![^>]*(?:\ssrc=|type=.application/json))"
INLINE = re.compile(rf"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|{DATA_OR_FILE}", re.IGNORECASE)
CSS_ELSEWHERE = re.compile(r"(url\(|@import\s+)[\"']?(https?:)?//", re.IGNORECASE)


def stylesheets() -> list[str]:
    """Every stylesheet that is served."""
    return sorted(named(path) for path in (ROOT / "static").rglob("*.css"))


def test_no_template_holds_an_inline_style_script_or_handler() -> None:
    assert [named(path) for path in templates() if INLINE.search(path.read_text())] == []


def test_no_template_loads_anything_from_another_site() -> None:
    loads = re.compile(r"<(script|link|img|iframe|source)[^>]+(src|href)=[\"'](https?:)?//", re.IGNORECASE)
    assert [named(path) for path in templates() if loads.search(path.read_text())] == []


@pytest.mark.parametrize("name", stylesheets())
def test_a_stylesheet_carries_no_mark_of_gov_uk_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text().lower()
    assert "gds transport" not in text
    assert "crown" not in text
    assert not CSS_ELSEWHERE.search(text)


def test_there_are_stylesheets_to_look_at() -> None:
    assert stylesheets() != []
