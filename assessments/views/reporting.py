"""The strategy group's report to the board: a period read from the records, given once and kept as it was given."""

import hashlib
import json
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.database.functions import add_months
from anpr_governance.documents.papers import Paper, Part
from anpr_governance.pages.days import NotADay, read_day
from anpr_governance.pages.views import AskingPage, Page, RecordPage
from assessments.forms.meeting import GiveReportForm
from assessments.models import BoardReport, Meeting
from assessments.models.minuting import KEEP
from assessments.models.period import report_on
from assessments.models.report import BoardReportSheet, period_title
from assessments.states import Body
from assessments.views import words
from assessments.views.minutes import pdf_file
from assessments.views.papers import day

MONTHS = 3
"""How far back a report goes unless somebody says otherwise."""
PERIOD = ("force", "since", "until")
SECTION = "meetings"


def sections(content: dict[str, Any]) -> list[Any]:
    """Every part of a report as a table, an empty one with a sentence."""
    known, parts = words.labels(), BoardReportSheet.parts()
    names = [name for name in content if name not in PERIOD]
    return [
        words.grid(str(parts[name].metadata["label"]), content[name], known, _("None in this period."))
        for name in names
    ]


def paper(content: dict[str, Any], title: str, facts: list[tuple[str, str]], foot: str) -> Paper:
    """A report as a paper."""
    parts = tuple(Part(grid.caption, (grid,)) for grid in sections(content))
    return Paper(_("Report to the finance and strategy board"), title, content["force"], tuple(facts), parts, foot=foot)


class ReportPage(Page):
    """The report of a period as the records stand, and the reports that were given."""

    section, title, template_name = SECTION, gettext_lazy("Report to the board"), "assessments/report.html"
    permission = "view_content"
    lead = gettext_lazy(
        "The strategy group reports to the board: what it met for and decided, what it cost, what is late."
    )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the same as a PDF."""
        since, until, error = self.period
        content = report_on(self.organisation, since, until, self.today).content()
        if request.GET.get("file") == "pdf":
            facts = [(_("Period"), period_title(since, until)), (_("As the records stand on"), day(self.today)),
                     (_("State"), _("Not given to the board: a draft."))]  # fmt: skip
            return pdf_file(paper(content, _("Draft: report to the board"), facts, ""), f"report-{since}-{until}.pdf")
        given = BoardReport.objects.visible_to(self.person).order_by("-until", "-pk")
        return self.render(
            since=since, until=until, error=error, grids=sections(content), given=given,
            gives=self.person.may(KEEP, self.organisation.pk),
        )  # fmt: skip

    @cached_property
    def organisation(self) -> Any:
        """The force in which the person reads content."""
        held = [row.organisation for row in self.person.memberships_today]
        found = next((one for one in held if self.person.may(self.permission, one.pk)), None)
        if found is None:
            raise PermissionDenied
        return found

    @cached_property
    def period(self) -> tuple[date, date, str]:
        """First and last day, and what is wrong with what was typed."""
        usual = add_months(self.today, -MONTHS), self.today
        typed = [self.request.GET.get(name, "").strip() for name in ("since", "until")]
        try:
            since, until = (read_day(text) if text else own for text, own in zip(typed, usual, strict=True))
        except NotADay as mend:
            return *usual, str(mend)
        if since > until:
            return *usual, _("The period ends before it begins. Give the earlier day first.")
        return since, until, ""


class GiveReport(AskingPage):
    """Give the report of a period to a meeting of the board."""

    form_class, section, permission = GiveReportForm, SECTION, KEEP
    template_name, drafts = "assessments/report_give.html", False
    title, button = gettext_lazy("Give the report to the board"), gettext_lazy("Seal it and put it on the agenda")
    next = gettext_lazy(
        "It stands on the board's agenda as an item. What you see is sealed and does not change any more."
    )

    @cached_property
    def organisation(self) -> Any:
        """The force in which the person keeps meetings."""
        held = [row.organisation for row in self.person.memberships_today]
        return next(one for one in held if self.person.may(KEEP, one.pk))

    @cached_property
    def span(self) -> tuple[date, date]:
        """The days of the address; else 404."""
        try:
            since, until = (date.fromisoformat(self.kwargs[name]) for name in ("since", "until"))
        except ValueError as error:
            raise Http404 from error
        if since > until:
            raise Http404
        return since, until

    @cached_property
    def report(self) -> BoardReportSheet:
        """What would be sealed."""
        return report_on(self.organisation, *self.span, self.today)

    def form_kwargs(self) -> dict[str, Any]:
        """Meetings of the board whose minutes are open."""
        rows = Meeting.objects.visible_to(self.person).filter(organisation=self.organisation)
        open_ones = rows.filter(body=Body.FINANCE_STRATEGY_BOARD).exclude(decisions__step="sign_minutes")
        return {"meetings": open_ones.select_related("organisation").order_by("on")}

    def context(self, **more: Any) -> dict[str, Any]:
        """The whole report with its hash."""
        seen = hashlib.sha256(self.report.canonical()).hexdigest()
        known = {"grids": sections(self.report.content()), "seen": seen, "period": period_title(*self.span)}
        return super().context(**{**more, **known})

    def back(self) -> str:
        """The report of the period."""
        since, until = self.span
        return f"/board-reports/?since={since}&until={until}"

    def take(self, form: Any) -> Any:
        """Give what was seen."""
        seen = self.request.POST.get("seen", "")
        if not seen:
            raise PermissionDenied
        given = form.cleaned_data["meeting"]
        return BoardReport.give(by=self.person, on=self.today, meeting=given, content=self.report, seen=seen)


class OfReport(RecordPage):
    """A page about a report that was given."""

    model, section = BoardReport, SECTION
    related = ("organisation", "seal", "item__meeting__organisation")
    template_name = "assessments/report_given.html"

    @cached_property
    def given(self) -> Any:
        """The report; else 404."""
        return self.record()

    def content(self) -> dict[str, Any]:
        """The sealed content."""
        sealed: dict[str, Any] = json.loads(bytes(self.given.seal.bytes))["content"]
        return sealed

    def facts(self) -> list[tuple[str, str]]:
        """To which meeting, when, by whom, with which seal."""
        row = self.given
        holds = _("The bytes have this hash.") if row.seal.holds() else _("THE BYTES DO NOT HAVE THIS HASH.")
        return [
            (_("Given to"), row.item.meeting.title),
            (_("Given on"), _("%(day)s by %(who)s") % {"day": day(row.given_on), "who": row.name}),
            (_("Seal (SHA-256)"), f"{row.seal.sha256} {holds}"),
        ]


class GivenReport(OfReport):
    """A report as it was given."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Its sealed content."""
        self.title = self.given.title
        return self.render(object=self.given, facts=self.facts(), grids=sections(self.content()))


class GivenReportFile(OfReport):
    """The same as a PDF."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Made of the sealed content alone."""
        row = self.given
        made = paper(self.content(), row.title, self.facts(), row.seal.sha256[:12])
        return pdf_file(made, f"{row.organisation.code}-report-{row.since}-{row.until}.pdf")
