"""Every component renders, and every text in it is only a text."""

import re

import pytest

from anpr_governance.pages import diff
from anpr_governance.pages.markup import clause_hint, due_tag, icon, long_date, short_date, span_of_days, state_tag
from anpr_governance.pages.states import COLOURS, colour_of
from tests.pages.gallery import HOSTILE, TODAY, rendered


@pytest.mark.parametrize("bound", [False, True])
def test_every_component_escapes_what_it_is_given(bound: bool) -> None:
    html = rendered(bound=bound)
    assert html.count("&lt;script&gt;alert(1)") > 20
    assert "<script>alert" not in html and "<img src=x" not in html and "&amp;lt;script" not in html
    assert "49" not in html.replace("&#34;", "")


def test_no_component_holds_anything_inline() -> None:
    html = re.sub(r"&lt;.*?&gt;", "", rendered(bound=True))
    assert not re.search(r"\sstyle=|\son[a-z]+=|javascript:|<style", html)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", html))


def test_every_id_is_used_once() -> None:
    ids = re.findall(r'\sid="([^"]+)"', rendered())
    assert sorted(ids) == sorted(set(ids))


def test_an_unmet_step_has_a_padlock_and_its_sentences_and_no_button() -> None:
    offer = rendered().split("Do close</h3>")[1].split("Do end</h3>")[0]
    assert "All of these come first" in offer and "The DPIA is not signed." in offer
    assert "<button" not in offer and "govuk-button" not in offer


def test_an_answer_opens_its_questions_beneath_it() -> None:
    assert re.search(r'govuk-radios__conditional[^>]*>.*?name="what"', rendered(), re.DOTALL)


def test_every_state_has_a_colour_and_an_unknown_one_is_grey() -> None:
    assert set(COLOURS.values()) == {"blue", "green", "amber", "red", "solid", "grey", "purple", "white"}
    assert (colour_of("collection_ceased"), colour_of("live"), colour_of("unheard")) == ("grey", "green", "grey")
    assert state_tag("live", "Live") == '<strong class="tag tag--green">Live</strong>'


def test_dates_and_spans_are_written_as_people_write_them() -> None:
    assert (long_date(TODAY), short_date(TODAY), long_date(None)) == ("22 November 2026", "22 Nov 2026", "")
    assert [span_of_days(n) for n in (1, 60, 61, 365)] == ["1 day", "60 days", "2 months", "12 months"]
    assert "Due today" in due_tag(TODAY, TODAY)


def test_a_clause_leads_to_its_own_text_and_an_unknown_one_is_only_named() -> None:
    assert 'href="/help/clauses/g-1-11/"' in clause_hint("G 1.11")
    assert clause_hint("") == ""
    assert "<script>" not in clause_hint(HOSTILE) and "<a" not in clause_hint(HOSTILE)


def test_an_icon_is_hidden_from_a_screen_reader() -> None:
    assert 'aria-hidden="true"' in icon("done")


def test_a_difference_says_in_words_what_was_added_and_removed() -> None:
    html = diff.marked("Three cameras <b>", "Two cameras <b>")
    assert "removed: </span>Three " in html and "added: </span>Two " in html and "&lt;b&gt;" in html


def test_a_difference_of_endless_texts_is_shown_whole() -> None:
    html = diff.marked("a b " * 4000, "c d " * 4000)
    assert html.count("<del>") == html.count("<ins>") == 1


def test_only_the_fields_that_differ_are_changes() -> None:
    before, now = diff.flat({"a": 1, "b": {"c": ["x", "y"]}}), diff.flat({"a": 1, "b": {"c": ["x"]}, "d": None})
    assert [(one.label, one.before, one.now) for one in diff.changes(before, now)] == [("b / c / 2", "y", "")]
