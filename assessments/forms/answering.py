"""What the public page asks of whoever answers a consultation: the answer; name and contact only if they wish."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked, Form
from assessments.forms.parts import line

LONGEST = 5000
"""Characters of an answer: some three pages."""


class AnswerForm(Form):
    """An answer to a consultation, by somebody without an account."""

    text = forms.CharField(
        label=_("What do you think of what is proposed?"), max_length=LONGEST, strip=True,
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip
    name = line(_("Your name"), 160, required=False)
    contact = line(_("Where we can reach you"), 200, required=False, help_text=_("An e-mail address or a postal one."))
    asks: ClassVar[Any] = {
        "text": Asked(_("Say what you support, what worries you, and what we have missed. At most 5,000 characters.")),
        "name": Asked(_("You can answer without it.")),
        "contact": Asked(_("Only so that we can answer you. Without it we cannot, but your answer counts the same.")),
    }
