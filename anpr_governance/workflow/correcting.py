"""A signed erratum upon a sealed decision: shown beside it for ever, never in its place (`workflows.md`, shared rules).

One person who may take the sealed step writes it; a second one of that role, the DPO or the strategic lead confirms
it. A material error makes a new version of the record instead.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from django.utils.translation import gettext as _

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.canonical import canonical
from anpr_governance.organisations.models import Membership
from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import sealing
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.steps import steps_of
from anpr_governance.workflow.unit import unit

CORRECT, CONFIRM = "correct", "confirm_correction"


@dataclass(frozen=True)
class Erratum:
    """What is sealed: which decision, what was wrong, what is right, and why it is no new version."""

    reference: str
    decision: str
    seal: str
    text: str
    reason: str
    name = "erratum"
    schema_version = 1

    @classmethod
    def of(cls, record: Self, on: date) -> Self:
        """The sheet is made of itself: an erratum stands on no other content."""
        return record

    def canonical(self) -> bytes:
        """UTF-8 JSON with sorted keys."""
        content = {name: getattr(self, name) for name in ("reference", "decision", "seal", "text", "reason")}
        return canonical({"sheet": self.name, "schema_version": self.schema_version, "content": content})


def corrector(record: Any, decision: Any, by: Any) -> Membership | None:
    """The membership by which `by` may correct `decision`; a correction itself is corrected by nobody."""
    roles = _sealing_roles(record, decision)
    return record.entitled(by, roles) if roles else None


def confirmer(record: Any, erratum: Any, by: Any) -> Membership | None:
    """The membership by which `by` may confirm `erratum`; whether it is his own is asked when he does."""
    if erratum.step != CORRECT:
        return None
    roles = _sealing_roles(record, erratum.corrects)
    return record.entitled(by, roles) or record.entitled(by, (Role.DPO, Role.STRATEGIC_LEAD))


def correct(record: Any, decision: Any, *, by: Any, on: date, text: str, reason: str) -> Any:
    """Write an erratum upon `decision` of `record`; it stands once `confirm` took it. Raises NotYours, Refused."""
    if not text.strip() or not reason.strip():
        raise Refused([_reason(_("Say what was wrong and what is right, and why it needs no new version."))])
    with unit() as running:
        running.admit(by)
        fresh = type(record)._default_manager.locked(record.pk)
        membership = corrector(fresh, decision, by)
        if membership is None:
            raise NotYours(_("correct what another role sealed"))
        sheet = Erratum(fresh.reference, decision.step, decision.seal.sha256, text.strip(), reason.strip())
        return _write(fresh, decision, CORRECT, membership, on, reason, sheet)


def confirm(record: Any, erratum: Any, *, by: Any, on: date) -> Any:
    """Confirm an erratum as the second person. Raises NotYours; Refused for one's own or a confirmed one."""
    with unit() as running:
        running.admit(by)
        fresh = type(record)._default_manager.locked(record.pk)
        membership = confirmer(fresh, erratum, by)
        if membership is None:
            raise NotYours(_("confirm a correction"))
        if erratum.by.person_id == membership.person_id:
            raise Refused([_reason(_("You wrote this correction, so somebody else confirms it."))])
        if erratum.corrections.filter(step=CONFIRM).exists():
            raise Refused([_reason(_("This correction is confirmed already."))], stale=True)
        sheet = Erratum(fresh.reference, CORRECT, erratum.seal.sha256, "", "")
        return _write(fresh, erratum, CONFIRM, membership, on, "", sheet)


def errata(record: Any) -> list[tuple[Any, bool]]:
    """The errata upon a record, oldest first, each with whether a second person confirmed it."""
    rows = list(record.decisions.filter(step__in=(CORRECT, CONFIRM)).select_related("seal", "by__person", "corrects"))
    confirmed = {row.corrects_id for row in rows if row.step == CONFIRM}
    return [(row, row.pk in confirmed) for row in rows if row.step == CORRECT]


def _sealing_roles(record: Any, decision: Any) -> tuple[str, ...]:
    if hasattr(record, "sealed_by"):  # a record without steps says itself whose its seals are
        return tuple(record.sealed_by(decision.step))
    return next((declared.roles for declared in steps_of(type(record)) if declared.name == decision.step), ())


def _write(record: Any, decision: Any, step: str, membership: Membership, on: date, reason: str, sheet: Any) -> Any:
    if refused := record.date_refusals(on):
        raise Refused(refused)
    sealed = sealing.seal(sheet, sheet, on, "")
    link = record._meta.get_field("decisions").field.name
    row = record.decisions.model._default_manager.create(
        **{link: record}, step=step, outcome=step, on=on, recorded_at=clock.now(), by=membership,
        acting_for=membership.acting_for, name=membership.person.name, rank=membership.person.rank, reasons=reason,
        seal=sealed, corrects=decision,
    )  # fmt: skip
    with unit() as running:
        entry = Entry(
            at=clock.now(), on=on, actor=membership.person.actor, kind=f"{record._meta.label_lower}.{step}",
            subject=record.reference, version=record.case_version(), payload={"seal": sealed.sha256, "reason": reason},
        )  # fmt: skip
        running.record(record.organisation.code, entry)
    return row


def _reason(sentence: str) -> Reason:
    return Reason(sentence, "house", "correct")
