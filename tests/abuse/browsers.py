"""What an attacker has: a browser, and addresses that somebody else's records have."""

import re
from typing import Any

from django.test import Client

from anpr_governance.audit.models import AccessEntry

SECRET = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


def browser(person: Any) -> Client:
    """Somebody's browser; an error of the product is an answer, not an exception."""
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def body(answer: Any) -> bytes:
    """A page without what differs in each form."""
    return SECRET.sub(b"", answer.content)


def text(answer: Any) -> str:
    """A page as text."""
    return str(answer.content.decode())


def is_not_found(person: Any, address: str, **form: str) -> None:
    """The address answers `person` as one that does not exist: 404, the same page, and a line in the access log."""
    client = browser(person)
    nowhere = client.get("/nowhere/")
    answer = client.post(address, form) if form else client.get(address)
    assert answer.status_code == 404, address
    assert body(answer) == body(nowhere), address
    last = AccessEntry.objects.filter(actor=person.actor).order_by("-pk")[0]
    assert (last.path, last.outcome) == (address.partition("?")[0], "not found")
