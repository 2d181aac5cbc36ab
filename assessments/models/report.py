"""The strategy group's report to the board upon a period: sealed as given, dated, on the board's agenda (T083)."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.database import clock
from anpr_governance.documents.sheets import Sheet, disclosed, sheet, withheld
from anpr_governance.organisations.models import Membership, Organisation
from anpr_governance.workflow import sealing
from anpr_governance.workflow.models import Seal
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from assessments.models.meeting import AgendaItem, Meeting
from assessments.models.minuting import KEEP
from assessments.querysets import BoardReportQuerySet
from assessments.states import Body, ItemKind


@sheet("board_report", 1)
class BoardReportSheet(Sheet):
    """What the strategy group tells the board upon a period (T083), as lines of words under their heads."""

    force: str = disclosed(_("Organisation"))
    since: str = disclosed(_("From"))
    until: str = disclosed(_("To"))
    meetings: list[dict[str, str]] = withheld(_("Meetings held"), "internal", clause="P L13")
    decisions: list[dict[str, str]] = withheld(_("Decisions of the bodies"), "internal", clause="P L16")
    conditions: list[dict[str, str]] = withheld(_("Conditions"), "internal", clause="P L13")
    grounds: list[dict[str, str]] = withheld(_("Assessments endorsed and needs decided"), "internal", clause="G 1.8")
    sites: list[dict[str, str]] = withheld(_("Sites that went live or ceased"), "internal", clause="G 7.4")
    equipment: list[dict[str, str]] = withheld(_("Purchases, changes and costs"), "internal", clause="P L46")
    objectives: list[dict[str, str]] = withheld(_("Objectives"), "internal", clause="P L13")
    overdue: list[dict[str, str]] = withheld(_("What is overdue"), "internal", clause="P L13")

    @classmethod
    def of(cls, record: Self, on: date) -> Self:
        """The sheet is made of itself: the views read the period from the records."""
        return record


class BoardReport(models.Model):
    """One report that was given; its bytes are those of the seal, and nothing of it changes."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    since = models.DateField()
    until = models.DateField()
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="report")
    seal = models.ForeignKey(Seal, models.PROTECT, related_name="+")
    given_on = models.DateField()
    given_by = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)

    objects = BoardReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-until", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="assessments_report_period"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"

    def get_absolute_url(self) -> str:
        """The report as it was given."""
        return f"/board-reports/{self.pk}/"

    @property
    def title(self) -> str:
        """The period in words."""
        return period_title(self.since, self.until)

    @classmethod
    def give(cls, *, by: Any, on: date, meeting: Meeting, content: Any, seen: str) -> Self:
        """Seal the report as it was read, and put it on the agenda of a board's meeting. Raises NotYours, Refused."""
        with unit() as running:
            running.admit(by)
            held = Meeting.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=meeting.pk)
            if not by.may(KEEP, held.organisation_id):
                raise NotYours(_now("report to the board"))
            if held.body != Body.FINANCE_STRATEGY_BOARD:
                raise Refused([Reason(_now("The report is given to a board. Choose a meeting of the board."), "P L13")])
            period = date.fromisoformat(content.since), date.fromisoformat(content.until)
            item = held.add_item(by=by, on=on, kind=ItemKind.REPORT, title=period_title(*period)[:200])
            member = by.roles_in(held.organisation_id)[0]
            made = cls.objects.create(
                organisation=held.organisation, since=period[0], until=period[1], item=item, given_on=on,
                given_by=member, name=by.name, seal=sealing.seal(BoardReportSheet, content, clock.today(), seen),
            )  # fmt: skip
            held._chain(by, on, "report", {"report": made.pk, "seal": made.seal.sha256})
        return made


def period_title(since: date, until: date) -> str:
    """How a report is named."""
    said = {"since": f"{since:%-d %B %Y}", "until": f"{until:%-d %B %Y}"}
    return _now("Strategy group, %(since)s to %(until)s") % said
