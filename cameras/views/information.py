"""What the public is told: signs, web pages and publications by area (G 5.4b)."""

from typing import Any

from django.utils.translation import gettext_lazy

from anpr_governance.organisations.models import LocalPolicingArea
from anpr_governance.pages.views import ListPage
from cameras.forms import InformationForm
from cameras.models import PublicInformation
from cameras.states import PublicInformationKind
from cameras.tables import InformationTable
from cameras.views.assets import Keeping, KeepingOne, matching


class InformationList(ListPage):
    """Signs, web pages and publications by area (G 5.4b)."""

    model, table, title, section = PublicInformation, InformationTable, gettext_lazy("Public information"), "assets"
    lead = gettext_lazy("People who enter an area can know that ANPR is used there, what for, and how well it works.")
    noun = gettext_lazy("entries")
    search = ("text", "area__name")
    sort = "reviewed_on"
    empty = gettext_lazy("Nothing is recorded yet. An area needs a sign, and a web page or another publication.")
    actions = ((gettext_lazy("Record public information"), "information-new", "change_public_information"),)

    def shown(self, queryset: Any) -> Any:
        """With the area."""
        return queryset.select_related("area")

    def matching(self, q: str) -> Any:
        """Entries have no reference of the product."""
        return matching(self.search, q)


class NewInformation(Keeping):
    """A sign, page or publication that is up."""

    form_class, title = InformationForm, gettext_lazy("Record public information")
    permission = "change_public_information"
    button = gettext_lazy("Record it")
    why = gettext_lazy("Nobody should enter the area without being able to know.")
    next = gettext_lazy("It is read again each year. The area's sites no longer lack it.")

    def form_kwargs(self) -> dict[str, Any]:
        """The areas of the person's force."""
        return {"areas": LocalPolicingArea.objects.filter(organisation__in=self.forces).order_by("name")}

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today, "kind": PublicInformationKind.SIGN}

    def take(self, form: Any) -> Any:
        """One entry."""
        fields = dict(form.cleaned_data)
        return PublicInformation.enter(by=self.person, on=fields.pop("on"), area=fields.pop("area"), **fields)

    def back(self) -> str:
        """What the public is told."""
        return "/assets/public-information/"


class InformationPage(KeepingOne):
    """One entry, read again (C22)."""

    model, form_class, title = PublicInformation, InformationForm, gettext_lazy("Public information")
    keeps = "change_public_information"
    button = gettext_lazy("Say that it was read again and is right")
    next = gettext_lazy("It falls due again a year after this day.")

    def force(self) -> int:
        """The force of the area."""
        return int(self.row.area.organisation_id)

    def rows(self) -> Any:
        """With the area."""
        return super().rows().select_related("area__organisation")

    def form_kwargs(self) -> dict[str, Any]:
        """Its own area."""
        return {"areas": LocalPolicingArea.objects.filter(pk=self.row.area_id)}

    def initial(self) -> dict[str, Any]:
        """As it stands, read today."""
        same = ("kind", "text", "purposes", "effectiveness")
        return {name: getattr(self.row, name) for name in same} | {"area": self.row.area_id, "on": self.today}

    def take(self, form: Any) -> Any:
        """One review."""
        fields = dict(form.cleaned_data)
        return self.row.review(by=self.person, on=fields.pop("on"), **fields)

    def back(self) -> str:
        """What the public is told."""
        return "/assets/public-information/"
