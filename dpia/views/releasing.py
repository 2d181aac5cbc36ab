"""From a redaction to its release: what is public already, the copy as it would read, candidate files, the steps."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from anpr_governance.documents.copies import as_html
from anpr_governance.pages.views import Page, StepPage
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Refused
from dpia.views import workspace
from dpia.views.redaction import OfRelease, guards_refusal


class MosaicPage(OfRelease, Page):
    """Withheld words that can be read in something that is public already, each ruled with a reason."""

    template_name = "dpia/release_mosaic.html"
    title = gettext_lazy("What is public already")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The places, with what stands around each."""
        release = self.record()
        texts = release.public_texts
        rows = [
            (n, one, texts[one.path][max(0, one.start - 60) : one.end + 60])
            for n, one in enumerate(release.unruled_mosaic())
        ]
        may = release.state in release.edited_in and release.entitled(self.person, release.edited_by)
        return self.render(release=release, rows=rows, may_edit=may, back=self.home(), marking=release.dpia.marking)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Rule one of them innocent."""
        release = self.record()
        if release.entitled(self.person, release.edited_by) is None:
            raise PermissionDenied
        place = [request.POST.get(name, "") for name in ("path", "start", "end")]
        rows = release.unruled_mosaic()
        one = next((s for s in rows if [s.path, str(s.start), str(s.end)] == place), None)
        try:
            if one is None:
                raise guards_refusal()
            release.rule(by=self.person, on=self.today, one=one, reason=request.POST.get("reason", ""))
        except NotYours as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            messages.error(request, refusal.reasons[0].sentence)
        return HttpResponseRedirect(f"{self.home()}mosaic/")


class PreviewPage(OfRelease, Page):
    """The public copy as it would read now."""

    template_name = "dpia/release_preview.html"
    title = gettext_lazy("The public copy as it would read")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Made from the reduced copy, as the published one is."""
        release = self.record()
        article = Markup(as_html(release.copy(release.languages()[0])))  # noqa: S704 - rendered and escaped by us
        return self.render(release=release, article=article, back=self.home(), marking=release.dpia.marking)


class CandidatePage(OfRelease, Page):
    """A candidate file, for those who check it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The PDF as a download."""
        row = self.record().files.filter(pk=self.kwargs["pk"], kind="pdf").first()
        if row is None:
            raise Http404
        response = HttpResponse(bytes(row.bytes), content_type="application/pdf")
        response.headers["Content-Disposition"] = f'attachment; filename="candidate-{row.sha256[:12]}.pdf"'
        response.headers["Cache-Control"] = "private, no-store"
        return response


class ReleaseStep(OfRelease, StepPage):
    """Any step of a release."""

    sheet_template = "dpia/release_sheet.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A ruling that this release does not have is not found."""
        asked = request.POST.get("finding", "")
        if asked and not (asked.isdecimal() and self.object.findings.filter(pk__in=[int(asked[:15])]).exists()):
            raise Http404
        return super().post(request, *args, **kwargs)

    def context(self, **more: Any) -> dict[str, Any]:
        """With every mark and ruling in words."""
        spots = workspace.spots(self.object) if self.step.seals else []
        known = {"spots": spots, "exemptions": facts("exemptions")["exemptions"], "kinds": workspace.kinds()}
        return super().context(**{**known, **more}) | {"marking": self.object.dpia.marking}
