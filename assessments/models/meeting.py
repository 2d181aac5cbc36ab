"""Meetings of the deciding bodies, with attendance by item (P L13)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.organisations.models import Membership, Organisation
from anpr_governance.regulation import facts
from anpr_governance.regulation.models import Edition
from assessments.models.minuting import Minuting
from assessments.models.proposal import CaseTask, Proposal
from assessments.models.route import chairs
from assessments.querysets import AgendaItemQuerySet, MeetingQuerySet
from assessments.states import Body, ItemKind, Vote
from cameras.models import Site


class Meeting(Minuting):
    """A meeting of one body on one day."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    body = models.CharField(_("body"), max_length=30, choices=Body.choices)
    on = models.DateField(_("held on"))
    quorum = models.ForeignKey(Edition, models.PROTECT, null=True, blank=True, related_name="+")
    objectives = models.TextField(_("objectives set"), blank=True)

    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "body", "on"], name="assessments_meeting_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.on}"

    @property
    def reference(self) -> str:
        """How the chain and addresses name it: ``CODE-M-0001``."""
        return f"{self.organisation.code}-M-{self.pk:04d}"

    @property
    def title(self) -> str:
        """The body and the day."""
        return f"{self.get_body_display()}, {self.on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        """The record's page."""
        return f"/meetings/{self.reference}/"

    @classmethod
    def called(cls, *, by: Any, on: date, organisation: Organisation, body: str, held_on: date) -> Self:
        """A meeting with its opening as item 1; the rule of its quorum is pinned. Raises NotYours, Refused."""
        return cls._called(by, on, cls(organisation=organisation, body=body, on=held_on))

    @property
    def rule(self) -> Mapping[str, Any]:
        """The quorum of its body, as pinned."""
        table = self.quorum.facts if self.quorum else facts("quorum")
        return table["quorum"][self.body]

    @cached_property
    def item_rows(self) -> list["AgendaItem"]:
        """Its items in order."""
        rows = self.items.select_related(
            "proposal__organisation", "site__organisation", "condition__proposal__organisation",
            "objective__meeting__organisation",
        )  # fmt: skip
        found = list(rows.order_by("position"))
        for item in found:
            item.meeting = self
        return found


class AgendaItem(models.Model):
    """One item of a meeting: about a proposal, a disposal, a ceased collection, or the opening."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.OTHER)
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    condition = models.ForeignKey(CaseTask, models.PROTECT, null=True, blank=True, related_name="agenda_items")
    objective = models.ForeignKey(
        "assessments.Objective", models.PROTECT, null=True, blank=True, related_name="agenda_items"
    )
    title = models.CharField(_("about"), max_length=200, blank=True)
    minutes = models.TextField(_("minutes"), blank=True)
    consensus = models.BooleanField(_("agreed without a vote"), default=False)
    balance = models.TextField(_("how protection of the public and privacy were balanced"), blank=True)
    dissent = models.TextField(_("dissent"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True)
    late_reason = models.TextField(_("why authority came late"), blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "position"], name="assessments_item_position_unique"),
        ]

    @property
    def about(self) -> str:
        """What it is about, in words."""
        record = self.proposal or self.site
        return record.title if record is not None else self.title

    @cached_property
    def attendance_rows(self) -> list["Attendance"]:
        """Who was there; an item without rows of its own has those of the opening (item 1)."""
        own = list(self.attendance.select_related("membership__acting_for").order_by("pk"))
        if own or self.position == 1:
            return own
        rows = Attendance.objects.filter(item__meeting=self.meeting_id, item__position=1)
        return list(rows.select_related("membership__acting_for").order_by("pk"))

    def kept_out(self, person: Any) -> bool:
        """Whether the record has `person` as recused from it or absent."""
        rows = [row for row in self.attendance_rows if row.person_id == getattr(person, "pk", 0)]
        return bool(rows) and not any(row.present and not row.recused for row in rows)

    def sitting(self) -> list["Attendance"]:
        """Members who were present and not recused."""
        return [row for row in self.attendance_rows if row.present and not row.recused]

    def members(self) -> list["Attendance"]:
        """Members who took part, one row each: a person counts once by however many roles, and so does a seat.

        Who is recused in one role is recused; a stand-in counts where the member they stand in for is away.
        """
        rows = [row for row in self.attendance_rows if row.sits_for(self.meeting.rule)]
        recused = {row.person_id for row in rows if row.recused}
        there = [row for row in rows if row.present and row.person_id not in recused]
        counted: list[Attendance] = []
        for row in sorted(there, key=lambda row: (row.stands_in, not row.discipline, row.pk)):
            if not any(row.person_id == one.person_id or row.seat == one.seat for one in counted):
                counted.append(row)
        return counted

    def quorum_missing(self) -> str | None:
        """What the quorum lacks, in one sentence; None when the item was quorate (T082)."""
        rule, members = self.meeting.rule, self.members()
        if len(members) < rule["least"]:
            said = _now("No quorum: %(there)d members took part, %(least)d are needed.")
            return said % {"there": len(members), "least": rule["least"]}
        people = {row.person_id for row in members}
        if rule["chair_present"] and not any(
            row.chairs_for(rule) and row.person_id in people for row in self.sitting()
        ):
            return _now("No quorum: the chair took no part.")
        disciplines = {row.discipline for row in members if row.discipline}
        if len(disciplines) < rule["least_disciplines"]:
            said = _now("No quorum: members of %(least)d disciplines are needed, %(there)d took part.")
            return said % {"there": len(disciplines), "least": rule["least_disciplines"]}
        return None

    def cast(self) -> dict[Any, str]:
        """The vote of each member who took part, by person, empty where none was cast; guests have none."""
        rows = [row for row in self.sitting() if row.sits_for(self.meeting.rule)]
        said = {row.person_id: row.vote for row in reversed(rows) if row.vote}
        return {row.person_id: said.get(row.person_id, "") for row in self.members()}

    def votes(self) -> dict[str, int]:
        """How many members voted how."""
        cast = [vote for vote in self.cast().values() if vote]
        return {vote: cast.count(vote) for vote in dict.fromkeys(cast)}

    def without_vote(self) -> list[str]:
        """Names of members who took part and cast no vote."""
        cast = self.cast()
        return [row.name for row in self.members() if not cast[row.person_id]]

    def decided_before(self) -> list[str]:
        """Names of those who took part here and in the decision of an earlier body, without saying why."""
        people: dict[Any, Attendance] = {
            row.person_id: row for row in self.sitting() if row.person_id and not row.interest.strip()
        }
        items = AgendaItem.objects.of_bodies().filter(decisions__proposal=self.proposal_id)
        earlier = items.exclude(meeting__body=self.meeting.body).distinct()
        both = {row.person_id for item in earlier for row in item.sitting()} & set(people)
        return [people[key].name for key in sorted(both, key=str)]

    def record_of(self, said: Mapping[str, str]) -> dict[str, Any]:
        """What a decision taken at this item keeps of it."""
        votes: dict[str, Any] = {"consensus": True} if self.consensus else dict(self.votes())
        texts = {name: said.get(name) or getattr(self, name) for name in ("balance", "dissent")}
        return {"agenda_item": self, "votes": votes, **texts}


class Attendance(models.Model):
    """A person at one item (item 1 is the opening): discipline, interest, recusal, vote."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="attendance")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    discipline = models.CharField(max_length=80, blank=True)
    present = models.BooleanField(default=True)
    interest = models.TextField(_("interest declared"), blank=True)
    recused = models.BooleanField(default=False)
    vote = models.CharField(max_length=10, choices=Vote.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "membership"], name="assessments_attendance_once"),
            models.CheckConstraint(condition=~(Q(recused=True) & ~Q(vote="")), name="assessments_recused_without_vote"),
        ]

    @property
    def person_id(self) -> int | None:
        """The account of whoever attended, where they have one."""
        return self.membership.person_id if self.membership else None

    @property
    def stands_in(self) -> bool:
        """Whether they sit in the place of another."""
        return self.membership is not None and self.membership.acting_for is not None

    @property
    def seat(self) -> int | None:
        """The account whose place they take: their own, or that of whom they stand in for."""
        acting = self.membership.acting_for if self.membership else None
        return acting.person_id if acting else self.person_id

    def sits_for(self, rule: Mapping[str, Any]) -> bool:
        """Whether they are a member or the chair of the body; guests do not count."""
        return self.membership is not None and self.membership.role in (rule["chair_role"], rule["member_role"])

    def chairs_for(self, rule: Mapping[str, Any]) -> bool:
        """Whether they chair the body, or stand in for its chair."""
        return self.membership is not None and self.membership.role == rule["chair_role"] and chairs(self.membership)
