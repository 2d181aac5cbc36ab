"""What the public reads, and the two exports: exactly the released bytes, or the full copy for those with the right."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import get_template
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from markupsafe import Markup

from anpr_governance.pages.views import Page
from anpr_governance.pages.views.base import RecordPage
from dpia.models import Dpia, Release
from dpia.models.disclosing import full_pdf, newest_public, newest_signed

REVALIDATE = "public, no-cache"
"""Anybody may keep it and has to ask each time whether it still stands: a withdrawn copy is gone at once."""


class PublicPage(Page):
    """A page without a session: no cookie is read, so any cache may hold it."""

    public: ClassVar[bool] = True
    permission: ClassVar[str] = ""

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
        page = get_template("dpia/publication_gone.html").render(self.frame(_("This page is not here")))
        return HttpResponse(page, status=404, headers={"Cache-Control": "no-store"})

    def frame(self, title: str, **more: Any) -> dict[str, Any]:
        """What the public frame needs; no request, so no session."""
        prefix = "/cy" if self.language == "cy" else ""
        known = {"title": title, "marking": "OFFICIAL", "prefix": prefix, "language_code": self.language, "force": ""}
        return known | more

    def shown(self, template: str, etag: str, **known: Any) -> HttpResponseBase:
        """The page, or 304 when the reader has it."""
        page = get_template(template).render(known)
        response = HttpResponse(page, headers={"ETag": f'"{etag}"', "Cache-Control": REVALIDATE})
        return get_conditional_response(self.request, etag=f'"{etag}"', response=response) or response


def published(reference: str) -> Release:
    """What the public reads of one DPIA. Raises Http404."""
    found = newest_public(reference)
    if found is None:
        raise Http404
    return found


class PublicationList(PublicPage):
    """Every released DPIA, by force."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The newest release of each."""
        rows = Release.objects.ever_public().select_related("organisation", "dpia__organisation")
        newest: dict[str, Release] = {}
        for row in rows.order_by("organisation__name", "dpia__number", "dpia__version", "number"):
            newest[row.dpia.reference] = row
        public = [row for row in newest.values() if row.is_public]
        listed = [(row, row.spoken(self.language)) for row in public]
        digest = "-".join(str(row.pk) for row in public) + self.language
        title = _("Data protection impact assessments")
        return self.shown("dpia/publication_list.html", f"list-{digest}"[-120:], **self.frame(title, rows=listed))


class Publication(PublicPage):
    """One released DPIA: the article that passed the gate, in the public frame."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The released bytes of the page."""
        release = published(self.kwargs["ref"])
        page, paper = (release.file(kind, self.language) for kind in ("html", "pdf"))
        if page is None:
            raise Http404
        article = Markup(bytes(page.bytes).decode())  # noqa: S704 - rendered and escaped by us, read back by the gate
        title = release.spoken(self.language)[0]
        known = self.frame(title, release=release, article=article, paper=paper, force=release.organisation.name)
        return self.shown("dpia/publication.html", f"{page.sha256[:32]}-{self.language}", **known)


class PublicationPdf(PublicPage):
    """The released PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The released bytes of the file."""
        release = published(self.kwargs["ref"])
        row = release.file("pdf", self.language)
        if row is None:
            raise Http404
        response = pdf_response(row.bytes, f"{release.dpia.reference}-{row.language}.pdf", inline=True)
        response.headers["ETag"] = f'"{row.sha256}"'
        response.headers["Cache-Control"] = REVALIDATE
        return get_conditional_response(request, etag=f'"{row.sha256}"', response=response) or response


def pdf_response(content: Any, name: str, *, inline: bool = False) -> HttpResponse:
    """A PDF under a name that holds a reference alone."""
    response = HttpResponse(bytes(content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


class ExportPage(RecordPage):
    """`/dpias/<ref>/export.pdf`: the newest released copy; `?copy=full` for the right, entered in the audit chain."""

    model = Dpia

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download that no cache keeps."""
        dpia = self.record()
        full = request.GET.get("copy") == "full"
        response = self.full(dpia) if full else self.redacted(dpia)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    def redacted(self, dpia: Dpia) -> HttpResponse:
        """Never a draft: 404 while nothing is released."""
        release = published(dpia.reference)
        row = release.file("pdf", release.languages()[0])
        return pdf_response(row.bytes, f"{dpia.reference}-public.pdf")

    def full(self, dpia: Dpia) -> HttpResponse:
        """The newest signed version, whole."""
        if not self.person.may("export_full_dpia", dpia.organisation_id):
            raise PermissionDenied
        signed = newest_signed(dpia)
        if signed is None:
            raise Http404
        content = full_pdf(signed, by=self.person, on=self.today)
        return pdf_response(content, f"{dpia.reference}-v{signed.version}-OFFICIAL-SENSITIVE.pdf")
