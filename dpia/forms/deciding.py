"""What is said with a sealed step, and beside it."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts


def yes_or_no(label: Any, yes: Any, no: Any, **more: Any) -> forms.TypedChoiceField:
    """A question with two answers, neither of them chosen beforehand; answers True or False."""
    return forms.TypedChoiceField(
        label=label, choices=[("yes", yes), ("no", no)], coerce=lambda value: value == "yes",
        widget=forms.RadioSelect, **more,
    )  # fmt: skip


def words(label: Any, rows: int = 6, **more: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def chosen(value: bool | None) -> str:
    """How `yes_or_no` shows an answer that is recorded already."""
    return {True: "yes", False: "no"}.get(value, "") if value is not None else ""


class AdviceForm(Form):
    """Items 3 and 4: the DPO's advice."""

    proceed = yes_or_no(_("Can the processing go ahead?"), _("Yes, it can go ahead"), _("No, not as it stands"))
    text = words(
        _("Your advice, in your own words"), 10,
        help_text=_("Whether it complies, whether the measures of step 6 are enough, and what you ask for."),
    )  # fmt: skip
    asks: ClassVar[Mapping[str, Asked]] = {
        "proceed": Asked(_("The chief officer accepts this or overrules it with reasons."), "G 5.4a"),
        "text": Asked(_("It stands in section 7 with your name and the date."), "G 5.4a"),
    }


class ViewForm(Form):
    """The view of the senior person for overt surveillance."""

    proceed = yes_or_no(_("Do you support it?"), _("Yes, I support it"), _("No, not as it stands"))
    text = words(_("Your view"), help_text=_("On the surveillance as a whole, with what is in place already."))
    asks: ClassVar[Mapping[str, Asked]] = {
        "text": Asked(_("Nobody signs a DPIA that you have not been asked about."), "G 1.11"),
    }


class OutcomeForm(Form):
    """How the regulator replied."""

    outcome = forms.ChoiceField(label=_("How did the regulator reply?"), widget=forms.RadioSelect)
    text = words(_("What the reply asks of the force"), required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "outcome": Asked(_("It decides whether this goes on to sign-off or back to its author."), "DPA s.65"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcomes = facts("ico")["outcomes"].items()
        self.fields["outcome"].choices = [(name, _now(row["label"])) for name, row in outcomes]  # type: ignore[attr-defined]


class SignOffForm(Form):
    """A reason is asked of those alone who gave the surveillance view as well."""

    reason = words(
        _("Reason"), 4, required=False,
        help_text=_("Needed if you also gave the view for overt surveillance: say why you do both."),
    )  # fmt: skip


class ItemsForm(Form):
    """Items 5 to 7 of the sign-off."""

    advice_accepted = yes_or_no(_("The DPO's advice is"), _("Accepted"), _("Overruled"))
    advice_reasons = words(_("Why it is overruled"), 5, required=False)
    views_followed = yes_or_no(
        _("The views of the people consulted are"), _("Followed, or none were received"), _("Departed from")
    )
    views_reasons = words(_("Why the decision departs from them"), 5, required=False)
    kept_under_review_by = forms.CharField(
        label=_("This DPIA is kept under review by"), max_length=120, help_text=_("A person or role with a name.")
    )
    opens: ClassVar[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
        "advice_accepted": {"no": ("advice_reasons",)}, "views_followed": {"no": ("views_reasons",)},
    }  # fmt: skip
    asks: ClassVar[Mapping[str, Asked]] = {
        "advice_accepted": Asked(_("Item 5. Overruling needs reasons."), "ICO step 7"),
        "views_followed": Asked(_("Item 6. Departing from what people said needs reasons."), "ICO step 7"),
        "kept_under_review_by": Asked(_("Item 7. The DPO looks on as well."), "ICO step 7"),
    }

    def clean(self) -> dict[str, Any]:
        """Reasons where the answer needs them, nothing where it does not."""
        said = super().clean() or self.cleaned_data
        pairs = (("advice_accepted", "advice_reasons"), ("views_followed", "views_reasons"))
        for answer, reasons in pairs:
            if said.get(answer) is False and not said.get(reasons, "").strip():
                self.add_error(reasons, _now("Give the reasons: they stay on the record."))
            elif said.get(answer):
                said[reasons] = ""
        return said


class ErratumForm(Form):
    """What was wrong and what is right."""

    text = words(_("What was wrong, and what is right"), 5)
    reason = words(_("Why it needs no new version"), 3)
    asks: ClassVar[Mapping[str, Asked]] = {
        "reason": Asked(_("An error that matters to the decision makes a new version instead."), "house"),
    }


class RegulatorForm(Form):
    """The DPO's decision where a risk is high before its measures and lower after."""

    needed = yes_or_no(_("Consult the regulator?"), _("Yes, consult first"), _("No, the measures are enough"))
    reason = words(_("Your reasons"), 6)
    asks: ClassVar[Mapping[str, Asked]] = {
        "needed": Asked(_("The Act looks at the risk without measures; practice at what is left."), "DPA s.65"),
    }


class RequestForm(Form):
    """The request to the regulator and what comes of it."""

    trigger = words(_("Why the regulator is consulted"), 4)
    pack = forms.FileField(label=_("The pack that goes to the regulator"), required=False)
    waits = forms.BooleanField(label=_("The regulator waits for information from us"), required=False)
    extended_on = DayField(label=_("The regulator said on this day that it takes a month more"), required=False)
    document = forms.FileField(label=_("The regulator's letter"), required=False)
    asks: ClassVar[Mapping[str, Asked]] = {
        "pack": Asked(_("Roles, purposes, methods, safeguards, the DPO's contact, and this assessment."), "DPA s.65"),
        "waits": Asked(_("The clock stands still while this is ticked.")),
        "document": Asked(_("An outcome is recorded with its letter."), "DPA s.65"),
    }
