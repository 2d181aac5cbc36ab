"""What was decided about a site and what happened to it, from the decisions and the audit chain."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.audit.models import Event
from anpr_governance.organisations.models import Person
from anpr_governance.pages.views import DetailPage
from anpr_governance.workflow.steps import steps_of
from cameras.models import Site
from cameras.states import SiteState
from cameras.views.sites import subpages

MOST = 200
PATHS = (
    ("proposals", "proposal__number", "proposal__decisions__", "P", "/proposals/"),
    ("dpias", "dpia__number", "dpia__decisions__", "D", "/dpias/"),
    ("reviews", "number", "decisions__", "R", "/reviews/"),
)


class SiteHistory(DetailPage):
    """Decisions of the apps above, and every chained event of the site."""

    model, section, kind = Site, "sites", "history"
    related = ("organisation",)
    kicker = gettext_lazy("Decisions and history of")

    def subpages(self) -> Any:
        """The parts of the record."""
        return subpages(self.object, "history")

    def offers(self) -> list[Any]:
        """Steps stand on the overview."""
        return []

    def extra(self) -> dict[str, Any]:
        """Both tables."""
        site = self.object
        crumbs = [(_("Sites"), "/sites/"), (site.reference, site.get_absolute_url()), (_("History"), "")]
        periods = site.periods.order_by("-since", "-pk")[:MOST]
        known = {"crumbs": crumbs, "periods": periods, "states": dict(SiteState.choices), "is_today": False}
        return known | {"decisions": self.decisions(), "events": self.events()}

    def decisions(self) -> list[dict[str, Any]]:
        """Sealed decisions on papers of this site, newest first."""
        found = []
        for name, number, path, letter, folder in PATHS:
            columns = [number, f"{path}outcome", f"{path}on", f"{path}name", f"{path}rank"]
            rows = getattr(self.object, name).filter(**{f"{path}isnull": False}).values_list(*columns).distinct()
            for key, outcome, on, who, rank in rows:
                reference = f"{self.object.organisation.code}-{letter}-{key:04d}"
                words = str(outcome).replace("_", " ").capitalize()
                line = {"on": on, "what": words, "who": who, "rank": rank, "reference": reference}
                found.append(line | {"href": f"{folder}{reference}/"})
        return sorted(found, key=lambda line: line["on"], reverse=True)

    def events(self) -> list[dict[str, Any]]:
        """What the chain says of the site, newest first."""
        rows = list(
            Event.objects.filter(organisation_code=self.object.organisation.code, subject=self.object.reference)
            .order_by("-n")[:MOST]
            .values("on", "at", "actor", "kind", "n")
        )
        keys = {row["actor"].partition(":")[2] for row in rows if row["actor"].startswith("person:")}
        names = {f"person:{p.pk}": p.name for p in Person.objects.filter(pk__in=[int(key) for key in keys])}
        return [row | {"who": names.get(row["actor"], row["actor"]), "what": said(row["kind"])} for row in rows]


def said(kind: str) -> Any:
    """A kind of event in words: the step's label where it is one."""
    name = kind.rpartition(".")[2]
    labels = {step.name: step.label for step in steps_of(Site)}
    return labels.get(name) or name.replace("_", " ").capitalize()
