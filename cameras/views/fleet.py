"""The performance of the whole fleet: how days are kept, how many pass, where the rates lie."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.forms import Form
from anpr_governance.pages.views import Page
from anpr_governance.regulation import facts_for
from cameras.components import component, thresholds
from cameras.fleet import Fleet
from cameras.states import DeviceKind
from cameras.views.fleetcharts import passing, punctuality, spread

SHOWN = 20
BY = (("quarter", gettext_lazy("Quarter")), ("year", gettext_lazy("Year")))


class FleetForm(Form):
    """What is shown."""

    kind = forms.ChoiceField(label=gettext_lazy("Component"), choices=DeviceKind.choices)
    by = forms.ChoiceField(label=gettext_lazy("By"), choices=BY)
    force = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Force"), empty_label=None)

    def __init__(self, *args: Any, forces: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["force"].queryset = forces  # type: ignore[attr-defined]
        if len(forces) < 2:
            self.fields.pop("force")


class FleetPage(Page):
    """Devices, links or interfaces of one force, by quarter or year."""

    section, title, template_name = "performance", gettext_lazy("Performance of the fleet"), "cameras/fleet.html"
    lead = gettext_lazy("Whether every component is checked by its day, and what its last check says of it.")

    @cached_property
    def asked(self) -> dict[str, Any]:
        """What the address asks for; what it asks wrongly is as if it were not asked."""
        keys = self.person.organisations_where("view_content")
        forces = Organisation.objects.filter(pk__in=keys).order_by("name")
        known = {"kind": DeviceKind.NRD.value, "by": "quarter", "force": forces[0]}
        given = {name: self.request.GET.get(name) or getattr(known[name], "pk", known[name]) for name in known}
        self.form = FleetForm(given, forces=forces)
        self.form.is_valid()
        return known | self.form.cleaned_data

    def context(self, **more: Any) -> dict[str, Any]:
        """Figures, drawings, and the devices that failed last."""
        kind, by, force = self.asked["kind"], self.asked["by"], self.asked["force"]
        nasple = facts_for("nasple", force.code, self.today)
        fleet, z = Fleet(self.person, force, kind, self.today), nasple["interval"]["z_thousandths"] / 1000
        rules = list(thresholds(kind, nasple).values())
        (standing, bins), periods = fleet.surveyed(rules, z), fleet.periods(by)
        drawn = [spread(rule, found) for rule, found in zip(rules, bins, strict=True)]
        known = {
            "form": self.form, "force": force, "standing": standing, "component": component(kind, nasple),
            "bars": [one for one in (punctuality(periods, by),) if one], "passing": passing(periods, by, z),
            "spreads": [one for one in drawn if one], "failing": fleet.failing(SHOWN) if standing["failed"] else [],
            "overdue": fleet.overdue(), "kind": kind, "crumbs": [(_("Performance"), "/performance/")],
        }  # fmt: skip
        return super().context(**{**known, **more})
