"""What the pages of assessments ask; steps name `DecisionForm`, `RefusalForm` and `ShareForm` by this path."""

from assessments.forms.deciding import DecisionForm, RefusalForm
from assessments.forms.proposing import ShareForm

__all__ = ["DecisionForm", "RefusalForm", "ShareForm"]
