"""A page that anybody may read: no session, no cookie, in the language of its address."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from anpr_governance.documents.copies import spoken
from anpr_governance.pages.views.base import Page

REVALIDATE = "public, no-cache"
"""Anybody may keep it and has to ask each time whether it still stands: what was withdrawn is gone at once."""
NOT_KEPT = "no-store"


class PublicPage(Page):
    """A page without a session: no cookie is read, so any cache may hold it."""

    public: ClassVar[bool] = True
    permission: ClassVar[str] = ""
    gone_template: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer in the language of the address; what is not there is never kept by a cache."""
        with translation.override(self.language):
            try:
                response = super().dispatch(request, *args, **kwargs)
            except Http404:
                response = self.gone()
        # The sign-in middleware has looked for a person; the answer does not depend on it, so caches are not told to.
        request.session.accessed = False
        response.headers["Content-Language"] = self.language
        response.headers.setdefault("Cache-Control", REVALIDATE)
        return response

    @property
    def language(self) -> str:
        """`cy` under /cy/, else `en`."""
        return str(self.kwargs.get("language", "en"))

    def gone(self) -> HttpResponse:
        """Not there, or not there any more."""
        page = get_template(self.gone_template).render(self.frame(_("This page is not here")))
        return HttpResponse(page, status=404, headers={"Cache-Control": NOT_KEPT})

    def frame(self, title: str, **more: Any) -> dict[str, Any]:
        """What the public frame needs; no request, so no session."""
        prefix = "/cy" if self.language == "cy" else ""
        known = {"title": title, "marking": "OFFICIAL", "prefix": prefix, "language_code": self.language, "force": ""}
        return known | {"spoken": spoken(self.language)} | more

    def shown(self, template: str, etag: str, **known: Any) -> HttpResponseBase:
        """The page, or 304 when the reader has it."""
        page = get_template(template).render(known)
        response = HttpResponse(page, headers={"Cache-Control": REVALIDATE})
        return self.unless_known(response, etag)

    def unless_known(self, response: HttpResponse, etag: str) -> HttpResponseBase:
        """The answer under its tag, or 304 when the reader has it."""
        response.headers["ETag"] = f'"{etag}"'
        response.headers["Cache-Control"] = REVALIDATE
        return get_conditional_response(self.request, etag=f'"{etag}"', response=response) or response


def pdf_response(content: Any, name: str, *, inline: bool = False) -> HttpResponse:
    """A PDF under a name that holds a reference alone."""
    response = HttpResponse(bytes(content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
