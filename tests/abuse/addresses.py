"""Sample addresses: what a person finds by following links through the demonstration, and a few that no link shows."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.test import Client
from django.urls import Resolver404, get_resolver, resolve

from anpr_governance.organisations.models import Membership, Person
from assessments.models import Proposal, ProposalSite
from cameras.models import PerformanceCheck, SiteTask
from dpia.models import Dpia, Release

WALKERS = (
    "anpr-manager", "analyst", "strategic-lead", "dpo", "chief-officer", "foi-officer", "board-member", "org-admin",
)  # fmt: skip
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


def names(patterns: Any = None) -> Iterator[str]:
    """Every name of the URL resolver."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from names(pattern.url_patterns)
        elif pattern.name:
            yield pattern.name


def signed_in(role: str, force: str = "demo") -> Client:
    """A browser of somebody of the demonstration."""
    client = Client(raise_request_exception=False)
    client.force_login(Person.objects.get(email=f"{role}@{force}.example"))
    return client


def walked(visits: int = 2) -> dict[str, list[str]]:
    """URL name → addresses that links lead to; at most `visits` pages of a name are opened by each walker."""
    found: dict[str, list[str]] = defaultdict(list)
    for role in WALKERS:
        client, seen, queue = signed_in(role), Counter[str](), ["/"]
        for address in queue:
            name = name_of(address)
            if name is None or seen[name] >= visits:
                continue
            seen[name] += 1
            for link in links(client.get(address)):
                if link not in queue and (linked := name_of(link)):
                    queue.append(link)
                    found[linked].append(link)
    return found


def name_of(address: str) -> str | None:
    """The URL name of an address of ours."""
    try:
        return resolve(address.split("?")[0]).url_name
    except Resolver404:
        return None


def links(answer: Any) -> list[str]:
    """Addresses that a page leads to."""
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        return []
    return [unescape(link) for link in LINK.findall(answer.content.decode()) if not link.startswith("/static")]


def unlinked() -> dict[str, str]:
    """Addresses that stand behind a form, or that the demonstration's present state does not show."""
    task = SiteTask.objects.open().filter(site__organisation__code="DEMO").order_by("pk")[0]
    failed = PerformanceCheck.objects.filter(organisation__code="DEMO", state="recorded", outcome="failed").first()
    held = Membership.objects.filter(organisation__code="DEMO", role="analyst").order_by("pk")[0]
    proposal = Proposal.objects.filter(organisation__code="DEMO", state="consulting").order_by("pk")[0]
    placed = ProposalSite.objects.filter(proposal=proposal).order_by("pk")[0]
    redacting = Release.objects.filter(organisation__code="DEMO", state="redacting").order_by("pk")[0]
    span = redacting.spans.order_by("pk")[0]
    work = f"/dpias/{redacting.dpia.reference}/redaction/"
    signed = Dpia.objects.filter(organisation__code="DEMO", number=1).order_by("-version")[0]
    with_dpo = Dpia.objects.filter(organisation__code="DEMO", state="with_dpo").order_by("pk")[0]
    draft = "/assessments/DEMO-A-0005/v1/"
    failing = {"check-action": f"/performance/{failed.reference}/action/"} if failed else {}
    return failing | {
        "site-task": f"/sites/{task.site.reference}/tasks/{task.pk}/",
        "site-review": "/sites/DEMO-S-0001/review/",
        "membership-confirm": f"/people/{held.person_id}/{held.pk}/confirm/",
        "advice-ask": f"{draft}advice/ask/",
        "proposal-exceptional": f"/proposals/{proposal.reference}/sites/{placed.pk}/exceptional/",
        "dpia-for-proposal": f"/dpias/begin/{proposal.reference}/",
        "dpia-compare": f"/dpias/{signed.reference}/compare/",
        "dpia-export": f"/dpias/{signed.reference}/export.pdf",
        "dpia-regulator-decision": f"{with_dpo.get_absolute_url()}regulator/decision/",
        "redaction-unmark": f"{work}marks/{span.pk}/remove/",
        "redaction-also": f"{work}marks/{span.pk}/also/",
        "redaction-mark": f"{work}mark/",
        "redaction-rule": f"{work}rule/",
    }
