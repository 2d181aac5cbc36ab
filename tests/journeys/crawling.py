"""Addresses of the demonstration: one of every kind of page that links reach, by somebody who may open it."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from anpr_governance.organisations.models import Person

LINKS = re.compile(r'(?:href|action)="([^"#]+)')
NO_PAGES = ("/static", "/accounts/logout")
ROLES = (
    "anpr-manager", "analyst", "strategic-lead", "dpo", "chief-officer", "foi-officer", "foi-officer-2", "board-member",
    "org-admin", "auditor", "major-crime-lead", "surveillance-lead",
)  # fmt: skip


@dataclass
class Found:
    """Pages by kind (the name of the address, with the step where it has one): address and who opens it."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    broken: list[tuple[str, str, int]] = field(default_factory=list)


def crawl() -> Found:
    """Follow the links of every role's pages, two addresses of a kind for each role."""
    found = Found()
    for role in ROLES:
        client = signed_in(role)
        _follow(role, client, found)
    return found


def signed_in(role: str) -> Client:
    """A client of the demonstration's person in that role."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Person.objects.get(email=f"{role}@demo.example"))
    return client


def _follow(role: str, client: Client, found: Found) -> None:
    waiting, known, seen = deque(["/"]), {"/"}, dict[str, int]()
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > (1 if kind in found.pages else 2):
            continue
        for link in _opened(role, client, path, kind, found):
            if link not in known:
                known.add(link)
                waiting.append(link)


def _opened(role: str, client: Client, path: str, kind: str, found: Found) -> Iterator[str]:
    answer: Any = client.get(path)
    if answer.status_code >= 400 and answer.status_code != 409:
        found.broken.append((role, path, answer.status_code))
    if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
        found.files.add(kind)
        return
    found.pages.setdefault(kind, (role, path))
    for link in map(unescape, LINKS.findall(answer.content.decode())):
        if link.startswith("/") and not link.startswith(NO_PAGES):
            yield link


def kind_of(path: str) -> str:
    """The name of the address; steps and clauses are told apart by step alone."""
    try:
        match = resolve(path.partition("?")[0])
    except Resolver404:
        return f"nowhere: {path}"
    step = match.kwargs.get("name", "") if "step" in str(match.url_name) else ""
    return f"{match.url_name} {step}".strip()


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    """The name of every address of the product."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLPattern):
            yield str(one.name)
        else:
            yield from names(one)
