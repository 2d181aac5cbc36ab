"""Reduction of data: what is withheld is gone before a template exists."""

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anpr_governance.documents.copies import Passage, Section, as_html
from anpr_governance.documents.reduction import NotReducible, blanked, kept, reduce, runs_of, text_hash, texts_of
from anpr_governance.documents.sheets import SHEETS, Sheet, disclosed, sheet, withheld
from anpr_governance.documents.terms import Haystack
from tests.documents.copies import copy


@dataclass
class Span:
    path: str
    start: int
    end: int
    text_hash: str
    action: str = "removed"
    replacement: str = ""


@pytest.fixture(autouse=True)
def _paper() -> Any:
    @sheet("reduction_paper", 1)
    class Paper(Sheet):
        answers: dict[str, str] = disclosed("Answers")
        risks: list[dict[str, Any]] = disclosed("Risks")
        places: list[str] = withheld("Places", "s31-1-a")

    yield Paper
    del SHEETS["reduction_paper"]


CONTENT = {
    "answers": {"nature": "It stands at Tollgate, by day."},
    "risks": [{"source": "Somebody at Tollgate is followed", "level": 3, "seen": None}],
    "places": ["Tollgate"],
    "added_later": "never declared",
}
SEALED = {"sheet": "reduction_paper", "schema_version": 1, "content": CONTENT}


def span(path: str, words: str, **fields: Any) -> Span:
    text = texts_of(SEALED)[path]
    return Span(path, text.index(words), text.index(words) + len(words), text_hash(text), **fields)


def test_only_fields_that_the_sheet_discloses_are_there() -> None:
    assert set(texts_of(SEALED)) == {"answers.nature", "risks[0].source", "risks[0].level", "risks[0].seen"}
    assert set(reduce(SEALED, []).fields) == {"answers", "risks"}


def test_removed_words_leave_a_mark_without_a_word_or_a_length() -> None:
    made = reduce(SEALED, [span("answers.nature", "Tollgate")], lambda one: (["s31-1-a"], False))
    runs = made.text("answers.nature")

    assert [(run.kind, run.words) for run in runs] == [
        ("kept", "It stands at "),
        ("removed", ""),
        ("kept", ", by day."),
    ]
    assert runs[1].exemptions == ("s31-1-a",)
    assert "Tollgate" not in repr(made.fields["answers"])


def test_generalised_words_stand_in_place_of_the_exact_ones() -> None:
    made = reduce(SEALED, [span("risks[0].source", "at Tollgate", action="generalised", replacement="in the county")])

    assert [run.words for run in made.text("risks[0].source")] == ["Somebody ", "in the county", " is followed"]


def test_spans_that_do_not_fit_make_nothing() -> None:
    good = span("answers.nature", "Tollgate")
    for wrong in (
        Span("answers.nature", 3, 500, good.text_hash), Span("answers.nature", 3, 9, "0" * 64),
        Span("places[0]", 0, 3, good.text_hash), Span("added_later", 0, 3, good.text_hash),
    ):  # fmt: skip
        with pytest.raises(NotReducible):
            reduce(SEALED, [wrong])
    with pytest.raises(NotReducible):
        reduce(SEALED, [good, Span("answers.nature", good.start + 2, good.end + 2, good.text_hash)])


def test_a_key_that_people_wrote_is_refused() -> None:
    with pytest.raises(NotReducible):
        reduce({**SEALED, "content": {"answers": {"Tollgate junction": "x"}}}, [])


def test_the_bare_form_holds_no_word_of_people() -> None:
    text = (*kept("Tollgate"), *reduce(SEALED, [span("answers.nature", "Tollgate")]).text("answers.nature"))

    assert {run.words for run in runs_of(blanked(text))} == {""}
    assert [run.kind for run in blanked(text)] == ["kept", "kept", "removed", "kept"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.booleans())
def test_whatever_stands_around_it_a_withheld_canary_is_in_no_byte_of_the_page(
    before: str, after: str, generalised: bool
) -> None:
    text = f"{before}Canaryfinch{after}"
    sealed = {"sheet": "reduction_paper", "schema_version": 1, "content": {"answers": {"nature": text}}}
    action, words = ("generalised", "a bird") if generalised else ("removed", "")
    one = Span("answers.nature", len(before), len(before) + 11, text_hash(text), action, words)
    body = reduce(sealed, [one], lambda span: (["s31-1-a"], False)).text("answers.nature")
    page = as_html(copy(sections=(Section("1", "Aim", (Passage("What is it?", body),)),)))

    assert "canaryfinch" not in Haystack(page).tight
