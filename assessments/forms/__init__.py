"""What the pages of assessments ask; steps name `DecisionForm` and `RefusalForm` by this path."""

from assessments.forms.deciding import DecisionForm, RefusalForm

__all__ = ["DecisionForm", "RefusalForm"]
