"""The register as a product without rights would show it: one force's rows, and nobody asked who may see them."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from cameras.models import Site
from cameras.views.sites import SiteList

ALL = frozenset({"view_content", "change_register", "import_register", "export_register"})


class Unscoped(SiteList):
    """Everybody may do everything in the force that they belong to."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer every question about rights without a statement."""
        force = self.force = request.user.memberships_today[0].organisation_id  # type: ignore[union-attr]
        request.user.__dict__["_grants"] = {force: set(ALL)}
        return super().dispatch(request, *args, **kwargs)

    def records(self) -> Any:
        """The force's rows, without `visible_to`."""
        return Site.objects.filter(organisation=self.force).register()
