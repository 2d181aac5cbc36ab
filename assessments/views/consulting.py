"""The consultation of a proposal: how and how far, stakeholders, responses, the pack without exact places."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages.views import EditPage, RecordPage
from assessments.forms import proposing
from assessments.models import Proposal
from assessments.views.acting import ActPage
from assessments.views.proposing import SECTION


class OfConsultation(EditPage):
    """A page about the consultation of a proposal."""

    model, section = Proposal, SECTION

    def part(self, obj: Any) -> Any:
        """The consultation; else 404."""
        if obj.consultation is None:
            raise Http404
        return obj.consultation

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        part = self.part(self.object)
        return {name: getattr(part, name, None) for name in self.form_class.base_fields} if part.pk else {}

    def content(self, obj: Any) -> dict[str, Any]:
        """As the database has it now."""
        return {name: str(getattr(self.part(obj), name, "") or "") for name in self.form_class.base_fields}

    def change(self, obj: Any, form: Any) -> Any:
        """Write it through the proposal."""
        obj.consult(by=self.person, on=self.today, part=self.part(obj), **self.values(form))
        return obj

    def values(self, form: Any) -> dict[str, Any]:
        """What is written."""
        return dict(form.cleaned_data)


class ConsultationPage(OfConsultation):
    """How, and how far."""

    form_class = proposing.ConsultationForm
    title = gettext_lazy("How people are consulted")


class StakeholderPage(OfConsultation):
    """Who has an interest."""

    form_class = proposing.StakeholderForm
    title = gettext_lazy("A stakeholder")
    why = gettext_lazy("Consultation starts from this list.")
    kind = "stakeholders"

    def part(self, obj: Any) -> Any:
        """The part of the address, or a new one."""
        rows = getattr(super().part(obj), self.kind)
        if "part" not in self.kwargs:
            return rows.model(consultation=obj.consultation)
        found = rows.filter(pk=self.kwargs["part"]).first()
        if found is None:
            raise Http404
        return found


class ResponsePage(StakeholderPage):
    """What somebody answered, and what they were told."""

    form_class = proposing.ResponseForm
    title = gettext_lazy("A response")
    why = gettext_lazy("Every response is read and answered before the proposal is decided.")
    kind = "responses"

    def values(self, form: Any) -> dict[str, Any]:
        """An answer has its day."""
        said = dict(form.cleaned_data)
        answered = self.today if said["answer"].strip() else None
        return said | {"read_on": self.today, "answered_on": answered}


class CloseConsultation(ActPage):
    """Close it."""

    model, section = Proposal, SECTION
    title, button = gettext_lazy("Close the consultation"), gettext_lazy("Close it")
    next = gettext_lazy("It counts as recorded; the DPIA can go to the DPO.")

    def act(self, obj: Any, form: Any) -> Any:
        """Close it."""
        obj.close_consultation(by=self.person, on=self.today)


class PackPage(ActPage):
    """Make the pack for consultees."""

    model, form_class, section = Proposal, proposing.PackForm, SECTION
    title, button = gettext_lazy("Make the pack for consultees"), gettext_lazy("Make the pack")
    next = gettext_lazy("Kinds of place, purpose and the matrix are added. You can read it before anybody gets it.")

    def act(self, obj: Any, form: Any) -> Any:
        """Make it."""
        obj.make_pack(by=self.person, on=self.today, **form.cleaned_data)

    def after(self, obj: Any) -> str:
        """The consultation."""
        return f"{obj.get_absolute_url()}#consultation"

    def said(self, answer: Any) -> str:
        """It is made."""
        return _("The pack is made. It names no exact place.")


class PackFile(RecordPage):
    """The pack itself, as a file."""

    model, section = Proposal, SECTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the proposal, else 404."""
        consultation = self.record().consultation
        if consultation is None or consultation.pack is None:
            raise Http404
        return evidence.download(consultation.pack)
