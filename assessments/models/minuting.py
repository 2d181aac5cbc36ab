"""How a meeting is kept: called, minuted item by item, and signed by its chair; a signed meeting is closed."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.organisations.models import Person
from anpr_governance.regulation.models import Edition
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit
from assessments.models.route import chairs
from assessments.sheets import MeetingSheet
from assessments.states import Body, ItemKind

KEEP = "change_meetings"
"""The right to call meetings and to write their record."""


class Minuting(models.Model):
    """The doors to a meeting; it has no states: it is open until its minutes are signed."""

    class Meta:
        abstract = True

    @classmethod
    def _called(cls, by: Any, on: date, row: Any) -> Self:
        if not (isinstance(by, Person) and by.may(KEEP, row.organisation.pk)):
            raise NotYours(_("call a meeting"))
        same = cls._default_manager.filter(organisation=row.organisation, body=row.body, on=row.on)
        if same.exists():
            raise _refused(_("This body has a meeting on that day already. Add the item to that one."))
        with unit():
            row.quorum = Edition.objects.pin("quorum", row.organisation.code, on)
            row._history_user = by
            row.save()
            row.items.create(position=1, kind="opening")
            row._chain(by, on, "called", {"body": row.body, "held_on": row.on})
            row.report_ceased()
        return row

    def amend(self: Any, *, by: Any, on: date, part: Any = None, drop: bool = False, **fields: Any) -> Any:
        """Change its own fields or a part (item, attendance); refused once the minutes are signed."""
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)
            if not (isinstance(by, Person) and by.may(KEEP, fresh.organisation_id)):
                raise NotYours(_("write the record of a meeting"))
            if fresh.signed() is not None:
                raise _refused(_("The minutes are signed. Correct them with an erratum."), stale=True)
            row = part if part is not None else fresh
            for name, value in fields.items():
                setattr(row, name, value)
            row._history_user = by
            row.delete() if drop else row.save()
            payload = {"part": row._meta.label_lower, "key": row.pk or 0, "fields": sorted(fields), "dropped": drop}
            fresh._chain(by, on, "amend", payload)
        return row

    def add_item(self: Any, *, by: Any, on: date, kind: str, **fields: Any) -> Any:
        """Put something on the agenda, after what stands there."""
        last = self.items.order_by("-position").values_list("position", flat=True).first() or 0
        row = self.items.model(meeting=self, position=last + 1, kind=kind)
        return self.amend(by=by, on=on, part=row, **fields)

    def report_ceased(self: Any) -> int:
        """Put sites that ceased and were reported to no meeting yet on a strategy group's agenda (G 7.4)."""
        unreported = self.unreported()
        if self.body != Body.STRATEGY_GROUP:
            return 0
        last = self.items.order_by("-position").values_list("position", flat=True).first() or 0
        made = [self.items.create(position=n, kind=ItemKind.CEASE, site=s) for n, s in enumerate(unreported, last + 1)]
        return len(made)

    def unreported(self: Any) -> Any:
        """Sites that ceased and were told to no meeting yet (G 7.4)."""
        sites = self.items.model._meta.get_field("site").related_model._default_manager
        rows = sites.filter(organisation=self.organisation_id, ceased_on__isnull=False, duplicate_of__isnull=True)
        return rows.exclude(agenda_items__kind=ItemKind.CEASE).order_by("ceased_on", "pk")

    def attend(self: Any, *, by: Any, on: date, item: Any, membership: Any = None, name: str = "", **said: Any) -> Any:
        """Record a member, or a guest by name, at an item; written anew where the member stands there."""
        known = item.attendance.filter(membership=membership).first() if membership is not None else None
        row = known or item.attendance.model(item=item, membership=membership)
        if membership is not None:
            if membership.organisation_id != self.organisation_id or not membership.in_force(self.on):
                raise _refused(_("They held no such role here on the day of the meeting. Record them as a guest."))
            said = {"discipline": membership.discipline, "name": membership.person.name, **said}
        return self.amend(by=by, on=on, part=row, **({"name": name} | said if name else said))

    def signed(self: Any) -> Any:
        """The decision by which the chair signed the minutes, or None."""
        return self.decisions.filter(step="sign_minutes").select_related("seal", "by__person").first()

    def chair(self: Any, by: Any) -> Any:
        """The membership by which `by` chairs the body, or None."""
        held = by.roles_in(self.organisation_id) if isinstance(by, Person) else []
        return next((row for row in held if row.role == self.rule["chair_role"] and chairs(row)), None)

    # What a correction of the signed minutes asks

    def sealed_by(self: Any, step: str) -> tuple[str, ...]:
        """The role that signs the minutes; nothing else of a meeting is sealed."""
        return (self.rule["chair_role"],) if step == "sign_minutes" else ()

    def entitled(self: Any, by: Any, roles: Any) -> Any:
        """The membership of today by which `by` holds one of `roles` here, or None."""
        held = by.roles_in(self.organisation_id) if isinstance(by, Person) else []
        return next((row for row in held if row.role in roles), None)

    def date_refusals(self, on: date) -> list[Reason]:
        """A correction is dated at the day of the signature or after it."""
        signed = self.signed()
        early = signed is not None and on < signed.on
        return [_reason(_("The day lies before the signature. Give a day from then on."))] if early else []

    def case_version(self) -> int:
        """A meeting has no versions."""
        return 0

    def unsigned_because(self: Any) -> list[Reason]:
        """What stands against signing the minutes."""
        found = [] if self.signed() is None else [_reason(_("The minutes are signed already."))]
        if self.on > clock.today():
            found.append(_reason(_("The meeting has not been held yet.")))
        opening = self.items.filter(position=1).first()
        if opening is None or not opening.attendance.exists():
            found.append(_reason(_("Record who was there.")))
        return found

    def sign_minutes(self: Any, *, by: Any, on: date, seen: str = "", reason: str = "") -> Any:
        """Sign the minutes as the chair: the bytes are sealed and the meeting is closed. Raises NotYours, Refused."""
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.select_for_update(of=("self",)).get(pk=self.pk)
            membership = fresh.chair(by)
            if membership is None:
                raise NotYours(_("sign the minutes"))
            if against := fresh.unsigned_because():
                raise Refused(against, stale=fresh.signed() is not None)
            sealed = sealing.seal(MeetingSheet, fresh, on, seen)
            decision = fresh.decisions.create(
                step="sign_minutes", outcome="sign_minutes", on=on, recorded_at=clock.now(), by=membership,
                acting_for=membership.acting_for, name=by.name, rank=by.rank, reasons=reason, seal=sealed,
                body=fresh.body,
            )  # fmt: skip
            fresh._chain(by, on, "sign_minutes", {"seal": sealed.sha256})
        return decision

    def _chain(self: Any, by: Any, on: date, kind: str, payload: dict[str, Any]) -> None:
        with unit() as running:
            entry = Entry(
                at=clock.now(), on=on, actor=by.actor, kind=f"{self._meta.label_lower}.{kind}",
                subject=self.reference, payload=payload,
            )  # fmt: skip
            running.record(self.organisation.code, entry)


def _reason(sentence: str) -> Reason:
    return Reason(sentence, "P L13", "minutes")


def _refused(sentence: str, stale: bool = False) -> Refused:
    return Refused([_reason(sentence)], stale=stale)
