"""Steps with the whole content in view, and the forms that stand beside them: items 5 to 7, the regulator."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.documents import evidence
from anpr_governance.pages import diff
from anpr_governance.pages.views import EditPage, StepPage
from dpia.forms import deciding as forms
from dpia.models import Dpia
from dpia.states import DpiaState
from dpia.views import items
from dpia.views.chapters import Chapter, chapters, spoken
from dpia.views.records import RELATED, content_of, sees_places


class DpiaStep(StepPage):
    """Any step. A sealed one shows all that is sealed, what changed since the version in force, and what is open."""

    model, related, section = Dpia, RELATED, "dpias"
    sheet_template = "dpia/content.html"

    def chapters(self) -> list[Chapter]:
        """What is sealed, in words."""
        return chapters(content_of(self.object), self.object.template_facts, sees_places(self.person, self.object))

    def sheet_rows(self) -> list[tuple[str, str]]:
        """The chapters are the picture of this sheet."""
        return []

    def earlier(self) -> Dpia | None:
        """The version in force, which this one would supersede."""
        rows = self.records().by_reference(self.object.reference).exclude(pk=self.object.pk)
        return rows.in_state(DpiaState.SIGNED_OFF).first()

    def since(self) -> list[diff.Change]:
        """What changed since the version in force; nothing for a first version."""
        earlier = self.earlier()
        if earlier is None:
            return []
        old, new = content_of(earlier), content_of(self.object)
        return diff.changes(spoken(old, earlier.template_facts), spoken(new, self.object.template_facts))

    def context(self, **more: Any) -> dict[str, Any]:
        """With step 7 so far and the risks that stay."""
        obj = self.object
        if self.step.seals is None:
            return super().context(**more)
        known = {"items": items.items(obj), "open_risks": obj.high_after_measures(), "since": self.since()}
        known |= {"regulator": obj.regulator_reasons(self.today), "contents": obj.statutory_contents()}
        return super().context(**known, **more)


class BesidePage(EditPage):
    """A form beside the steps, of one role in some states; it touches no sealed byte."""

    model, related, section = Dpia, RELATED, "dpias"
    template_name = "pages/form.html"
    role: ClassVar[str]
    states: ClassVar[tuple[str, ...]]
    drafts: ClassVar[bool] = False

    def allowed(self, obj: Any) -> bool:
        """The one role."""
        return obj.entitled(self.person, (self.role,)) is not None

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Ask in the states of this form."""
        if self.object.state not in self.states:
            sentence = _("While it is “%(state)s”, this is not asked.") % {"state": self.object.get_state_display()}
            return self.ask(self.form(), 409, reasons=[_Plain(sentence)], closed=True)
        return super(EditPage, self).get(request, *args, **kwargs)


class _Plain:
    """A sentence without a clause, as a reason."""

    clause = ""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence


class ItemsPage(BesidePage):
    """Items 5 to 7 of the sign-off."""

    role, states = "chief-officer", (DpiaState.AWAITING_SIGN_OFF,)
    title = gettext_lazy("Items 5 to 7 of the sign-off")
    form_class = forms.ItemsForm
    button = gettext_lazy("Save items 5 to 7")
    next = gettext_lazy("Then you can sign off, if the other conditions are met.")

    def initial(self) -> dict[str, Any]:
        """What is answered already."""
        known = super().initial()
        return known | {name: forms.chosen(known[name]) for name in ("advice_accepted", "views_followed")}

    def change(self, obj: Any, form: Any) -> Any:
        """One door."""
        return obj.record_outcomes(by=self.person, on=self.today, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """The advice that is accepted or overruled here."""
        advice = self.object.binding_advice()
        lead = _("The DPO's advice: %(text)s") % {"text": advice.text} if advice else _("There is no advice yet.")
        return super().context(**{**more, "lead": lead})


class DecisionOnRegulator(BesidePage):
    """The DPO decides, with reasons, whether to consult the regulator."""

    role, states = "dpo", (DpiaState.WITH_DPO, DpiaState.AWAITING_SIGN_OFF)
    title = gettext_lazy("Consult the regulator or not")
    form_class = forms.RegulatorForm
    button = gettext_lazy("Save the decision")
    next = gettext_lazy("If you decide to consult, nobody can sign off before the regulator's outcome is recorded.")

    def content(self, obj: Any) -> dict[str, Any]:
        """The decision so far."""
        return {"needed": obj.ico_needed, "reason": obj.ico_reason}

    def initial(self) -> dict[str, Any]:
        """The decision so far."""
        return {"needed": forms.chosen(self.object.ico_needed), "reason": self.object.ico_reason}

    def change(self, obj: Any, form: Any) -> Any:
        """One door."""
        return obj.decide_on_regulator(by=self.person, on=self.today, **form.cleaned_data)

    def context(self, **more: Any) -> dict[str, Any]:
        """The risks about which it is."""
        rows = self.object.high_before_measures()
        names = "; ".join(f"{risk.position}. {risk.source}" for risk in rows)
        lead = _("High before measures, lower after: %(risks)s") % {"risks": names} if rows else ""
        return super().context(**{**more, "lead": lead})


class RequestPage(BesidePage):
    """The request to the regulator, its clock and its letter."""

    role, states = "dpo", (DpiaState.AWAITING_SIGN_OFF, DpiaState.WITH_ICO)
    title = gettext_lazy("Request to the regulator")
    form_class = forms.RequestForm
    button = gettext_lazy("Save the request")
    why = gettext_lazy("Where a high risk would be left, nothing begins before the regulator has been consulted.")

    def content(self, obj: Any) -> dict[str, Any]:
        """The open request."""
        row = obj.open_request()
        names = ("trigger", "waits", "extended_on", "pack_id", "document_id")
        return {name: getattr(row, name, "") for name in names}

    def initial(self) -> dict[str, Any]:
        """The open request, or why there should be one."""
        row = self.object.open_request()
        if row is None:
            return {"trigger": "; ".join(self.object.regulator_reasons(self.today))}
        return {"trigger": row.trigger, "waits": row.waits, "extended_on": row.extended_on}

    def change(self, obj: Any, form: Any) -> Any:
        """One door; files are stored first, and stay when none is given."""
        said = form.cleaned_data
        for name in ("pack", "document"):
            upload = said.pop(name)
            said |= {name: evidence.kept(obj.organisation, upload.name, upload.read())} if upload else {}
        return obj.prepare_request(by=self.person, on=self.today, **said)

    def differences(self, form: Any) -> list[Any]:
        """Files have no words to compare."""
        return []
