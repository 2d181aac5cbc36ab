"""The consultation of a proposal: how and how far, stakeholders, responses, the pack without exact places."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages.views import EditPage, RecordPage
from assessments.forms import consulting as forms
from assessments.models import Proposal, pack
from assessments.sheets import PackSheet
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

    form_class = forms.ConsultationForm
    title = gettext_lazy("How people are consulted")


class StakeholderPage(OfConsultation):
    """Who has an interest."""

    form_class = forms.StakeholderForm
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

    form_class = forms.ResponseForm
    next = gettext_lazy("You send the answer to them yourself: the product writes to nobody outside.")
    title = gettext_lazy("A response")
    why = gettext_lazy("Every response is read and answered before the proposal is decided.")
    kind = "responses"

    def values(self, form: Any) -> dict[str, Any]:
        """An answer has its day."""
        said = dict(form.cleaned_data)
        answered = self.today if said["answer"].strip() else None
        return said | {"read_on": self.today, "answered_on": answered}


class UnreadPage(ActPage):
    """A response of the public page, to be read: it counts and is answered from then on."""

    model, section, anytime = Proposal, SECTION, True
    title, button = gettext_lazy("A response of the public page"), gettext_lazy("I have read it: record it")
    template_name = "assessments/unread.html"
    why = gettext_lazy("It stays apart from the case, from every file and every count until somebody has read it.")
    next = gettext_lazy("It is recorded as a response. Then you answer it, or note why it gets no answer.")

    @cached_property
    def unread(self) -> Any:
        """Found by record and key, else 404."""
        rows = self.object.consultation.unread if self.object.consultation is not None else None
        found = rows.filter(pk=self.kwargs["part"]).first() if rows is not None else None
        if found is None:
            raise Http404
        return found

    def context(self, **more: Any) -> dict[str, Any]:
        """What was written."""
        return super().context(**more, unread=self.unread)

    def act(self, obj: Any, form: Any) -> Any:
        """Take it in."""
        self.part = obj.read_response(by=self.person, on=self.today, unread=self.unread)

    def after(self, obj: Any) -> str:
        """To its answer, while answers are written."""
        here = obj.get_absolute_url()
        return f"{here}responses/{self.part.pk}/" if obj.state in obj.edited_in else f"{here}#consultation"

    def said(self, answer: Any) -> str:
        """It is recorded."""
        return _("The response is recorded as read. Now answer it.")


class RecordOfConsultation(ActPage):
    """Publish the record of the consultation."""

    model, form_class, section, anytime = Proposal, forms.RecordForm, SECTION, True
    title, button = gettext_lazy("Publish the record of the consultation"), gettext_lazy("Publish the record")
    why = gettext_lazy(
        "Whoever was asked, and everybody else, can see how the consultation was held and what it changed."
    )
    next = gettext_lazy(
        "It stands on the public page from now on: how and how many were asked, how many answered, and your words. "
        "Responses themselves, names and places stay out. Publishing again replaces it; earlier ones stay in history."
    )

    def form_kwargs(self) -> dict[str, Any]:
        """Whether Welsh is asked for."""
        return {"welsh": self.object.speaks_welsh}

    def initial(self) -> dict[str, Any]:
        """The words that stand published."""
        content = self.object.consultation.record_content if self.object.consultation is not None else {}
        words = {name: content.get(name, {}) for name in ("summary", "changed")}
        return {name: said.get("en", "") for name, said in words.items()} | {
            f"{name}_cy": said.get("cy", "") for name, said in words.items()
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask, or say why it is too early."""
        reasons = self.object.against_the_record()
        return self.ask(self.form(), 409, reasons=reasons, closed=True) if reasons else super().get(request)

    def act(self, obj: Any, form: Any) -> Any:
        """Publish it."""
        obj.publish_record(by=self.person, on=self.today, **form.cleaned_data)

    def after(self, obj: Any) -> str:
        """The consultation."""
        return f"{obj.get_absolute_url()}#consultation"

    def said(self, answer: Any) -> str:
        """It is published."""
        return _("The record is published.")


class CloseConsultation(ActPage):
    """Close it."""

    model, section = Proposal, SECTION
    title, button = gettext_lazy("Close the consultation"), gettext_lazy("Close it")
    next = gettext_lazy("The public page takes no more answers. It counts as recorded; the DPIA can go to the DPO.")

    def context(self, **more: Any) -> dict[str, Any]:
        """A warning while people were told that they still have time."""
        until = self.object.consultation.answer_by if self.object.consultation is not None else None
        if until is None or until <= self.today:
            return super().context(**more)
        lead = _("People were told that they can answer until %(day)s. Close it earlier only with good reason.")
        return super().context(**{**more, "lead": lead % {"day": f"{until:%-d %B %Y}"}})

    def act(self, obj: Any, form: Any) -> Any:
        """Close it."""
        obj.close_consultation(by=self.person, on=self.today)


class PackPage(ActPage):
    """Make the pack for consultees."""

    model, form_class, section = Proposal, forms.PackForm, SECTION
    title, button = gettext_lazy("Make the pack for consultees"), gettext_lazy("Make the pack")
    next = gettext_lazy("Kinds of place, purpose and the matrix are added. You read it before anybody gets it.")

    def form_kwargs(self) -> dict[str, Any]:
        """Whether Welsh is asked for."""
        return {"welsh": self.object.speaks_welsh}

    def initial(self) -> dict[str, Any]:
        """The words of the pack that there is."""
        words = self.object.consultation.pack_content.get("words", {}) if self.object.consultation is not None else {}
        return {"words": words.get("en", ""), "words_cy": words.get("cy", "")}

    def act(self, obj: Any, form: Any) -> Any:
        """Make it."""
        obj.make_pack(by=self.person, on=self.today, **form.cleaned_data)

    def after(self, obj: Any) -> str:
        """To read it."""
        return f"{obj.get_absolute_url()}consultation/pack/read/"

    def said(self, answer: Any) -> str:
        """It is made."""
        return _("The pack is made. It names no exact place. Read it before you open the consultation.")


class PackReading(RecordPage):
    """The pack as consultees get it, to be read before anybody does."""

    model, section = Proposal, SECTION
    related = ("organisation", "consultation__pack", "consultation__pack_cy")
    title = gettext_lazy("The pack for consultees")
    template_name = "assessments/pack_reading.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """In each language of the force."""
        proposal, known = self.record(), super().context(**more)
        if proposal.consultation is None or proposal.consultation.pack is None:
            raise Http404
        content, languages = proposal.consultation.pack_content, ["en", *(["cy"] if proposal.speaks_welsh else [])]
        packs = [pack.as_article(PackSheet(**content), language) for language in languages] if content else []
        return known | {"object": proposal, "packs": packs, "record": proposal.consultation}


class PackFile(RecordPage):
    """The pack itself, as a file."""

    model, section = Proposal, SECTION

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Through the proposal, else 404."""
        consultation = self.record().consultation
        file = consultation.packed(request.GET.get("language", "")) if consultation is not None else None
        if file is None:
            raise Http404
        return evidence.download(file)
