"""Every address × role × force answers as tests/access_matrix.toml says, which people wrote by hand."""

import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from anpr_governance.organisations.roles import Role
from tests.abuse import addresses

MATRIX = tomllib.loads((Path(__file__).parent.parent / "access_matrix.toml").read_text(encoding="utf-8"))
OPEN = {200, 302, 405, 409, 422}
CLOSED = {403, 404}


def rows() -> dict[str, str]:
    """URL name → the set of roles to which it is open."""
    return dict(MATRIX["open_to"])


def is_account(name: str) -> bool:
    """Whether allauth owns the address."""
    return name.startswith(tuple(MATRIX["account"]["prefixes"]))


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    ours = {name for name in addresses.names() if not is_account(name)}
    assert ours == set(rows())


def roles_of(name: str) -> set[str]:
    """The roles to which an address is open."""
    kind = rows()[name]
    return set(Role.values) if kind == "everyone" else set(MATRIX["sets"][kind])


def sample(name: str, found: dict[str, list[str]]) -> str | None:
    """One address of that name."""
    words = MATRIX["like"].get(name, "")
    fitting = [address for address in found.get(name, []) if words in address]
    return fitting[0] if fitting else None


@pytest.mark.django_db(transaction=True)
def test_every_address_answers_every_role_of_both_forces_as_the_matrix_says(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    call_command("load_demo")
    found = addresses.walked()
    for name, address in addresses.unlinked().items():
        found[name] = [address, *found.get(name, [])] if name not in MATRIX["like"] else [*found[name], address]
    tried = {name: sample(name, found) for name, kind in rows().items() if kind != "public"}
    wrong = [line for name, address in tried.items() if address for line in mistakes(name, address)]
    assert wrong == []
    assert len([address for address in tried.values() if address]) >= 150


def mistakes(name: str, address: str) -> list[str]:
    """How the answers at one address differ from the matrix; those who may come last, since a POST may change it."""
    found, mine = [], roles_of(name)
    ask = "post" if name in MATRIX["post"]["names"] else "get"
    for role in sorted(mine) if "DEMO-" in address else ():
        theirs = getattr(CLIENTS["other", role], ask)(address).status_code
        if theirs not in CLOSED:
            found.append(f"{name} {address}: {role} of another force got {theirs}")
    if getattr(Client(), ask)(address).status_code not in (302, 405):
        found.append(f"{name} {address}: open without signing in")
    for role in sorted(Role.values, key=lambda role: role in mine):
        own = getattr(CLIENTS["demo", role], ask)(address).status_code
        local = role == "lpa-commander" and own == 404  # sees the sites of one policing area
        if own not in (OPEN if role in mine else CLOSED) and not local:
            found.append(f"{name} {address}: {role} got {own}")
    return found


class Browsers(dict[tuple[str, str], Client]):
    """A signed-in client for each person, made when asked for."""

    def __missing__(self, key: tuple[str, str]) -> Client:
        self[key] = addresses.signed_in(key[1], key[0])
        return self[key]


CLIENTS = Browsers()
