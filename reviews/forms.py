"""What a review asks: one question at a time, only the branch reached."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, Form
from anpr_governance.pages.markup import long_date
from reviews import tree
from reviews.sheets import ReviewSheet
from reviews.states import Occasion, Recommendation

PARTS: Mapping[str, Any] = {
    "location": _("Has privacy changed for the place itself?"),
    "resident": _("Has privacy changed for people who live or work near this camera?"),
    "transient": _("Has privacy changed for people who pass through?"),
}
PART_ANSWERS = [("no", _("No, nothing has changed for them")), ("yes", _("Yes, something has changed"))]


def spoken(content: bytes) -> dict[str, str]:
    """The canonical bytes of a review by its labels: days, choices and questions in words, not by their keys."""
    sealed = json.loads(content)["content"]
    said = {name: value for name, value in sealed.items() if name not in ("answers", "recommendation")}
    said["due_on"] = long_date(date.fromisoformat(sealed["due_on"]))
    said["occasion"] = dict(Occasion.choices).get(sealed["occasion"], sealed["occasion"])
    labels = {name: str(part.metadata["label"]) for name, part in ReviewSheet.parts().items()}
    last = dict(Recommendation.choices).get(sealed["recommendation"], sealed["recommendation"])
    found = {labels[name]: str(value) for name, value in said.items()}
    return found | _answered(sealed["answers"]) | {labels["recommendation"]: str(last)}


def _answered(answers: Mapping[str, Any]) -> dict[str, str]:
    """Each question reached, or its parts, with the answer and what it rests on."""
    found: dict[str, str] = {}
    for key in tree.branch(answers).questions:
        row, given = tree.questions()[key], answers.get(key, {})
        if row.get("parts"):
            words: dict[str, Any] = dict(PART_ANSWERS)
            found |= {str(PARTS[part]): _said(words, given.get(part, {})) for part in row["parts"]}
        else:
            words = {name: _now(answer["label"]) for name, answer in row["answers"].items()}
            found[_now(row["question"])] = _said(words, given)
    return found


def _said(words: Mapping[str, Any], given: Mapping[str, str]) -> str:
    answer, text = given.get("answer", ""), given.get("text", "").strip()
    return ". ".join(part for part in (str(words.get(answer, answer)), text) if part)


class QuestionForm(Form):
    """The answer to one question with the words that support it."""

    answer = forms.ChoiceField(label=_("Your answer"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("What the answer rests on"), widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, question: str, part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = tree.questions()[question]
        answers = [(key, _(answer["label"])) for key, answer in row["answers"].items()]
        fields: Any = self.fields
        fields["answer"].choices = PART_ANSWERS if part else answers
        about = Asked(_(row["why"]), row["clause"], (_(row["good_answer"]),))
        vars(self)["asks"] = {"text": about}  # each question is asked for its own reason


class RecommendationForm(Form):
    """What the reviewer recommends; the answers say where they lead."""

    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"), choices=Recommendation.choices, widget=forms.RadioSelect
    )


class OutOfCycleForm(Form):
    """Why a review is opened before it falls due."""

    reason = forms.CharField(label=_("Why now"), widget=forms.Textarea(attrs={"rows": 4}))


class BulkForm(Form):
    """The reviews that are confirmed together, each with its own answers shown."""

    reviews = forms.MultipleChoiceField(label=_("Reviews to confirm"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, seen: Mapping[str, Any], **kwargs: Any) -> None:
        """`seen` names each review by its reference and the seal of what the page shows of it."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reviews"].choices = [(key, f"{row.site.title} ({row.reference})") for key, row in seen.items()]
        moved = _("One of these changed after you opened the page, so nothing was signed. Read them again.")
        fields["reviews"].error_messages["invalid_choice"] = moved
