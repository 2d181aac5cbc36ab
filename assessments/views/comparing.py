"""Two versions of one assessment or one need, field by field and word by word."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy

from anpr_governance.pages import diff
from anpr_governance.pages.views import DetailPage
from assessments.models import Need, StrategicAssessment
from assessments.views import reading


class ComparePage(DetailPage):
    """Both versions are looked for under one reference, among those that the person may see; else 404."""

    related = ("organisation", "decision__seal")
    template_name = "assessments/compare.html"

    def version(self, name: str, default: int) -> Any:
        """The version that the address asks for; 404 for none."""
        asked = self.request.GET.get(name, str(default))
        number = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
        found = self.records().by_reference(self.object.reference).filter(version=number).first()
        if found is None:
            raise Http404
        return found

    def offers(self) -> list[Any]:
        """Nothing is decided on this page."""
        return []

    def extra(self) -> dict[str, Any]:
        """What changed between them, of that which the reader may read in both."""
        after = self.version("to", self.object.version)
        before = self.version("from", max(1, after.version - 1))
        old, new = reading.spoken(before, self.person), reading.spoken(after, self.person)
        versions = self.records().by_reference(self.object.reference).order_by("version")
        return {
            "before": before,
            "after": after,
            "changes": diff.changes(old, new),
            "fields": len(old | new),
            "numbers": list(versions.values_list("version", flat=True)),
        }


class CompareAssessments(ComparePage):
    """Of a strategic assessment."""

    model, section = StrategicAssessment, "assessments"
    kicker = gettext_lazy("Strategic assessment")


class CompareNeeds(ComparePage):
    """Of a need."""

    model, section = Need, "needs"
    kicker = gettext_lazy("Pressing social need")
