"""The forms of the redaction: the words of the release, a mark with its reasons, a ruling, its confirmation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts
from dpia.states import Limb, SpanAction


class WordsForm(Form):
    """Title and summary: they are published, so they name no place."""

    title_en = forms.CharField(label=_("Public title"), max_length=200)
    summary_en = forms.CharField(
        label=_("Public summary"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    title_cy = forms.CharField(label=_("Public title in Welsh"), max_length=200, required=False)
    summary_cy = forms.CharField(
        label=_("Public summary in Welsh"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )
    asks = {  # noqa: RUF012 - a table of the form's class
        "title_en": Asked(_("The public finds it by this. It says what is done, never where exactly."), "G 4.3"),
        "summary_en": Asked(_("Two sentences for a reader who opens nothing else.")),
    }


def _exemptions() -> list[tuple[str, str]]:
    table = facts("exemptions")["exemptions"]
    rows = sorted(table.items(), key=lambda item: not item[1].get("usual", False))
    return [
        ("", _now("Choose an exemption")),
        *((slug, f"{row['section']} {_now(row['label'])}") for slug, row in rows),
    ]


REASONS = [("own", _("Give the reasons")), ("same", _("The same reasons as another mark"))]
SECOND = [("one", _("One exemption")), ("two", _("Two exemptions, each on its own reasons"))]


class MarkForm(Form):
    """What happens to the words, and the reasons: each exemption with its own harm and its own interest test."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=120)
    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    action = forms.ChoiceField(
        label=_("What happens to these words"), choices=SpanAction.choices, widget=forms.RadioSelect, initial="removed"
    )
    replacement = forms.CharField(label=_("Less exact words"), max_length=200, required=False)
    reasons = forms.ChoiceField(label=_("The reasons"), choices=REASONS, widget=forms.RadioSelect, initial="own")
    same_as = forms.ChoiceField(label=_("For the same reasons as"), required=False)
    exemption = forms.ChoiceField(label=_("Exemption"), required=False)
    limb = forms.ChoiceField(label=_("Harm: it"), choices=Limb.choices, widget=forms.RadioSelect, required=False)
    harm = forms.CharField(label=_("Harm, or reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    public_interest = forms.CharField(
        label=_("Public interest test"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    second = forms.ChoiceField(
        label=_("How many exemptions"), choices=SECOND, widget=forms.RadioSelect, initial="one", required=False
    )
    exemption_2 = forms.ChoiceField(label=_("Second exemption"), required=False)
    limb_2 = forms.ChoiceField(
        label=_("Second exemption, harm: it"), choices=Limb.choices, widget=forms.RadioSelect, required=False
    )
    harm_2 = forms.CharField(
        label=_("Second exemption, harm or reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    public_interest_2 = forms.CharField(
        label=_("Second exemption, public interest test"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )
    in_the_alternative = forms.BooleanField(label=_("The two are pleaded in the alternative"), required=False)
    opens = {  # noqa: RUF012
        "action": {"generalised": ("replacement",)},
        "reasons": {"same": ("same_as",), "own": ("exemption", "limb", "harm", "public_interest")},
        "second": {"two": ("exemption_2", "limb_2", "harm_2", "public_interest_2", "in_the_alternative")},
    }
    asks = {  # noqa: RUF012
        "exemption": Asked(_("Each mark stands on its own section of the Act."), "FOIA s.17"),
        "limb": Asked(_("Only for an exemption that tests prejudice."), "FOIA s.31"),
        "harm": Asked(_("What harm, to whom, and how it follows from these words. Or why they fall in the class.")),
        "public_interest": Asked(_("For a qualified one: for release, against it, and what weighs more."), "FOIA s.2"),
    }

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbered = [(str(span.pk), _now("Mark %(n)s") % {"n": n}) for n, span in enumerate(record.marks, 1)]
        self.fields["same_as"].choices = numbered  # type: ignore[attr-defined]
        for name in ("exemption", "exemption_2"):
            self.fields[name].choices = _exemptions()  # type: ignore[attr-defined]
        if not numbered:
            self.fields["reasons"].choices = REASONS[:1]  # type: ignore[attr-defined]
        self._ask(True)

    def _ask(self, required: bool) -> None:
        """A question under an answer is shown as one to answer; what it has to hold the domain says."""
        for name in self.opened() - {"in_the_alternative"}:
            self.fields[name].required = required

    def full_clean(self) -> None:
        """Questions under an answer that was not chosen may be empty."""
        self._ask(False)
        super().full_clean()
        self._ask(True)

    def pleas(self, record: Any) -> list[dict[str, str]]:
        """The reasons as the domain takes them."""
        said = self.cleaned_data
        same = next((span for span in record.marks if str(span.pk) == said["same_as"]), None)
        if same is not None and said["reasons"] == "same":
            return [{name: getattr(plea, name) for name in PLEA} for plea in same.pleas]
        ends = ("", "_2") if said["second"] == "two" else ("",)
        rows = [{name: said[f"{name}{end}"] for name in PLEA} for end in ends]
        return [row for row in rows if row["exemption"]]


PLEA = ("exemption", "limb", "harm", "public_interest")


class RuleForm(Form):
    """Why words that look like something withheld may stay."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=120)
    start = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    reason = forms.CharField(label=_("Why these words may stay"), widget=forms.Textarea(attrs={"rows": 4}))
    asks = {  # noqa: RUF012
        "reason": Asked(_("A second person reads it and has to agree, one ruling at a time."), "G 4.3"),
    }


class ConfirmRuling(Form):
    """The second person's word on one ruling."""

    finding = forms.TypedChoiceField(label=_("Ruling"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row.pk, f"“{row.term}”: {row.innocent_reason}") for row in record.unconfirmed_rulings()]
        self.fields["finding"].choices = rows  # type: ignore[attr-defined]
