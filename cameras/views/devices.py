"""Devices of a site: put up, changed, moved, taken down."""

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cameras.finance.forms import ReplaceForm
from cameras.forms import AddDeviceForm, DeviceForm, MoveForm
from cameras.models import Device, EquipmentModel, Site
from cameras.models.replacing import replace_device
from cameras.views.sites import SiteAsking


class AddDevice(SiteAsking):
    """A device that is put up at a site."""

    form_class, title = AddDeviceForm, gettext_lazy("Add a device")
    button = gettext_lazy("Add the device")
    why = gettext_lazy("Each device is checked on installation and then by whether it gives images.")
    next = gettext_lazy("Where equipment already stands, an installation check opens for it.")

    def form_kwargs(self) -> dict[str, Any]:
        """The force's own equipment models."""
        return {"models": EquipmentModel.objects.filter(organisation=self.object.organisation_id).order_by("supplier")}

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today, "kind": "nrd"}

    def take(self, form: Any) -> Any:
        """The device stands at the site."""
        fields = dict(form.cleaned_data)
        Device.add(by=self.person, on=fields.pop("on"), site=self.object, **fields)
        return self.object


class OneDevice(SiteAsking):
    """A page about one device that stands at the site today."""

    @cached_property
    def device(self) -> Device:
        """The device that the address names."""
        placed = self.object.placements.open().filter(device=self.kwargs["device"]).select_related("device").first()
        if placed is None:
            raise Http404
        return placed.device

    def context(self, **more: Any) -> dict[str, Any]:
        """Named by the device."""
        return super().context(**{"title": f"{self.title}: {self.device.reference}", **more})


class EditDevice(OneDevice):
    """What a device is."""

    form_class, title = DeviceForm, gettext_lazy("Change the device")
    button = gettext_lazy("Save the changes")
    next = gettext_lazy("Whether it gives images moves the day of its next check at once.")

    def form_kwargs(self) -> dict[str, Any]:
        """The force's own equipment models."""
        return {"models": EquipmentModel.objects.filter(organisation=self.object.organisation_id).order_by("supplier")}

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(self.device, name) for name in DeviceForm.base_fields}

    def take(self, form: Any) -> Any:
        """One change."""
        self.device.change(by=self.person, on=self.today, site=self.object, **form.cleaned_data)
        return self.object


class ReplaceDevice(OneDevice):
    """Another device takes its place (P L58)."""

    form_class, title = ReplaceForm, gettext_lazy("Replace the device")
    button = gettext_lazy("Record the replacement")
    why = gettext_lazy("The register names the equipment that stands there now, and finance knows what was bought.")
    next = gettext_lazy("The old device leaves, the new one is checked on installation, and the asset register has it.")

    def assets(self) -> Any:
        """The entries of the site that stand, without upgrades."""
        return self.object.assets.open().exclude(kind="upgrade").order_by("pk")

    def form_kwargs(self) -> dict[str, Any]:
        """The force's own models and the site's entries."""
        models = EquipmentModel.objects.filter(organisation=self.object.organisation_id).order_by("supplier")
        return {"models": models, "assets": self.assets()}

    def initial(self) -> dict[str, Any]:
        """As the old one; the entry that is its own, else the only one."""
        own = list(self.assets().filter(device=self.device)) or list(self.assets())
        replaces = own[0].pk if len(own) == 1 else None
        images = "yes" if self.device.gives_images else "no"
        return {"on": self.today, "model": self.device.model_id, "gives_images": images, "replaces": replaces}

    def take(self, form: Any) -> Any:
        """One replacement."""
        said = dict(form.cleaned_data)
        asset = {name: said.pop(name) for name in ("what", "finance_number", "cost", "book_value")}
        replace_device(by=self.person, site=self.object, old=self.device, asset=asset, **said)
        return self.object

    def said(self, answer: Any) -> str:
        """What was recorded."""
        return _("The replacement is recorded.")


class MoveDevice(OneDevice):
    """Where a device goes."""

    form_class, title = MoveForm, gettext_lazy("Move or take down the device")
    button = gettext_lazy("Record the move")
    why = gettext_lazy("The register follows the equipment, so that any day says what stood where.")
    next = gettext_lazy("Its open checks here fall away; where it goes, an installation check opens.")

    def form_kwargs(self) -> dict[str, Any]:
        """Sites that the person sees, of the same force."""
        return {"sites": Site.objects.visible_to(self.person).filter(organisation=self.object.organisation_id)}

    def initial(self) -> dict[str, Any]:
        """Today, unless it was earlier."""
        return {"on": self.today}

    def take(self, form: Any) -> Any:
        """It moves, or is taken down."""
        to, day = form.cleaned_data["to"], form.cleaned_data["on"]
        if to is None:
            self.device.remove(by=self.person, on=day, site=self.object)
        else:
            self.device.place(by=self.person, on=day, site=to)
        return self.object

    def said(self, answer: Any) -> str:
        """What was recorded."""
        return _("The move is recorded.")
