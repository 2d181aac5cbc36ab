"""Who looks, and how a page is asked for: through the whole WSGI stack, without a test client's weight."""

from collections.abc import Callable
from functools import cache
from http.cookies import SimpleCookie
from importlib import import_module
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler

from anpr_governance.organisations.models import Membership, Person

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


def manager() -> Person:
    """The ANPR manager of the first force."""
    return _holder("F00", "anpr-manager")


def auditor() -> Person:
    """The auditor who may see every force."""
    return Person.objects.get(name="auditor")


def small(code: str) -> Person:
    """The ANPR manager of the force of one site, or of thirty."""
    return _holder(code, "anpr-manager")


def _holder(code: str, role: str) -> Person:
    rows = Membership.objects.filter(organisation__code=code, role=role).select_related("person")
    return rows.order_by("pk")[0].person


def signed_in(person: Person) -> str:
    """The key of a session of `person`, as a sign-in makes it."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = BACKEND
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return str(store.session_key)


@cache
def handler() -> WSGIHandler:
    """The product with all its middleware."""
    return WSGIHandler()


def page(path: str, session: str) -> Callable[[], bytes]:
    """A function that asks for `path` as the signed-in person and answers with its bytes. Raises when it is not 200."""
    address, _mark, query = path.partition("?")
    cookie = SimpleCookie({settings.SESSION_COOKIE_NAME: session}).output(header="").strip()
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET", "PATH_INFO": address, "QUERY_STRING": query, "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "testserver", "HTTP_COOKIE": cookie, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.errors": BytesIO(), "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip

    def ask() -> bytes:
        said: list[str] = []
        response = handler()({**environ, "wsgi.input": BytesIO()}, lambda status, headers, *_rest: said.append(status))
        body = b"".join(response)
        response.close()
        if said != ["200 OK"]:
            raise RuntimeError(f"{path} answered {said}: {body[:400]!r}")
        return body

    return ask
