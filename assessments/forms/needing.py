"""Pressing social need: eight factors, each a page; grounds, sites, the weighing."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts
from assessments.forms.parts import YES_NO, line, listed, one_of, words
from assessments.models import StrategicAssessment
from assessments.states import Ground
from cameras.models import Cordon

ROWS = 3
"""Rows of tactics that the page offers at first; it offers one more than are written, and as many as are sent."""
MOST_ROWS = 30


class NeedForm(Form):
    """What the need is about, and the aim against which success is judged."""

    title = line(_("Title"), help_text=_("The problem in a few words, for example: raids on village shops."))
    purpose = words(_("Aim against which success is judged"), 4, required=False)
    asks: ClassVar = {
        "purpose": Asked(_("The yearly review asks whether this aim was met."), "G 7.3", example=("need", "purpose"))
    }


class FactorForm(Form):
    """One factor: its analysis, and what its kind asks for beside it."""

    analysis = words(_("Analysis"), 7, required=False)

    def __init__(self, *args: Any, factor: str, cordons: Any, rows: int = ROWS, **kwargs: Any) -> None:
        self.row = facts("need_factors")["need_factors"][factor]
        own = _tactics(rows) if factor == "alternatives" else _OWN[factor if factor in _OWN else self.row["kind"]]()
        self.base_fields = {**own, **self.base_fields}
        super().__init__(*args, **kwargs)
        good, shown = (gettext(self.row["good_answer"]),), ("need", factor)
        self.asks = {"analysis": Asked(gettext(self.row["why"]), self.row["clause"], good, shown)}
        if "cordon" in self.fields:
            self.fields["cordon"].queryset = cordons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A range runs upwards."""
        said = super().clean() or self.cleaned_data
        low, high = said.get("people_from"), said.get("people_to")
        if low is not None and high is not None and low > high:
            self.add_error("people_to", gettext("Give a number that is not below the first one."))
        return said


def _people() -> dict[str, forms.Field]:
    return {
        "people_from": forms.IntegerField(
            label=_("People affected, at least"),
            min_value=0,
            required=False,
            help_text=_("For a plain number fill in this box alone; for a range both."),
        ),
        "people_to": forms.IntegerField(label=_("People affected, at most"), min_value=0, required=False),
        "people_source": line(_("Source of the number"), required=False),
    }


def _scope() -> dict[str, forms.Field]:
    return {
        "vehicles": line(_("Vehicles a day"), 60, required=False),
        "source": line(_("Source of the count"), required=False),
    }


def _harm() -> dict[str, forms.Field]:
    return {
        "suffered": one_of(_("Does it lead to damage or distress?"), YES_NO, required=False),
        "nature": line(_("What kind of harm"), required=False),
        "severity": one_of(_("How grave"), listed(facts("need_factors")["severity"]), required=False),
    }


def _tactics(rows: int) -> dict[str, forms.Field]:
    choices = listed(facts("need_factors")["intrusion"])
    found: dict[str, forms.Field] = {}
    for number in range(1, min(rows, MOST_ROWS) + 1):
        known = {"n": number}
        found[f"tactic_{number}"] = line(gettext("Tactic %(n)s") % known, required=False)
        found[f"intrusion_{number}"] = one_of(gettext("Tactic %(n)s: how intrusive") % known, choices, required=False)
        found[f"why_not_{number}"] = words(gettext("Tactic %(n)s: why it is not enough") % known, 3, required=False)
        label = gettext("Tactic %(n)s: take it out") % known
        found[f"drop_{number}"] = forms.BooleanField(label=label, required=False)
    return found


def _cordon() -> dict[str, forms.Field]:
    help_text = _(
        "One way a line; after a | who watches it, for example: Old bridge | our camera. Nothing = unwatched."
    )
    recorded = forms.ModelChoiceField(
        Cordon.objects.none(), label=_("Take the ways of a recorded cordon, as they are watched today"), required=False,
        empty_label=_("No, keep what is written below"),
    )  # fmt: skip
    return {
        "cordon": recorded,
        "settlement": line(_("Settlement"), required=False),
        "ways": words(_("Ways in and out"), 6, required=False, help_text=help_text),
    }


def _help() -> dict[str, forms.Field]:
    said = _("Needed where public confidence is the only ground: reassurance alone does not justify a camera.")
    return {"crime_aim": words(_("How it detects, deters and disrupts crime"), 4, required=False, help_text=said)}


_OWN: dict[str, Any] = {
    "people_affected": _people, "scope": _scope, "harm": _harm, "cordon": _cordon,
    "how_anpr_helps": _help, "text": dict, "range": _scope,
}  # fmt: skip


def to_answer(factor: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """What a form said, as the record keeps it; the columns of the first factor are kept beside."""
    if factor == "alternatives":
        kept = [n for n in range(1, MOST_ROWS + 1) if f"tactic_{n}" in said and not said.get(f"drop_{n}")]
        rows = [{key: said[f"{key}_{n}"] for key in ("tactic", "intrusion", "why_not")} for n in kept]
        return {"analysis": said["analysis"], "rows": [row for row in rows if any(row.values())]}
    if factor == "scale" and said.get("cordon"):
        taken = said["cordon"]
        return {"settlement": taken.settlement, "ways": taken.told(), "analysis": said["analysis"]}
    if factor == "scale":
        pairs = [text.partition("|") for text in said["ways"].splitlines() if text.strip()]
        ways = [{"way": way.strip(), "watched_by": by.strip()} for way, _bar, by in pairs]
        return {"settlement": said["settlement"], "ways": ways, "analysis": said["analysis"]}
    return {name: value for name, value in said.items() if not name.startswith("people_")}


def from_answer(factor: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    """What the record keeps, as the form shows it."""
    if factor == "alternatives":
        rows = enumerate(answer.get("rows", []), start=1)
        shown = {f"{key}_{n}": value for n, row in rows for key, value in row.items()}
        return {"analysis": answer.get("analysis", ""), **shown}
    if factor == "scale":
        ways = [" | ".join(filter(None, (row["way"], row["watched_by"]))) for row in answer.get("ways", [])]
        return {**answer, "ways": "\n".join(ways)}
    return dict(answer)


class WeighingForm(Form):
    """The weighing and the conclusion."""

    weighing = words(_("Weighing"), 8, required=False)
    conclusion = words(_("Conclusion"), 4, required=False)
    asks: ClassVar = {
        "weighing": Asked(
            _("No factor decides alone."),
            "G 3.2",
            (_("names what decides and what speaks against it"),),
            ("need", "weighing"),
        ),
        "conclusion": Asked(
            _("Say whether there is a pressing social need, and for what."), "G 3.2", example=("need", "conclusion")
        ),
    }


class GroundForm(Form):
    """A ground, and the assessment that evidences it."""

    ground = one_of(_("Ground"), Ground.choices)
    assessment = forms.ModelChoiceField(StrategicAssessment.objects.none(), label=_("Assessment"), empty_label="")
    asks: ClassVar = {
        "assessment": Asked(_("A ground counts with evidence in an endorsed assessment that is in date."), "G 2.1.2")
    }

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = StrategicAssessment.objects.filter(organisation=record.organisation).in_state("endorsed", "in_review")
        fields: Any = self.fields
        fields["assessment"].queryset = rows.select_related("organisation")


class SiteForm(Form):
    """A site by the reference of the register or of this product."""

    site = line(_("Site"), 60, help_text=_("Its reference in the register, or here, for example DEMO-S-0001."))
