"""What the public reads of consultations and answers to them: no account, no session, no exact place (T067, T068)."""

import hashlib
from typing import Any, ClassVar

from allauth.core import ratelimit
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.backends.utils import csrf_input
from django.template.loader import get_template
from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import System
from anpr_governance.pages.views import PublicPage
from anpr_governance.pages.views.public import NOT_KEPT, pdf_response
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason, Refused
from assessments.forms.answering import AnswerForm
from assessments.models import Proposal, pack
from assessments.sheets import PackSheet, RecordSheet, in_language
from assessments.states import ProposalState

PUBLIC = System("public")
LIMIT = "consultation_response"


class ConsultationPublic(PublicPage):
    """A page about consultations for everybody."""

    gone_template: ClassVar[str] = "assessments/public_gone.html"

    def asked(self) -> Proposal:
        """The proposal of the address while it asks the public; else 404, whatever the reason."""
        found = self.told()
        if not found.asks_the_public():
            raise Http404
        return found

    def told(self) -> Proposal:
        """The proposal of the address, if anything of its consultation was ever public; else 404."""
        found = Proposal.objects.told_to_the_public().by_reference(self.kwargs["ref"]).first()
        if found is None:
            raise Http404
        return found

    def about(self, proposal: Proposal, title: str, **more: Any) -> dict[str, Any]:
        """The frame of a page about one consultation, with what every such page says."""
        welsh = proposal.speaks_welsh
        kept = facts("retention")["retention"]["consultation_response"]["months"]
        known = {"ref": proposal.reference, "force": proposal.organisation.name, "welsh": welsh, "months": kept}
        return self.frame(title, contact=proposal.organisation.contact.strip(), **known, **more)


class ConsultationList(ConsultationPublic):
    """Consultations that can be answered now, and the records of those that ended."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """By force and number."""
        rows = list(Proposal.objects.told_to_the_public().order_by("organisation__name", "number"))
        asking = [(row, _pack(row)) for row in rows if row.asks_the_public()]
        records = [(row, _record(row)) for row in rows if row.consultation.published_on]  # type: ignore[union-attr]
        tag = "-".join([*(f"a{row.pk}" for row, _sheet in asking), *(f"r{row.pk}" for row, _sheet in records)])
        known = self.frame(_("Consultations on number plate cameras"), asking=asking, records=records)
        return self.shown("assessments/public_list.html", f"consultations-{tag}-{self.language}"[-120:], **known)


def _pack(proposal: Proposal) -> PackSheet:
    return PackSheet(**proposal.consultation.pack_content)  # type: ignore[union-attr]


def _record(proposal: Proposal) -> RecordSheet:
    return RecordSheet(**proposal.consultation.record_content)  # type: ignore[union-attr]


class PublicConsultation(ConsultationPublic):
    """One consultation: what is proposed and how to answer while it is open, its record once that is published."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The pack, else the record, else 404."""
        proposal = self.told()
        if proposal.asks_the_public():
            return self.pack(proposal)
        if proposal.consultation.published_on:  # type: ignore[union-attr]
            return self.record(proposal)
        raise Http404

    def pack(self, proposal: Proposal) -> HttpResponseBase:
        """What is proposed, location-free, and by when to answer."""
        sheet, paper = _pack(proposal), proposal.consultation.packed(self.language)  # type: ignore[union-attr]
        title = _("Consultation %(reference)s: cameras that read number plates") % {"reference": sheet.reference}
        known = self.about(proposal, title, paper=paper, **pack.shown(sheet, self.language))
        return self.shown("assessments/public_consultation.html", _tag(sheet, self.language), **known)

    def record(self, proposal: Proposal) -> HttpResponseBase:
        """How people were asked, how many answered, what came of it."""
        sheet = _record(proposal)
        title = _("Record of consultation %(reference)s") % {"reference": sheet.reference}
        summary, changed = in_language(sheet.summary, self.language), in_language(sheet.changed, self.language)
        table = facts("consultation")
        known = self.about(
            proposal, title, record=sheet, summary=summary, changed=changed, state=_ended(sheet.state),
            methods=[_(table["methods"][name]["label"]) for name in sheet.methods],
            asked=[(_(table["stakeholder_kinds"][kind]["label"]), count) for kind, count in sheet.asked],
        )  # fmt: skip
        return self.shown("assessments/public_record.html", _tag(sheet, self.language), **known)


def _ended(state: str) -> str:
    """What became of a proposal, in words that need no knowledge of the steps between."""
    decided = (ProposalState.APPROVED, ProposalState.REFUSED, ProposalState.WITHDRAWN)
    return str(ProposalState(state).label) if state in decided else _("Not decided yet")


def _tag(sheet: Any, language: str) -> str:
    return f"{hashlib.sha256(sheet.canonical()).hexdigest()[:32]}-{language}"


class ConsultationPdf(ConsultationPublic):
    """The pack as a file, while the consultation is open."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The bytes that are kept as evidence."""
        proposal = self.asked()
        file = proposal.consultation.packed(self.language)  # type: ignore[union-attr]
        if file is None or file.bytes is None or file.type != "application/pdf":
            raise Http404
        response = pdf_response(file.bytes, f"{proposal.reference}-consultation.pdf", inline=True)
        return self.unless_known(response, file.sha256)


class AnswerPage(ConsultationPublic):
    """Answer a consultation. Nothing of it is kept by a cache; a refused answer comes back as it was typed."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask."""
        return self.ask(self.asked(), AnswerForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take it, unread, unless this address has sent too many."""
        proposal, form = self.asked(), AnswerForm(request.POST)
        if not form.is_valid():
            return self.ask(proposal, form, 422)
        if not ratelimit.consume(request, action=LIMIT):
            sentence = _("Too many answers came from your network in the last hour. Send it again later, or by post.")
            return self.ask(proposal, form, 429, reasons=[Reason(sentence)])
        try:
            proposal.receive(by=PUBLIC, on=self.today, language=self.language, **form.cleaned_data)
        except Refused as refusal:
            return self.ask(proposal, form, 409, reasons=refusal.reasons)
        prefix = "/cy" if self.language == "cy" else ""
        return HttpResponseRedirect(f"{prefix}/consultations/{proposal.reference}/answered/")

    def ask(self, proposal: Proposal, form: AnswerForm, status: int = 200, **more: Any) -> HttpResponse:
        """The form, with what is to be mended."""
        title = _("Answer consultation %(reference)s") % {"reference": proposal.reference}
        known = {"form": form, "reasons": (), "csrf_input": csrf_input(self.request), "pack": _pack(proposal)}
        page = get_template("assessments/public_answer.html").render(self.about(proposal, title, **(known | more)))
        return HttpResponse(page, status=status, headers={"Cache-Control": NOT_KEPT})


class AnsweredPage(ConsultationPublic):
    """It has arrived, and what happens next."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The same words for everybody: nothing of an answer is shown."""
        proposal = self.asked()
        known = self.about(proposal, _("Your answer has arrived"))
        return self.shown("assessments/public_answered.html", f"answered-{proposal.pk}-{self.language}", **known)
