"""Objectives that a body sets at a meeting: rows with owner and day, carried from agenda to agenda until they end."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from assessments.models.meeting import Meeting
from assessments.models.minuting import KEEP
from assessments.querysets import ObjectiveQuerySet
from assessments.states import ObjectiveState


class Objective(models.Model):
    """One objective of a body (P L13); it is met, or given up with a reason, once."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="objective_rows")
    text = models.CharField(_("what is to be reached"), max_length=300)
    owner = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    due = models.DateField(_("by which day"))
    state = models.CharField(max_length=8, choices=ObjectiveState.choices, default=ObjectiveState.OPEN)
    outcome = models.TextField(_("what was done, or why it was given up"), blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")

    history = HistoricalRecords()
    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["due", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True, ended_by__isnull=True, outcome="")
                | (~Q(state="open") & Q(ended_on__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
                name="assessments_objective_ended_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Where it is ended."""
        return f"{self.meeting.get_absolute_url()}objectives/{self.pk}/"

    @property
    def organisation(self) -> Any:
        """The force of its meeting."""
        return self.meeting.organisation

    @classmethod
    def set_at(cls, meeting: Meeting, *, by: Any, on: date, text: str, owner: Membership, due: date) -> Self:
        """Set one at a meeting whose minutes are open; refused for a day before the meeting."""
        if due < meeting.on:
            raise _refused(_now("The day lies before the meeting. Give a day after it."))
        if owner.organisation_id != meeting.organisation_id:
            raise _refused(_now("The owner belongs to another organisation. Choose somebody of yours."))
        made: Self = meeting.amend(by=by, on=on, part=cls(meeting=meeting), text=text, owner=owner, due=due)
        return made

    def ender(self, by: Any) -> Membership | None:
        """The membership of today by which `by` may end it: its owner's, or that of somebody who keeps meetings."""
        if not isinstance(by, Person):
            return None
        held = by.roles_in(self.meeting.organisation_id)
        owns = self.owner.person_id == by.pk or by.may(KEEP, self.meeting.organisation_id)
        return held[0] if held and owns else None

    def end(self, *, by: Any, on: date, state: str, outcome: str) -> Self:
        """Say that it is met, or given up and why. Raises NotYours; Refused without words or when it ended before."""
        with unit() as running:
            running.admit(by)
            fresh = type(self).objects.select_for_update(of=("self",)).select_related("meeting__organisation", "owner")
            row: Any = fresh.get(pk=self.pk)
            member = row.ender(by)
            if member is None:
                raise NotYours(_now("end an objective"))
            if row.state != ObjectiveState.OPEN:
                raise _refused(_now("This objective has ended already."), stale=True)
            if state not in (ObjectiveState.MET, ObjectiveState.GIVEN_UP) or not outcome.strip():
                raise _refused(_now("Say whether it is met or given up, and what was done or why."))
            if on < row.meeting.on or on > clock.today():
                raise _refused(_now("Give a day from the meeting's to today."))
            row.state, row.outcome, row.ended_on, row.ended_by = state, outcome.strip(), on, member
            row._history_user = by
            row.save()
            row.meeting._chain(by, on, "objective", {"objective": row.pk, "state": state})
        return row


def _refused(sentence: str, stale: bool = False) -> Refused:
    return Refused([Reason(sentence, "P L13", "objective")], stale=stale)
