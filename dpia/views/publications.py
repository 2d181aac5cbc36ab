"""What the public reads, and the two exports: exactly the released bytes, or the full copy for those with the right."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from markupsafe import Markup

from anpr_governance.pages.views import PublicPage, RecordPage
from anpr_governance.pages.views.public import pdf_response
from dpia.models import Dpia, Release
from dpia.models.disclosing import full_pdf, newest_public, newest_signed


class PublicationPage(PublicPage):
    """A page of what is published about DPIAs."""

    gone_template: ClassVar[str] = "dpia/publication_gone.html"


def published(reference: str) -> Release:
    """What the public reads of one DPIA. Raises Http404."""
    found = newest_public(reference)
    if found is None:
        raise Http404
    return found


class PublicationList(PublicationPage):
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


class Publication(PublicationPage):
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


class PublicationPdf(PublicationPage):
    """The released PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The released bytes of the file."""
        release = published(self.kwargs["ref"])
        row = release.file("pdf", self.language)
        if row is None:
            raise Http404
        response = pdf_response(row.bytes, f"{release.dpia.reference}-{row.language}.pdf", inline=True)
        return self.unless_known(response, row.sha256)


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
