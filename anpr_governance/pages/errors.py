"""Pages that say what went wrong and how to go on, and nothing that they should not."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def page(request: HttpRequest | None, status: int) -> HttpResponse:
    """The page of one status, without anything of the record, the person or the machine."""
    return HttpResponse(get_template(f"{status}.html").render({"status": status}, request), status=status)


def too_large(request: HttpRequest) -> HttpResponse:
    """413: what was sent is larger than the product takes."""
    return page(request, 413)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 where the request was too large."""
    return page(request, 413 if isinstance(exception, TOO_LARGE) else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: seen, but not yours."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not yours to see; nobody can tell which."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: ours to mend. Asks neither the database nor the session."""
    return page(None, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of a form that came from elsewhere or stood open too long."""
    context: dict[str, Any] = {"status": 403, "form_expired": True}
    return HttpResponse(get_template("403.html").render(context, request), status=403)
