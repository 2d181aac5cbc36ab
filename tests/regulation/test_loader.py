"""The loader: it answers what is there, refuses what is not, and hands out nothing that can be changed."""

from typing import Any

import pytest

from anpr_governance.database.canonical import canonical
from anpr_governance.regulation import UnknownFact, clause, clause_by_slug, facts, shipped
from anpr_governance.regulation.extract import texts
from anpr_governance.regulation.loader import FOLDER, digest, read


def test_a_clause_knows_its_source_and_its_address() -> None:
    known = clause("G 5.4a")

    assert (known.document, known.title, known.subject, known.slug) == ("G", "Guidance 5.4", "DPO advice", "g-5-4a")
    assert clause_by_slug("g-5-4a") == known


def test_a_clause_is_found_by_another_way_of_writing_it() -> None:
    assert clause("DPA s64(3)") is clause("DPA s.64(3)")
    assert clause("P L71").id == "P L70"


@pytest.mark.parametrize("ask", [clause, clause_by_slug, facts])
def test_it_refuses_what_it_does_not_know(ask: Any) -> None:
    with pytest.raises(UnknownFact, match="G 99"):
        ask("G 99")


def test_what_it_hands_out_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        facts("matrix")["matrix"]["srn"]["local_crime"] = "V"
    with pytest.raises(AttributeError):
        facts("intervals")["reminders"]["before_days"].append(90)


def test_tables_keep_the_order_of_their_source_through_text_and_back() -> None:
    table = shipped()["need_factors"]

    assert list(read(table.text)["need_factors"]) == list(facts("need_factors")["need_factors"])
    assert next(iter(facts("need_factors")["need_factors"])) == "people_affected"


def test_the_hash_is_that_of_the_text_and_moves_with_it() -> None:
    table = shipped()["matrix"]

    assert table.sha256 == digest(table.text)
    assert digest(table.text.replace('"V"', '"M"', 1)) != table.sha256


def test_facts_can_be_sealed() -> None:
    assert canonical(facts("route")).startswith(b'{"route":')


def test_translators_see_each_text_once_with_its_line() -> None:
    with (FOLDER / "review_tree.toml").open("rb") as file:
        found = list(texts(file, (), (), {}))
    lines = (FOLDER / "review_tree.toml").read_text().splitlines()

    messages = [message for _line, _function, message, _comments in found]
    assert "Cease: no longer relevant" in messages
    assert len(messages) == len(set(messages))
    assert all(message in lines[line - 1] for line, _function, message, _comments in found)
    assert not any("Guidance 7.2 to 7.9" in message for message in messages)
