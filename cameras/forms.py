"""What is asked of sites, devices, checks, assets and public information."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anpr_governance.documents.places import places_in
from anpr_governance.pages.days import DayField
from anpr_governance.pages.forms import Asked, Form
from anpr_governance.regulation import facts
from cameras.finance.forms import named_site
from cameras.models import Site
from cameras.register import places
from cameras.states import Deployment, DeviceKind, PlaceType, PublicInformationKind, SuspendReason


def _text(label: Any, length: int = 120, rows: int = 0, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else None
    return forms.CharField(label=label, max_length=length, widget=widget, **more)


class PlaceForm(Form):
    """What the register says of a site that anybody keeping it may change."""

    site_reference = _text(_("Register reference"), 60)
    name = _text(_("Name"), 200)
    description = _text(_("Description"), 500, rows=3, required=False)
    place_type = forms.ChoiceField(label=_("Kind of place"), choices=PlaceType.choices, widget=forms.RadioSelect)
    road = _text(_("Road"), 60, required=False)
    direction = _text(_("Direction"), 60, required=False)
    lanes = forms.IntegerField(label=_("Lanes"), min_value=1, max_value=12, required=False)
    easting = forms.FloatField(label=_("Easting (OSGB36)"), min_value=0, max_value=700000, required=False)
    northing = forms.FloatField(label=_("Northing (OSGB36)"), min_value=0, max_value=1300000, required=False)
    latitude = forms.FloatField(label=_("Latitude (WGS84)"), min_value=49, max_value=61, required=False)
    longitude = forms.FloatField(label=_("Longitude (WGS84)"), min_value=-9, max_value=2, required=False)
    owner = _text(_("Owner"), required=False)
    controller = _text(_("Controller, unless it is the force"), required=False)
    area: Any = forms.ModelChoiceField(queryset=None, label=_("Local policing area"), required=False)

    asks: ClassVar = {
        "site_reference": Asked(_("How the register itself names it; it is unique in the force."), "P L55"),
        "place_type": Asked(_("The matrix advises by the kind of place."), "App A"),
        "easting": Asked(_("Give the grid pair or the degrees; the other pair is worked out.")),
        "controller": Asked(_("The chief officer of the force that runs it, unless another controls it."), "G 1.9"),
        "area": Asked(_("Signs and public information are kept for the area."), "G 5.4b"),
    }

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The other pair of coordinates follows from the one given."""
        said: dict[str, Any] = super().clean() or {}
        return said if self.errors else self._placed(said)

    def _placed(self, said: dict[str, Any]) -> dict[str, Any]:
        """Both pairs, worked out from the one that was typed anew, inside the United Kingdom."""
        row = {"deployment": str(said.get("deployment") or self.initial.get("deployment") or "")}
        fresh = [pair for pair in (places.GRID, places.GLOBE) if any(said.get(n) != self.initial.get(n) for n in pair)]
        for name in [name for pair in fresh or (places.GRID, places.GLOBE) for name in pair]:
            row[name] = "" if said.get(name) is None else str(said[name])
        found = places.placed([row])[0]
        if found is not None and isinstance(found[0], str):
            self.add_error(found[0], found[1])
        elif found is not None:
            said.update(zip((*places.GRID, *places.GLOBE), found, strict=True))
        return said


class SiteForm(PlaceForm):
    """A site that is to be proposed, or entered as one without the machine."""

    deployment = forms.ChoiceField(label=_("Deployment"), choices=Deployment.choices, widget=forms.RadioSelect)
    relationship = forms.ChoiceField(
        label=_("Whose it is"),
        choices=[("own", _("Ours")), ("feeds_us", _("Another's, and it feeds us")), ("partner", _("A partner's"))],
        widget=forms.RadioSelect, initial="own",
    )  # fmt: skip
    intended_months = forms.IntegerField(
        label=_("Intended months in place"), min_value=1, max_value=600, required=False
    )
    authoriser = _text(_("Authorised by (rank and name)"), required=False)
    authority_reference = _text(_("Reference of the authority or of the incident log"), required=False)
    authority_expires = DayField(label=_("Authority expires on"), required=False)
    standard = _text(_("NASPLE version that the fleet meets"), 40, required=False)

    field_order = ("deployment", "intended_months", "authoriser", "authority_reference", "authority_expires",
                   "standard", "relationship")  # fmt: skip
    opens: ClassVar = {
        "deployment": {
            "temporary": ("intended_months",),
            "operational": ("authoriser",),
            "ripa": ("authority_expires",),
            "vehicle_mounted": ("standard",),
        }
    }
    asks: ClassVar = {
        **PlaceForm.asks,
        "deployment": Asked(_("It decides which process holds. Twelve months or more is the full one."), "G 1.4"),
        "authoriser": Asked(_("A force control room inspector or supervisor authorises it."), "P L19"),
        "authority_reference": Asked(_("For an operational response or a RIPA authority."), "P L19"),
    }


class DeviceForm(Form):
    """A device of a site."""

    reference = _text(_("Device reference"), 60)
    kind = forms.ChoiceField(label=_("Kind"), choices=DeviceKind.choices, widget=forms.RadioSelect, initial="nrd")
    model: Any = forms.ModelChoiceField(queryset=None, label=_("Equipment model"), required=False)
    serial = _text(_("Serial number"), 80, required=False)
    gives_images = forms.TypedChoiceField(
        label=_("Does it give images?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect,
        coerce=lambda value: value in ("yes", True),
    )  # fmt: skip

    asks: ClassVar = {
        "model": Asked(_("A site goes live with accepted models alone."), "P L45"),
        "kind": Asked(_("What is counted in its checks, and against which thresholds, follows from it."), "P L29"),
        "gives_images": Asked(
            _("With images it is checked every 12 months, without every 6. A link or interface: does it carry images?"),
            "P L29",
        ),
    }

    def __init__(self, *args: Any, models: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["model"].queryset = models  # type: ignore[attr-defined]
        if isinstance(self.initial.get("gives_images"), bool):
            self.initial["gives_images"] = "yes" if self.initial["gives_images"] else "no"


class AddDeviceForm(DeviceForm):
    """A device that is put up."""

    on = DayField(label=_("Stands here since"))


class MoveForm(Form):
    """Where a device goes from a day on."""

    to = _text(_("Reference of the site it goes to"), 60, required=False)
    on = DayField(label=_("From which day"))

    asks: ClassVar = {"to": Asked(_("Leave it empty when it is taken down and goes nowhere."), "P L58")}

    def __init__(self, *args: Any, record: Any = None, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = sites

    def clean_to(self) -> Site | None:
        """The site, by either reference."""
        return named_site(self.sites, self.cleaned_data["to"])


class SuspendForm(Form):
    """Why collection is suspended."""

    code = forms.ChoiceField(label=_("Why it stops"), widget=forms.RadioSelect)

    asks: ClassVar = {"code": Asked(_("It decides what has to come before collection resumes."), "G 7.9")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = facts("reason_codes")["reason_codes"]
        words = dict(SuspendReason.choices)
        kept = [(code, words[code]) for code, row in codes.items() if not row.get("system_only")]
        self.fields["code"].choices = kept  # type: ignore[attr-defined]


class BreachForm(Form):
    """The true days of a breach."""

    installed_on = DayField(label=_("Put up on"), required=False)
    live_since = DayField(label=_("Collecting since"), required=False)

    asks: ClassVar = {
        "installed_on": Asked(_("The day on which the equipment was put up, as far as it is known."), "G 1.11"),
        "live_since": Asked(_("Leave it empty when nothing was collected yet."), "G 1.4"),
    }


class DuplicateForm(Form):
    """The record that stays in the counts."""

    other = _text(_("Reference of the other site"), 60)

    asks: ClassVar = {"other": Asked(_("Counts, duties and gaps then stand on that one alone."), "house")}

    def __init__(self, *args: Any, record: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record

    def clean_other(self) -> Site | None:
        """Another site of the same force."""
        return named_site(Site.objects.filter(organisation=self.record.organisation_id), self.cleaned_data["other"])


class TaskForm(Form):
    """That a task is done."""

    answer = _text(_("What was done"), 2000, rows=4)
    on = DayField(label=_("On which day"))


class EvidenceForm(Form):
    """The supplier's newer evidence."""

    file = forms.FileField(label=_("Evidence that it meets NASPLE"))
    version = _text(_("Version of the evidence"), 60)
    dated = DayField(label=_("Date of the evidence"))

    asks: ClassVar = {
        "file": Asked(_("The evidence before it stays, with the decisions that rest on it."), "P L45"),
        "version": Asked(_("The version that the supplier gives it, or the NASPLE version that it speaks of.")),
    }


class EquipmentForm(Form):
    """A supplier's product with its evidence."""

    supplier = _text(_("Supplier"))
    name = _text(_("Model"))
    evidence = forms.FileField(label=_("Evidence that it meets NASPLE"), required=False)
    evidence_version = _text(_("Version of the evidence"), 60, required=False)
    evidence_dated = DayField(label=_("Date of the evidence"), required=False)

    asks: ClassVar = {
        "evidence": Asked(_("The supplier shows that the standards are met; then it can be accepted."), "P L45")
    }

    def clean(self) -> dict[str, Any]:
        """Evidence is known by its version and date."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("evidence") and not (said.get("evidence_version") and said.get("evidence_dated")):
            self.add_error("evidence_version", _now("Say which version the evidence is and which date it bears."))
        return said


class VerdictForm(Form):
    """The acceptance or the yearly evaluation of a model."""

    verdict = forms.ChoiceField(
        label=_("What do you record?"), widget=forms.RadioSelect,
        choices=[
            ("accept", _("Accept it for use")),
            ("evaluate", _("Evaluated: it still meets the standards")),
            ("reject", _("Evaluated: it does not meet the standards, the acceptance ends")),
        ],
    )  # fmt: skip
    reason = _text(_("The evaluation on which it rests"), 2000, rows=4)

    asks: ClassVar = {"reason": Asked(_("Who tried the model, when and how, and what was found."), "P L45")}


class InformationForm(Form):
    """A sign, page or publication."""

    area: Any = forms.ModelChoiceField(queryset=None, label=_("Local policing area"))
    kind = forms.ChoiceField(label=_("Kind"), choices=PublicInformationKind.choices, widget=forms.RadioSelect)
    text = _text(_("What it says"), 4000, rows=5)
    purposes = _text(_("Purposes of use that it states"), 2000, rows=3, required=False)
    effectiveness = _text(_("How well ANPR works, as it says"), 2000, rows=3, required=False)
    on = DayField(label=_("Up and read on"))

    asks: ClassVar = {
        "text": Asked(_("People who enter the area can know that ANPR is used, and what for."), "G 5.4b"),
        "kind": Asked(_("Before a site goes live: a sign, and a web page or another publication."), "G 5.4b"),
    }

    def __init__(self, *args: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class CordonForm(Form):
    """The ways into and out of a settlement, one a line."""

    settlement = _text(_("Settlement"))
    ways = _text(_("Ways in and out, one a line"), 8000, rows=10)
    within_m = forms.IntegerField(label=_("A camera watches a way from within (metres)"), required=False)

    asks: ClassVar = {
        "ways": Asked(
            _("Road, direction and place with a | between them: A48 | northbound | SO 712 134. The place is a grid "
              "reference, easting and northing, latitude and longitude, or the reference of a site."), "G 3.1 b8"
        ),
        "within_m": Asked(_("Leave it empty for the usual distance.")),
    }  # fmt: skip

    def __init__(self, *args: Any, sites: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = sites

    def clean_ways(self) -> list[dict[str, Any]]:
        """A row a line; the first line that cannot be read is named."""
        lines = [line for line in self.cleaned_data["ways"].splitlines() if line.strip()]
        return [self._way(line, number) for number, line in enumerate(lines, start=1)]

    def _way(self, line: str, number: int) -> dict[str, Any]:
        parts = [part.strip() for part in line.split("|")]
        point = self._point(parts[-1]) if len(parts) == 3 and parts[0] else None
        if point is None:
            sentence = _now("Line %(n)s is not road | direction | place. Write, for example, A48 | northbound | "
                            "SO 712 134.")  # fmt: skip
            raise forms.ValidationError(sentence % {"n": number})
        return {"road": parts[0][:60], "direction": parts[1][:60], "easting": point[0], "northing": point[1]}

    def _point(self, typed: str) -> tuple[int, int] | None:
        found = (
            self.sites.by_reference(typed.upper()).first() or self.sites.filter(site_reference__iexact=typed).first()
        )
        if found is not None and found.easting is not None:
            return round(found.easting), round(found.northing)
        named = places_in(typed)
        return (round(named[0].easting), round(named[0].northing)) if named else None
