"""Assets, equipment models, and what the public is told: thin lists with their entries."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.database import clock
from anpr_governance.documents import evidence
from anpr_governance.organisations.models import LocalPolicingArea
from anpr_governance.pages.markup import long_date
from anpr_governance.pages.views import AskingPage, ListPage
from anpr_governance.workflow.reasons import Reason, Refused
from cameras.forms import AssetForm, DisposeForm, EquipmentForm, InformationForm, VerdictForm
from cameras.models import Asset, Decision, EquipmentModel, PublicInformation, Site
from cameras.states import PublicInformationKind
from cameras.tables import AssetTable, EquipmentTable, InformationTable

NOUNS = {"accept": gettext_lazy("Accepted"), "evaluate": gettext_lazy("Evaluated"), "reject": gettext_lazy("Rejected")}


class Keeping(AskingPage):
    """A page of those who keep one kind of paper; `permission` is asked on the force of the thing."""

    section = "assets"
    template_name = "pages/form.html"

    keeps: ClassVar[str] = ""

    @cached_property
    def forces(self) -> list[int]:
        """The forces in which the person may keep it."""
        return self.person.organisations_where(self.keeps or self.permission)


class KeepingOne(Keeping):
    """The same about one row, named by its key in the address: all who see content read it, `keeps` changes it."""

    model: ClassVar[Any]
    permission = "view_content"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Unseen is 404; seen but not one's own is read, and a change refused."""
        if request.user.is_authenticated:
            key = kwargs["ref"]
            rows = self.rows().filter(pk=int(key)) if key.isdecimal() and len(key) < 19 else self.rows().none()
            self.row = rows.first()
            if self.row is None:
                raise Http404
            if not self.may_keep and request.method not in ("GET", "HEAD"):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def may_keep(self) -> bool:
        """Whether the person's roles keep papers of this force."""
        return self.force() in self.forces

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The form; or only what is known, for those who do not keep it."""
        if self.may_keep:
            return super().get(request, *args, **kwargs)
        return self.ask(self.form(), closed=True)

    def rows(self) -> Any:
        """Those that the person sees."""
        return self.model.objects.visible_to(self.person)

    def force(self) -> int:
        """The force whose paper it is."""
        return int(self.row.organisation_id)

    def context(self, **more: Any) -> dict[str, Any]:
        """Named by the row."""
        return super().context(**{"title": f"{self.title}: {self.row}", **more})


class AssetList(ListPage):
    """The asset register of live installations (P L55)."""

    model, table, title, section = Asset, AssetTable, gettext_lazy("Asset register"), "assets"
    lead = gettext_lazy("Every installation is an asset. Finance keeps the same numbers, and both are compared.")
    noun = gettext_lazy("entries")
    search = ("finance_number", "site__name", "site__site_reference")
    sort = "since"
    exports = ("csv", "xlsx")
    empty = gettext_lazy("No asset is entered yet. A new site needs one before it goes live.")
    actions = (
        (gettext_lazy("Equipment models"), "equipment-list", "view_content"),
        (gettext_lazy("Public information"), "information-list", "view_content"),
        (gettext_lazy("Compare with finance"), "reconcile", "change_assets"),
        (gettext_lazy("Enter an asset"), "asset-new", "change_assets"),
    )

    def shown(self, queryset: Any) -> Any:
        """With the site and its force."""
        return queryset.select_related("site__organisation")

    def matching(self, q: str) -> Any:
        """Assets have no reference of the product."""
        return _words(self.search, q)


class NewAsset(Keeping):
    """An addition to the asset register (P L62)."""

    form_class, title, permission = AssetForm, gettext_lazy("Enter an asset"), "change_assets"
    button = gettext_lazy("Enter the asset")
    why = gettext_lazy("A new site is an addition, and finance has to know of it before it goes live.")
    next = gettext_lazy("The gap of a missing entry closes. Disposal later refers to this number.")

    def sites(self) -> Any:
        """The sites whose assets the person keeps."""
        return Site.objects.visible_to(self.person).filter(organisation__in=self.forces).select_related("organisation")

    def form_kwargs(self) -> dict[str, Any]:
        """The sites that may be named."""
        return {"sites": self.sites()}

    def initial(self) -> dict[str, Any]:
        """The site of the address, and today."""
        return {"site": self.request.GET.get("site", "")[:60], "on": self.today}

    def take(self, form: Any) -> Any:
        """One entry."""
        fields = dict(form.cleaned_data)
        Asset.enter(by=self.person, on=fields.pop("on"), site=fields.pop("site"), **fields)
        return "/assets/"

    def back(self) -> str:
        """The register of assets."""
        return "/assets/"


class AssetPage(KeepingOne):
    """One entry and its disposal (P L60)."""

    model, form_class, title, keeps = Asset, DisposeForm, gettext_lazy("Dispose of the asset"), "change_assets"
    button = gettext_lazy("Record the disposal")
    why = gettext_lazy("The strategy group authorises disposal; finance is told without delay.")
    next = gettext_lazy("What is left of the book value is shown as a charge.")

    def context(self, **more: Any) -> dict[str, Any]:
        """Where it stands and since when."""
        words = _("At %(site)s, in the register since %(day)s.")
        return super().context(**{"lead": words % {"site": self.row.site, "day": long_date(self.row.since)}, **more})

    def take(self, form: Any) -> Any:
        """One disposal."""
        fields = dict(form.cleaned_data)
        self.row.dispose(by=self.person, on=fields.pop("on"), **fields)
        return "/assets/"

    def back(self) -> str:
        """The register of assets."""
        return "/assets/"


class EquipmentList(ListPage):
    """Equipment models with their acceptance and evaluations (P L45)."""

    model, table, title, section = EquipmentModel, EquipmentTable, gettext_lazy("Equipment models"), "assets"
    lead = gettext_lazy("A model is accepted on its supplier's evidence and evaluated every year.")
    noun = gettext_lazy("models")
    search = ("supplier", "name")
    empty = gettext_lazy("No model is entered yet. A site goes live with accepted models alone.")
    actions = ((gettext_lazy("Enter a model"), "equipment-new", "change_performance"),)

    def shown(self, queryset: Any) -> Any:
        """With the newest decision."""
        newest = Decision.objects.filter(equipment=OuterRef("pk")).order_by("-on", "-pk")
        last = {"last_step": Subquery(newest.values("step")[:1]), "last_on": Subquery(newest.values("on")[:1])}
        return queryset.select_related("nasple", "evidence").defer("evidence__bytes").annotate(**last)

    def matching(self, q: str) -> Any:
        """Models have no reference of the product."""
        return _words(self.search, q)


class NewEquipment(Keeping):
    """A supplier's product."""

    form_class, title, permission = EquipmentForm, gettext_lazy("Enter an equipment model"), "change_performance"
    button = gettext_lazy("Enter the model")
    drafts = False
    why = gettext_lazy("What is bought has to meet the national standards, and the supplier shows that it does.")
    next = gettext_lazy("The ANPR manager accepts it on that evidence. Until then no site goes live with it.")

    def take(self, form: Any) -> Any:
        """One entry, its evidence kept as a file."""
        force = next(m.organisation for m in self.person.memberships_today if m.organisation_id in self.forces)
        fields = dict(form.cleaned_data)
        file = fields.pop("evidence")
        if file:
            try:
                fields["evidence"] = evidence.store(force, file.name, file.read(), clock.now())
            except evidence.NotStored as problem:
                raise Refused([Reason(str(problem), "P L45", "evidence")]) from problem
        return EquipmentModel.enter(by=self.person, on=self.today, organisation=force, **fields)

    def back(self) -> str:
        """The models."""
        return "/assets/models/"


class EquipmentPage(KeepingOne):
    """One model: what was decided about it, and the next decision."""

    model, form_class, title, keeps = EquipmentModel, VerdictForm, gettext_lazy("Equipment"), "change_performance"
    template_name = "cameras/equipment.html"
    button = gettext_lazy("Sign and record")
    why = gettext_lazy("New and existing equipment is evaluated every year against the standards.")
    next = gettext_lazy("An acceptance lets sites go live with it; a rejection ends the acceptance.")

    def context(self, **more: Any) -> dict[str, Any]:
        """The decisions so far."""
        decisions = self.row.decisions.select_related("seal").order_by("-on", "-pk")
        return super().context(**{"decisions": list(decisions), "row": self.row, "nouns": NOUNS, **more})

    def take(self, form: Any) -> Any:
        """One sealed decision."""
        verdict, reason = form.cleaned_data["verdict"], form.cleaned_data["reason"]
        if verdict == "accept":
            self.row.accept(by=self.person, on=self.today, reason=reason)
        else:
            self.row.evaluate(by=self.person, on=self.today, reason=reason, passed=verdict == "evaluate")
        return self.row

    def back(self) -> str:
        """The models."""
        return "/assets/models/"


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
        return _words(self.search, q)


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


def _words(fields: tuple[str, ...], q: str) -> Any:
    from django.db.models import Q

    whole = Q()
    for word in q.split()[:8]:
        one = Q()
        for path in fields:
            one |= Q(**{f"{path}__icontains": word})
        whole &= one
    return whole
