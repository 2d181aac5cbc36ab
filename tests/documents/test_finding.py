"""Terms, places and the finder: what is withheld is found again however it is spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anpr_governance.documents.finder import Known, again, suggest, withheld
from anpr_governance.documents.places import other_forms, places_in, reference
from anpr_governance.documents.terms import Haystack, byte_forms, sensitive_tokens, term, terms_of


def found(words: str, text: str) -> list[str]:
    return [text[a:b] for a, b in Haystack(text).find(term(words))]


@pytest.mark.parametrize(
    ("words", "text", "there"),
    [
        ("A48(M)", "on the A48 (M) near A48M, not A48(N) or BA48(M)", ["A48 (M", "A48M"]),
        ("Tollgate", "TOLLGATE, tollgate's, T o l l g a t e", ["TOLLGATE", "tollgate", "T o l l g a t e"]),
        ("Tollgate", "Tollgates and Oldtollgate", []),
        ("Hythe", "Hy\u00adthe and Hy\u200bthe and Hyth\u0065\u0301", ["Hy\u00adthe", "Hy\u200bthe", "Hythe"]),
        ("café fine", "CAFE ﬁne", ["CAFE ﬁne"]),
        ("01632 960143", "01632960143, 01632-960-143", ["01632960143", "01632-960-143"]),
        ("A4", "the A4, a 4th, A 4", ["A4", "A 4"]),
        ("Hale", "ha le", []),
        ("CF10 3NS", "cf103ns", ["cf103ns"]),
    ],
)  # fmt: skip
def test_a_term_is_found_as_words_of_its_own_in_any_spelling(words: str, text: str, there: list[str]) -> None:
    assert found(words, text) == there


def test_a_short_span_is_a_term_and_its_sensitive_tokens_are() -> None:
    assert {t.text for t in terms_of("Ring Road at Tollgate")} == {"Ring Road at Tollgate", "Ring", "Tollgate"}


def test_a_long_span_gives_every_run_of_six_words() -> None:
    runs = [t.text for t in terms_of("one two three four five six seven") if " " in t.text]

    assert sorted(runs) == ["one two three four five six", "two three four five six seven"]


def test_small_words_numbers_and_years_say_nothing_alone() -> None:
    assert sensitive_tokens("The Road of 12 cars in May 2026 at 4711") == ["4711"]
    assert sensitive_tokens("by D. Whitlock-Hale") == ["Whitlock-Hale", "Whitlock", "Hale"]


def test_short_terms_are_not_looked_for_in_raw_bytes() -> None:
    assert byte_forms(term("A4217")) == []
    forms = byte_forms(term("Tollgate"))
    assert b"tollgate" in forms
    assert "tollgate".encode("utf-16-be") in forms
    assert b"tollgate".hex().encode() in forms


@given(st.text(min_size=1, max_size=40), st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_put_into_a_text_between_spaces_is_found_there(words: str, before: str, after: str) -> None:
    one = term(words)
    hay = Haystack(f"{before}\n\n\n\n\n{words}\n\n\n\n\n{after}")

    assert not one.tight or hay.count(one) >= 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("grid_reference", "SO 1234 5678"), ("grid_reference", "TQ3080"), ("coordinates", "51.5074, -0.1278"),
        ("coordinates", "532000 181000"), ("postcode", "CF10 3NS"), ("road_name", "A48(M)"), ("road_name", "B4632"),
        ("road_name", "Old Mill Lane"), ("road_name", "junction 24"), ("site_reference", "SVP-S-0012"),
        ("email", "d.hale@force.example"), ("telephone", "01632 960143"), ("telephone", "+44 7700 900123"),
        ("number_plate", "AB12 CDE"), ("person", "PC D. Whitlock-Hale"), ("person", "Rowan Maddox"),
        ("device_reference", "NRD-77/a"),
    ],
)  # fmt: skip
def test_the_finder_proposes(kind: str, words: str) -> None:
    known = Known(people=("Rowan Maddox",), devices=("NRD-77/a",))
    text = f"we know that {words} is there"
    made = suggest({"answers.project": text}, known)

    assert [(one.kind, one.words) for one in made] == [(kind, words)]


def test_plain_words_are_not_proposed() -> None:
    text = "Reads are kept for 12 months and then deleted. About 14,200 vehicles pass; 31 of 74 were traced in 2025."

    assert suggest({"a": text}, Known()) == []


def test_one_place_is_one_place_in_every_notation() -> None:
    what = withheld(["ST 58470 73120"])
    easting, northing = 358470, 173120
    texts = {
        "metres": f"{easting}, {northing}",
        "coarse": "ST 584 731",
        "degrees": "51.4554, -2.5991",
        "far": "ST 10 10",
    }

    assert {one.path for one in again(texts, what)} == {"metres", "coarse", "degrees"}
    assert reference(easting, northing, 4) == "ST 5847 7312"
    assert "358470" in other_forms(places_in("ST 58470 73120")[0])
