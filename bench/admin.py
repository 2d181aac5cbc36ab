"""The peer: Django's admin over the same sites, as somebody would write it who needs the list tomorrow."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest

from anpr_governance.database import clock
from cameras.models import Site


class Peer(admin.AdminSite):
    """Whoever is signed in may look."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the visitor is signed in."""
        return request.user.is_active


class SiteAdmin(admin.ModelAdmin):
    """The register's columns, filters and search."""

    list_display = ("name", "state", "next_review", "next_check", "dpia", "gaps")
    list_filter = ("state", "relationship", "deployment", "place_type", "area")
    search_fields = ("name", "site_reference", "road", "description")
    list_select_related = ("organisation",)
    list_per_page = 50
    ordering = ("number",)
    show_full_result_count = True
    actions: ClassVar = None

    def get_queryset(self, request: HttpRequest) -> Any:
        """The same rows, from the same statement."""
        rows = Site.objects.visible_to(request.user).register()
        return rows.with_next_days(clock.today()).with_dpia(clock.today())

    @admin.display(description="Next review", ordering="next_review_on")
    def next_review(self, site: Any) -> Any:
        return site.next_review_on

    @admin.display(description="Next check", ordering="next_check_on")
    def next_check(self, site: Any) -> Any:
        return site.next_check_on

    @admin.display(description="DPIA")
    def dpia(self, site: Any) -> Any:
        return site.paper_dpia

    @admin.display(description="Gaps", ordering="gaps_open")
    def gaps(self, site: Any) -> Any:
        return site.gaps_open

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    has_add_permission = has_change_permission = has_delete_permission = lambda *args: False
    has_module_permission = lambda self, request: True  # noqa: E731


site = Peer("peer")
site.register(Site, SiteAdmin)
