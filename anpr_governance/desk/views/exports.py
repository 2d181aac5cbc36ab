"""A file that a worker writes of a long list: how far it is, and its download for the one who asked."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.defaultfilters import filesizeformat
from django.utils.functional import cached_property

from anpr_governance.audit import access
from anpr_governance.documents.models import Job
from anpr_governance.pages import exporting
from anpr_governance.pages.exports import TYPES
from anpr_governance.pages.views import Page


class OfExport(Page):
    """A page about one export; another force's is not found, a colleague's is not one's own."""

    permission = ""

    @cached_property
    def job(self) -> Job:
        """The export that the address names."""
        forces = {membership.organisation_id for membership in self.person.memberships_today}
        rows = Job.objects.filter(kind=exporting.KIND, organisation__in=forces).select_related("by")
        found = rows.filter(pk=self.kwargs["job"]).first()
        if found is None:
            raise Http404
        if found.by_id != self.person.pk:
            raise PermissionDenied
        return found


class ExportPage(OfExport):
    """How far the file is; then its download, and until when it is kept."""

    template_name = "desk/export.html"

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The file's name."""
        return self.job.parameters["name"]

    def context(self, **more: Any) -> dict[str, Any]:
        """The job, what it wrote, and whether the file is still there and still the person's."""
        job = self.job
        entitled, there = exporting.still_entitled(job, self.person), job.parts.exists()
        size = filesizeformat(job.report.get("size", 0))
        known = {"job": job, "running": job.finished_at is None, "entitled": entitled, "there": there, "size": size}
        known |= {"until": exporting.kept_until(job), "list_address": self.list_address()}
        return super().context(**{**known, **more})

    def list_address(self) -> str:
        """The list from which it was asked for."""
        path, _mark, _query = self.job.parameters["address"].partition("?")
        return "/sites/" if path.startswith("/sites/export.") else path


class ExportFile(OfExport):
    """The file, to who asked for it and holds the same roles still."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download, noted as an export."""
        job = self.job
        if not exporting.still_entitled(job, self.person):
            raise PermissionDenied
        if not job.parts.exists():
            raise Http404
        access.note_request(request, "export", self.person.actor)
        response = StreamingHttpResponse(exporting.pieces(job), content_type=TYPES[job.parameters["form"]])
        response.headers["Content-Disposition"] = f'attachment; filename="{job.parameters["name"]}"'
        response.headers["Content-Length"] = str(job.report["size"])
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "private, no-store"
        return response
