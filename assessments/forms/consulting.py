"""The consultation of a proposal: how and how far, whom, the pack, what came back, the published record."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, DayField, Form
from anpr_governance.regulation import facts
from assessments.forms import parts
from assessments.forms.parts import line, listed, one_of, words
from assessments.states import Extent


class ConsultationForm(Form):
    """How, and how far, people are consulted."""

    methods = forms.MultipleChoiceField(
        label=_("Methods"), choices=listed(facts("consultation")["methods"]), widget=forms.CheckboxSelectMultiple,
        required=False,
    )  # fmt: skip
    method = words(
        _("How exactly"), 4, required=False, help_text=_("Which existing groups, what is done in addition, how long.")
    )
    extent = one_of(_("Extent"), Extent.choices)
    limited_reasons = words(_("Full reasons for limiting it"), 5, required=False)
    extent_reason = words(_("Why this extent fits the need and the impact on privacy"), 5, required=False)
    opens: ClassVar = {"extent": {"limited": ("limited_reasons",)}}
    asks: ClassVar = {
        "methods": Asked(_("Existing groups are used where there are any; others are added where they do not reach."),
                         "G 5.3b"),
        "method": Asked(clause="G 5.3b", example=("proposal", "method")),
        "extent": Asked(
            _("Everyone with a reasonable interest is asked, unless that would defeat the purpose."), "G 5.2"
        ),
        "limited_reasons": Asked(_("A limit without full reasons does not stand. No public page is shown."), "G 5.3b"),
        "extent_reason": Asked(
            _("The more people a camera records, and the more it tells of them, the wider it is consulted."), "G 5.3b",
            (_("says how many people are affected and how they are reached"), _("names who is not asked, and why")),
        ),
    }  # fmt: skip


class StakeholderForm(Form):
    """Who has an interest, and why."""

    name = line(_("Name"), 160)
    kind = one_of(_("Kind"), listed(facts("consultation")["stakeholder_kinds"]), required=False)
    why = line(_("Why they have an interest"), 300)
    contact = line(_("Contact"), 200, required=False)
    asks: ClassVar = {
        "name": Asked(_("Name the body, or who speaks for it."), "G 5.1.4"),
        "why": Asked(_("Say what the cameras would mean for them; that makes it reasonable to ask them."), "G 5.1.4"),
        "contact": Asked(_("Personal data: it is disposed of when its retention ends.")),
    }


class ResponseForm(Form):
    """What somebody answered, and what they were told."""

    received_on = DayField(label=_("Received on"))
    text = words(_("What they said"), 6)
    name = line(_("Name"), 160, required=False)
    contact = line(_("Where an answer reaches them"), 200, required=False)
    answer = words(_("Our answer"), 5, required=False, help_text=_("Leave it empty until they are answered."))
    asks: ClassVar = {
        "text": Asked(_("Their words, or what they come to. Disposed of when the retention ends.")),
        "answer": Asked(example=("proposal", "consultation")),
    }


class PackForm(Form):
    """The words of the pack for consultees; in Welsh too where the force publishes in it."""

    words = words(_("What is proposed, in words for the public"), 8)
    words_cy = parts.words(
        _("The same in Welsh"), 8, required=False,
        help_text=_("Translated by a person. Left empty, the Welsh pack says that its text is not translated yet."),
    )  # fmt: skip
    answer_by = DayField(label=_("Answers are asked for by"), required=False)
    asks: ClassVar = {
        "words": Asked(_("Exact places are not sent to consultees. Words that name one are refused."), "G 5.3b"),
        "answer_by": Asked(_("Left empty, people get 28 days.")),
    }

    def __init__(self, *args: Any, welsh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not welsh:
            del self.fields["words_cy"]


class RecordForm(Form):
    """The words of the published record of a consultation."""

    summary = words(_("What people said"), 8)
    summary_cy = words(_("The same in Welsh"), 8, required=False)
    changed = words(_("What you answered, and what changed"), 8)
    changed_cy = words(_("The same in Welsh: answers and changes"), 8, required=False)
    asks: ClassVar = {
        "summary": Asked(_("In your own words, without names of people. Words that name a place are refused."),
                         "G 5.3b", (_("gives the weight of each view"), _("leaves no objection out"))),
        "changed": Asked(_("Whoever took the trouble to answer sees what came of it."), "G 5.3b"),
    }  # fmt: skip

    def __init__(self, *args: Any, welsh: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("summary_cy", "changed_cy"):
            if not welsh:
                del self.fields[name]
