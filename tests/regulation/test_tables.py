"""Every table says where it is from, and nothing in it or in code cites what is not there."""

import ast
import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from anpr_governance.regulation import clause, clauses, facts, shipped

ROOT = Path(__file__).resolve().parents[2]
OURS = ("anpr_governance", "cameras", "assessments", "dpia", "reviews")

# The clauses that the workflows and the requirements stand on.
CITED = """
G 1.3 b1|G 1.3 b2|G 1.3 b3|G 1.3 b4|G 1.3|G 1.4|G 1.5|G 1.6|G 1.7|G 1.8|G 1.9|G 1.10|G 1.11|G 1.12|G 1.13
G 2.1.1|G 2.1.2|G 2.2.1|G 2.3.1|G 2.4.1|G 2.5.1|G 2.5.2|G 3.1|G 3.1 b1|G 3.1 b2|G 3.1 b3|G 3.1 b4|G 3.1 b5
G 3.1 b6|G 3.1 b7|G 3.1 b8|G 3.2|G 4.1|G 4.1 fn1|G 4.2|G 4.3|G 5.1|G 5.1.1|G 5.1.2|G 5.1.3|G 5.1.4|G 5.1.5|G 5.2
G 5.3a|G 5.3b|G 5.4a|G 5.4b|G 6.1|G 6.1 intro|G 6.1.1|G 6.1.2|G 6.1.3|G 6.1.4|G 6.2|G 7|G 7.1|G 7.2|G 7.3|G 7.4
G 7.5|G 7.6|G 7.7|G 7.8|G 7.9|App A|App A NB|P L9-12|P L13|P L14|P L16|P L17|P L18|P L19|P L20|P L21|P L22|P L23
P L24|P L25|P L26|P L27|P L29|P L31|P L32|P L33|P L34|P L36-38|P L40|P L41|P L42|P L43|P L45|P L46|P L48|P L50
P L51|P L52|P L53-54|P L54|P L55|P L56|P L58|P L60|P L62|P L63|P L64|P L65|P L66|P L67|P L68-69|P L70-73|P L74
DPA s62|DPA s64(3)|DPA s65|DPA s.64(3)|DPA s.65|DPA 2018 s.65|FOIA s2|FOIA s10|FOIA s17|FOIA s23/24|FOIA s31
FOIA s.10|ICO|ICO step 5-6|ICO step 7|NASPLE P2 ¶12|PSBAR|GSC|house
""".strip().replace("\n", "|")


def entries(value: Any, at: str = "") -> Iterator[tuple[str, str, Any]]:
    """Each key of a table with its path and value, at any depth."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield at, key, item
            yield from entries(item, f"{at}.{key}")
    elif isinstance(value, tuple):
        for item in value:
            yield from entries(item, at)


def everything() -> Iterator[tuple[str, str, Any]]:
    return chain.from_iterable(entries(facts(key), key) for key in shipped())


@pytest.mark.parametrize("key", sorted(shipped()))
def test_a_table_says_its_version_source_and_first_day(key: str) -> None:
    table = shipped()[key]

    assert table.version and len(table.source) >= len("House rule")
    assert table.in_force_from.year >= 2021
    assert len(table.sha256) == 64


def test_no_value_claims_to_be_verified_before_somebody_has_verified_it() -> None:
    assert {key for key, table in shipped().items() if table.verified_by} == set()
    assert [path for path, key, value in everything() if key == "verified" and value] == []


def test_numbers_are_whole_so_that_a_hash_never_depends_on_rounding() -> None:
    assert [(path, key) for path, key, value in everything() if isinstance(value, float)] == []


@pytest.mark.parametrize("id_", CITED.split("|"))
def test_a_clause_that_the_workflows_cite_exists(id_: str) -> None:
    assert clause(id_).summary


def test_every_clause_that_a_table_cites_exists() -> None:
    cited = [value for _path, key, value in everything() if key == "clause" or key.endswith("_clause")]
    cited += [id_ for row in facts("requirements")["requirements"].values() for id_ in row["clauses"]]

    assert len(cited) > 300
    assert {id_ for id_ in cited if not clause(id_).id} == set()


def literal(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def cited_by(call: ast.Call) -> Iterator[str]:
    """The clause ids that one call names: `guard("…")` and every `clause="…"`."""
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name in ("guard", "clause") and call.args:
        yield literal(call.args[0])
    yield from (literal(given.value) for given in call.keywords if given.arg == "clause")


def cited_in_code() -> set[str]:
    files = chain.from_iterable((ROOT / package).rglob("*.py") for package in OURS)
    calls = [node for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return set(chain.from_iterable(map(cited_by, calls))) - {""}


def cited_in_templates() -> set[str]:
    texts = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    return set(chain.from_iterable(re.findall(r"""clause(?:_hint)?\(\s*["']([^"']+)["']""", text) for text in texts))


def test_every_clause_that_code_or_a_template_cites_exists() -> None:
    known = set(clauses()) | {alias for row in facts("clauses")["clauses"].values() for alias in row.get("aliases", ())}

    assert (cited_in_code() | cited_in_templates()) - known == set()


def test_the_addresses_of_clauses_are_different() -> None:
    assert len({known.slug for known in clauses().values()}) == len(clauses())


def test_a_number_that_the_guidance_prints_twice_is_told_apart_by_its_hint() -> None:
    assert clause("G 5.4a").hint == "Guidance 5.4, DPO advice"
    assert clause("G 5.4b").hint == "Guidance 5.4, public information"
    assert clause("P L29").hint == "Force policy line 29"
    assert clause("G 5.3a").hint != clause("G 5.3b").hint


def test_no_two_clauses_give_the_same_hint() -> None:
    assert len({known.hint for known in clauses().values()}) == len(clauses())


def test_every_clause_belongs_to_a_document_that_is_named() -> None:
    assert {known.document for known in clauses().values()} <= set(facts("clauses")["documents"])
