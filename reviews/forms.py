"""What a review asks: one question at a time, only the branch reached."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, Form
from reviews import tree
from reviews.states import Recommendation

PARTS: Mapping[str, Any] = {
    "location": _("Has privacy changed for the place itself?"),
    "resident": _("Has privacy changed for people who live or work near this camera?"),
    "transient": _("Has privacy changed for people who pass through?"),
}
PART_ANSWERS = [("no", _("No, nothing has changed for them")), ("yes", _("Yes, something has changed"))]


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

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["reviews"].choices = [(row.reference, f"{row.site.title} ({row.reference})") for row in rows]
