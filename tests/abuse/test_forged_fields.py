"""Fields that no form has make no difference, at every address that takes a form, its drafts included (cases 26 to 30).

The addresses are the URL resolver's, each with a record of the demonstration, so a new one is tried without a line
here. What a browser would send is sent twice: as shown, and with everything forged that somebody might wish to set.
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client, override_settings
from django.urls import resolve
from pytest_django import DjangoDbBlocker

from anpr_governance.audit.models import Event
from anpr_governance.workflow.models import Decision
from anpr_governance.workflow.stateful import Stateful
from tests.abuse import addresses
from tests.abuse.test_access_matrix import MATRIX, OPEN_TO, OURS, PRIVATE, set_of

FORGED = {
    "state": "approved", "status": "approved", "decision": "1", "decision_id": "1", "approved_by": "1", "by": "1",
    "decided_on": "2020-01-01", "recorded_at": "2020-01-01", "version": "9", "turn": "9", "number": "999", "hash": "0",
    "position": "2", "sha256": "0" * 64, "seal": "1", "organisation": "2", "organisation_id": "2", "actor": "person:1",
    "created_by": "1", "is_locked": "false", "origin": "decided", "route": "1", "nasple": "1", "supersedes": "1",
    "live_since": "2020-01-01", "installed_on": "2020-01-01", "ended_on": "2020-01-01", "closed_on": "2020-01-01",
    "_method": "DELETE", "hat": "dpo", "acting_for": "1", "done_on": "2020-01-01", "done_by": "1", "matrix": "{}",
    "filled_by": "1", "pack": "1", "late": "1", "pk": "1", "id": "1", "first": "on", "body": "strategy_group",
}  # fmt: skip
OVERRIDDEN = dict.fromkeys(("HTTP_X_HTTP_METHOD_OVERRIDE", "HTTP_X_METHOD_OVERRIDE", "HTTP_X_HTTP_METHOD"), "DELETE")
MACHINES = [model for model in apps.get_models() if issubclass(model, Stateful) and model.__module__[:5] != "tests"]
DECISIONS = [model for model in apps.get_models() if issubclass(model, Decision) and model.__module__[:5] != "tests"]
STEPS_ALONE = ("state", "number", "version", "turn", "organisation_id", "ended_on", "origin", "live_since", "outcome",
               "installed_on", "route_id", "nasple_id", "supersedes_id", "confirmed_on")  # fmt: skip
TAKING = [name for name in PRIVATE if not name.endswith(("-file", "_csv", "_xlsx"))]
Governed = list[tuple[Any, ...]]


class Form(HTMLParser):
    """What a browser would send of a page's forms when nothing is typed; every name that they ask for."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names, self.said = set[str](), dict[str, str]()
        self.open = ""
        self.feed(html.partition("<main")[2])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """A box, a choice, an option of one."""
        known = {key: value or "" for key, value in attrs}
        name, kind = known.get("name", ""), known.get("type", "text")
        if tag == "option" and "selected" in known:
            self.said[self.open] = known.get("value", "")
        if tag in ("input", "textarea", "select") and name:
            self.names.add(name)
            self.open = name if tag != "input" else ""
            if tag == "input" and (kind not in ("radio", "checkbox") or "checked" in known):
                self.said[name] = known.get("value", "on")

    def handle_data(self, data: str) -> None:
        """The text of a box of several lines."""
        if self.open and self.lasttag == "textarea":
            self.said[self.open] = data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        """Nothing more belongs to it."""
        self.open = "" if tag in ("textarea", "select") else self.open


@pytest.fixture(scope="module")
def samples(demonstration: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Every address with a record, all undone after the last."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield addresses.samples(OURS)
        transaction.set_rollback(True)


def governed() -> Governed:
    """What steps and births alone write, of every record; every decision; how much the chain holds."""
    found: Governed = [("events", Event.objects.count())]
    for model in MACHINES:
        names = [field.attname for field in model._meta.concrete_fields if field.attname in STEPS_ALONE]
        found += [(model._meta.label, *row) for row in model._default_manager.order_by("pk").values_list(*names)]
    for kind in DECISIONS:
        rows = kind._default_manager.order_by("pk").values_list("step", "outcome", "on", "by_id", "name", "reasons")
        found += [(kind._meta.label, *row) for row in rows]
    return found


def after(client: Client, address: str, said: dict[str, str], **headers: str) -> tuple[int, Governed]:
    """What a form comes to; it is undone."""
    with transaction.atomic():
        answer = client.post(address, said, **headers)  # type: ignore[arg-type]
        found = governed()
        transaction.set_rollback(True)
    return answer.status_code, found


@pytest.mark.parametrize("name", TAKING)
def test_what_no_form_asks_makes_no_difference(samples: dict[str, str], db: None, name: str) -> None:
    address = samples.get(name)
    page = resolve(address).func.view_class if address else None  # type: ignore[attr-defined]
    if address is None or not hasattr(page, "post") or "post" not in page.http_method_names:
        return
    client = Client(raise_request_exception=False)
    client.force_login(addresses.person(sorted(set_of(MATRIX["posts"].get(name, OPEN_TO[name])))[0]))
    form, before = Form(client.get(address).content.decode(errors="replace")), governed()
    forged = {key: value for key, value in FORGED.items() if key not in form.names}
    honest = after(client, address, form.said)
    assert after(client, address, form.said | forged, **OVERRIDDEN) == honest
    assert honest[0] < 500
    assert after(client, f"{address}?draft=1", form.said | FORGED | {"draft": "1"})[1] == before or not getattr(
        page, "drafts", False
    )
    for method in (client.put, client.patch, client.delete):
        assert method(address).status_code in (403, 404, 405)
