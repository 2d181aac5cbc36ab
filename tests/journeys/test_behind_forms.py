"""Pages that a link alone does not reach, and forms sent with nothing in them, looked at as every page is."""

import json
from typing import Any

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.urls import reverse

from tests.journeys.accounts import account_pages
from tests.journeys.arranging import BEHIND, arranged
from tests.journeys.crawling import ROLES, Found, follow, name_of, signed_in
from tests.journeys.looking import Looker, looking

TRY = """async times => { const form = new FormData(document.querySelector("main form"));
  while (times--) await fetch(location.href, {method: "POST", body: form}); }"""
AUTHORS = ("anpr-manager", "analyst", "org-admin")
SENT_EMPTY = (
    "site-add", "site-edit", "device-add", "check-new", "check-step record", "checks-bulk", "equipment-new",
    "asset-new", "site_import", "assessment-new", "evidence-add", "need-new", "proposal-new", "stakeholder-add",
    "meeting-new", "dpia-facts", "review-question", "review-recommendation",
    "person-add", "person-grant", "disposal-ask", "site-step suspend",
)  # fmt: skip


@pytest.fixture
def demo(live_server: Any, settings: Any) -> Any:
    """The demonstration behind a live server, to be changed at will."""
    settings.DEMO = True
    settings.EXPORT_ROWS_AT_ONCE = 3  # so that a worker writes the demonstration's lists
    call_command("load_demo", verbosity=0)
    return live_server


@pytest.mark.requirement("T159")
def test_pages_behind_forms_are_accessible_and_say_what_to_mend(demo: Any) -> None:
    sessions = {role: str(signed_in(role).cookies["sessionid"].value) for role in ROLES}
    found = Found()
    for role in AUTHORS:
        follow(role, found)
    pages = [*arranged(), *account_pages(sessions)]
    with looking(demo.url, sessions) as looker:
        reached = {name_of(looker.look(who, path)) for who, path in reversed(pages)}
        reached.add(name_of(looker.look("by form", reverse("socialaccount_login_error"), 401)))
        forms_sent_empty(looker, found)
    assert looker.wrong == {}, json.dumps(looker.wrong, indent=1)
    assert reached >= set(BEHIND)
    print(f"{len(reached)} names behind forms, {len(SENT_EMPTY)} forms sent empty")


def forms_sent_empty(looker: Looker, found: Found) -> None:
    """Forms of every app come back with what is to be mended; at last there are too many tries to sign in."""
    for kind in SENT_EMPTY:
        looker.send_empty(*found.pages[kind][:2])
    for who, name in (("by form", "account_change_password"), ("", "account_reset_password"), ("", "account_login")):
        looker.send_empty(who, reverse(name))
    looker.page_of("").evaluate(TRY, int(product.ACCOUNT_RATE_LIMITS["login"].partition("/")[0]))
    looker.send_empty("", reverse("account_login"), (429,), "h1")
