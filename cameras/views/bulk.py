"""The pages of counts by spreadsheet: take the template, hand it in, see what each row does, record them."""

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from anpr_governance.audit import access
from anpr_governance.documents.models import Job
from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.exporting import at_once
from anpr_governance.pages.views import AskingPage, Page
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from cameras.bulk.forms import BulkForm
from cameras.bulk.recording import KIND, hand_in, press
from cameras.bulk.sheet import template
from cameras.models import PerformanceCheck
from cameras.register.reading import FileRefused

RIGHT = "change_performance"
CRUMBS = ((gettext_lazy("Performance"), "/performance/"), (gettext_lazy("Counts by spreadsheet"), "/performance/bulk/"))


def waiting(person: Any) -> Any:
    """The open checks that the person may record, those due first at the top."""
    rows = PerformanceCheck.objects.visible_to(person).filter(state="open")
    mine = rows.filter(organisation__in=person.organisations_where(RIGHT))
    return mine.select_related("organisation", "device", "site").order_by("due_on", "pk")


class BulkPage(AskingPage):
    """Take the template, or hand it in."""

    permission = RIGHT
    section, title, form_class, drafts = "performance", gettext_lazy("Counts by spreadsheet"), BulkForm, False
    template_name = "cameras/checks_bulk.html"
    button = gettext_lazy("Show what each row does")
    lead = gettext_lazy("Record the counts of many checks at once: take the template, fill in rows, hand it in.")
    why = gettext_lazy(
        "Counts are often taken on a tour of many sites. Each row is recorded as one check is by itself."
    )
    next = gettext_lazy("You see the rate and outcome of each row, and each row that is refused. Then you record them.")

    def form_kwargs(self) -> dict[str, Any]:
        """The forces whose checks the person records."""
        keys = self.person.organisations_where(RIGHT)
        return {"organisations": Organisation.objects.filter(pk__in=keys).order_by("name")}

    def context(self, **more: Any) -> dict[str, Any]:
        """With the number of checks that wait, the methods to choose from, and what was handed in lately."""
        jobs = Job.objects.filter(kind=KIND, organisation__in=self.person.organisations_where(RIGHT))
        latest = list(jobs.select_related("by").defer("report").order_by("-pk")[:12])
        methods = [_(row["label"]) for row in facts("nasple")["methods"].values()]
        most = facts("register")["bulk"]["rows_most"]
        known = {"waiting": waiting(self.person).count(), "methods": methods, "latest": latest, "most": most}
        return super().context(**{**known, "crumbs": CRUMBS[:1], **more})

    def take(self, form: Any) -> str:
        """One file with its trial."""
        force = form.cleaned_data.get("organisation") or form.only
        try:
            job = hand_in(by=self.person, organisation=force, name=form.cleaned_data["file"].name, data=form.data_read)
        except FileRefused as problem:
            raise Refused([Reason(str(problem), "P L29", "file")]) from problem
        return f"/performance/bulk/{job.pk}/"

    def back(self) -> str:
        """The list of checks."""
        return "/performance/"

    def said(self, answer: Any) -> str:
        """Nothing was recorded yet."""
        return _("The file is read. Nothing is recorded yet.")


class BulkTemplate(Page):
    """The checks that wait, as a spreadsheet to fill in."""

    permission = RIGHT
    form: ClassVar[str] = "csv"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A download."""
        access.note_request(request, "export", self.person.actor)
        return at_once(template(self.today), waiting(self.person), f"checks-{self.today.isoformat()}", self.form)


class BulkJob(Page):
    """What each row of a file does, and the press that records them."""

    permission, section, template_name = RIGHT, "performance", "cameras/checks_bulk_job.html"

    @cached_property
    def job(self) -> Job:
        """The file that the address names; another force's is not found."""
        keys = self.person.organisations_where(RIGHT)
        found = Job.objects.filter(kind=KIND, organisation__in=keys, pk=self.kwargs["job"])
        job = found.select_related("organisation", "source", "by").first()
        if job is None:
            raise Http404
        return job

    @property
    def title(self) -> Any:  # type: ignore[override]
        """The file's name."""
        return self.job.parameters["name"]

    def context(self, **more: Any) -> dict[str, Any]:
        """Good rows and refused ones."""
        report = self.job.report
        return super().context(**{"job": self.job, "crumbs": CRUMBS, "reasons": (), **report, **more})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Record every good row, or none."""
        try:
            done = press(self.job, by=self.person, on=self.today)
        except NotYours as refusal:
            raise PermissionDenied from refusal
        except Refused as refusal:
            return self.render(409, reasons=refusal.reasons)
        said = ngettext("%(n)s check is recorded.", "%(n)s checks are recorded.", done.done) % {"n": done.done}
        messages.success(request, said)
        return HttpResponseRedirect(request.path)
