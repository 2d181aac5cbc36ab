"""Addresses of the demonstration: what every role's links lead to, and one page of each kind to look at."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from anpr_governance.desk.permitted import machines
from anpr_governance.organisations.models import Person
from anpr_governance.organisations.roles import Role

LINKS = re.compile(r'(?:href|action)="([^"#]+)')
CLASSES = re.compile(r'class="([^"]+)"')
NO_PAGES = ("/static", "/accounts/logout")
ROLES = (*Role.values, "foi-officer-2")
AUTHORS = {"strategicassessment": "analyst", "need": "analyst", "release": "foi-officer"}
"""Who opens a record of each state of such a machine; of all others the ANPR manager."""
VISITS = 1
"""So many addresses of one kind each role opens; more until somebody was shown it."""
FINE = (200, 302, 405, 409)
"""A form's address says 405 to a browser; 409 says why something cannot be changed now."""


@dataclass
class Found:
    """Pages by kind (the address's name, its step, what it is like): who opens it, where, and what it answers."""

    pages: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    looks: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)


def crawl() -> Found:
    """Follow the links of every role's pages; authors also open a record of each state that there is."""
    found = Found()
    for role in ROLES:
        follow(role, found)
    return found


def in_every_state() -> dict[str, list[str]]:
    """The newest record of each machine in each state that the demonstration has, by who opens it."""
    by_role: dict[str, list[str]] = {}
    for model in machines():
        rows = model.objects.filter(organisation__code="DEMO") if hasattr(model, "organisation") else model.objects
        newest = {row.state: row.get_absolute_url() for row in rows.order_by("pk")}
        by_role.setdefault(AUTHORS.get(str(model._meta.model_name), "anpr-manager"), []).extend(newest.values())
    return by_role


def signed_in(role: str) -> Client:
    """A client of the demonstration's person in that role."""
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    client.force_login(Person.objects.get(email=f"{role}@demo.example"))
    return client


def follow(role: str, found: Found) -> None:
    """From my work of one role as far as its links lead."""
    client, begin = signed_in(role), ["/", *in_every_state().get(role, ())]
    waiting, first, known, seen = deque(begin), set(begin), set(begin), dict[str, int]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        seen[kind] = seen.get(kind, 0) + 1
        if path not in first and kind in found.pages and seen[kind] > VISITS:
            continue
        for link in _opened(role, client, path, kind, found):
            if link not in known:
                known.add(link)
                waiting.append(link)


def _opened(role: str, client: Client, path: str, kind: str, found: Found) -> Iterator[str]:
    answer: Any = client.get(path)
    if answer.status_code not in FINE:
        found.broken.append(f"{role} {path}: {answer.status_code}")
    if answer.status_code not in (200, 409) or "html" not in answer.get("Content-Type", ""):
        return
    html = answer.content.decode()
    _keep(kind, (role, path, answer.status_code), html, found)
    for link in map(unescape, LINKS.findall(html)):
        if link.startswith("/") and not link.startswith(NO_PAGES):
            yield link


def _keep(kind: str, page: tuple[str, str, int], html: str, found: Found) -> None:
    """The first page of its kind is looked at, and each that shows what no page before it showed."""
    new = {name for names in CLASSES.findall(html) for name in names.split()} - found.looks
    found.looks |= new
    kind = kind if page[2] == 200 else f"{kind} {page[2]}"
    if kind not in found.pages:
        found.pages[kind] = page
    elif new:
        found.pages[f"{kind} with {min(new)}"] = page


def kind_of(path: str) -> str:
    """The name of the address; steps are told apart, and a filtered list from the whole one."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return f"nowhere: {path}"
    step = match.kwargs.get("name", "") if "step" in str(match.url_name) else ""
    return " ".join(filter(None, [match.view_name, step, "?" in path and "filtered"]))


def name_of(path: str) -> str:
    """The name of the address alone."""
    return kind_of(path).split()[0]


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The name of every address of the product, with its namespace."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            if one.name:
                yield f"{prefix}{one.name}"
        else:
            yield from names(one, f"{prefix}{one.namespace}:" if one.namespace else prefix)
