"""A mapping is a TOML file that people write; a wrong one is refused in a sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cameras.register.mapping import Mapping, MappingRefused, read, written

WORDS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=30)


@settings(deadline=None)
@given(WORDS, WORDS, WORDS, st.dictionaries(WORDS.map(str.strip), st.sampled_from(["live", "suspended"]), max_size=4))
def test_a_mapping_is_written_and_read_back(source: str, prefix: str, nothing: str, values: dict[str, str]) -> None:
    made = Mapping(
        columns={"name": source.strip()},
        defaults={"status": "live"},
        prefixes={"site_reference": prefix},
        values={"status": values} if values else {},
        empty={"name": frozenset([nothing.strip()])},
        named=True,
    )
    assert read(written(made)) == made


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("this is no toml", "no TOML"),
        ("[colums]\nname = 'x'", "may hold columns"),
        ("[columns]\nnme = 'x'", "no column of the register"),
        ("[columns]\nname = ['x']", "no text"),
        ("columns = 3", "no table"),
        ("[defaults]\nstatus = 'humming'", "humming"),
        ("[values.status]\nActive = 'humming'", "humming"),
        ("[values]\nstatus = 'live'", "no table"),
        ("[empty]\nname = 'n/a'", "list of texts"),
        ("a = " + "[" * 60_000, "no TOML|too long"),
        ("x" * 70_000, "too long"),
    ],
)
def test_a_wrong_mapping_is_refused_in_a_sentence(toml: str, words: str) -> None:
    with pytest.raises(MappingRefused, match=words):
        read(toml)
