"""Personal data of consultees after its retention: what they wrote and how they are reached goes, the facts stay.

That somebody answered, on which day, the hash of the text and our answer stay on the record.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from anpr_governance.audit import Entry
from anpr_governance.documents.disposing import Kind
from anpr_governance.organisations.models import Organisation
from anpr_governance.workflow.unit import unit
from assessments.models.consultation import Consultation, ConsultationResponse, Stakeholder, UnreadResponse
from assessments.models.proposal import Proposal

WRITTEN = (ConsultationResponse, UnreadResponse)
GONE: dict[str, Any] = {"text": None, "name": "", "contact": ""}


def _ended(organisation: Organisation, before: date) -> QuerySet[Consultation]:
    """Consultations that closed before a day, or that their proposal's withdrawal left open and opened before it."""
    given_up = Exists(Proposal.objects.filter(consultation=OuterRef("pk"), state="withdrawn"))
    left_open = Q(given_up, closed_on__isnull=True, opened_on__lt=before)
    return Consultation.objects.filter(Q(closed_on__lt=before) | left_open, organisation=organisation)


def _old_responses(organisation: Organisation, before: date) -> list[int]:
    """Keys of consultations of which somebody's words, name or contact are still there."""
    kept = Q(text__isnull=False) | ~Q(name="") | ~Q(contact="")
    there = [Exists(model._default_manager.filter(kept, consultation=OuterRef("pk"))) for model in WRITTEN]
    return list(_ended(organisation, before).filter(there[0] | there[1]).values_list("pk", flat=True))


def _empty_responses(organisation: Organisation, keys: Sequence[int], entry: Entry) -> None:
    for model in WRITTEN:
        model._default_manager.filter(consultation__organisation=organisation, consultation__in=keys).update(**GONE)
    _told(organisation, entry)


def _old_contacts(organisation: Organisation, before: date) -> list[int]:
    rows = Stakeholder.objects.filter(consultation__in=_ended(organisation, before)).exclude(contact="")
    return list(rows.values_list("pk", flat=True))


def _empty_contacts(organisation: Organisation, keys: Sequence[int], entry: Entry) -> None:
    Stakeholder.objects.filter(consultation__organisation=organisation, pk__in=keys).update(contact="")
    _told(organisation, entry)


def _told(organisation: Organisation, entry: Entry) -> None:
    with unit() as running:
        running.record(organisation.code, entry)


RESPONSES = Kind(_("Responses to consultations"), "consultation_response", _old_responses, _empty_responses)
CONTACTS = Kind(_("Contacts of stakeholders"), "stakeholder_contact", _old_contacts, _empty_contacts)
