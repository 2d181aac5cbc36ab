"""What every page is: closed unless it says that it is public, marked, and rendered with its frame."""

from datetime import date
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import select_template
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from anpr_governance.database import clock
from anpr_governance.pages.context import OFFICIAL, SENSITIVE
from anpr_governance.pages.days import NotADay, read_day


class Page(View):
    """One page. `permission` is asked of today's roles; a page for every role sets it to ""."""

    public: ClassVar[bool] = False
    permission: ClassVar[str] = "view_content"
    section: ClassVar[str] = ""
    title: Any = ""
    lead: Any = ""
    marking: ClassVar[str] = SENSITIVE
    template_name: ClassVar[str] = ""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view function; Django's LoginRequiredMiddleware reads from it whether the page is public."""
        view = super().as_view(**initkwargs)
        view.login_required = not cls.public  # type: ignore[attr-defined]
        return view

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who holds no role that opens this page anywhere; who holds none today opens no page at all."""
        if not self.public and not (request.user.is_authenticated and self.opened_by_roles()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def opened_by_roles(self) -> bool:
        """Whether one of today's roles opens the page."""
        if self.permission:
            return bool(self.person.organisations_where(self.permission))
        return bool(self.person.memberships_today)

    @property
    def person(self) -> Any:
        """Who asks."""
        return self.request.user

    @property
    def today(self) -> date:
        """The day of the request."""
        return clock.today()

    def template_names(self) -> list[str]:
        """The page's own template."""
        return [self.template_name]

    def context(self, **more: Any) -> dict[str, Any]:
        """What the template is given."""
        marking = OFFICIAL if self.public else self.marking
        known = {"page": self, "title": self.title, "lead": self.lead, "section": self.section, "marking": marking}
        return known | {"today": self.today} | more

    def render(self, status: int = 200, **more: Any) -> HttpResponse:
        """The page as a response."""
        template = select_template([name for name in self.template_names() if name])
        return HttpResponse(template.render(self.context(**more), self.request), status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show it."""
        return self.render()


class AsAt(Page):
    """A page that shows today, or another day by the as-at bar."""

    as_at_bar: ClassVar[bool] = False

    @cached_property
    def asked_day(self) -> tuple[date, str]:
        """The day of the as-at bar and what is wrong with it, if anything."""
        typed = self.request.GET.get("as-at", "").strip() if self.as_at_bar else ""
        if not typed:
            return self.today, ""
        try:
            day = read_day(typed)
        except NotADay as mend:
            return self.today, str(mend)
        if day > self.today:
            return self.today, _("That day has not come yet. Give today or an earlier day.")
        return day, ""

    @property
    def on(self) -> date:
        """The day that the page shows."""
        return self.asked_day[0]

    @property
    def is_today(self) -> bool:
        """Whether it shows today; on another day nothing can be changed."""
        return self.on == self.today


class RecordPage(Page):
    """A page about one record, found by its reference among those that the person may see; else 404."""

    model: ClassVar[Any]
    related: ClassVar[tuple[str, ...]] = ("organisation",)

    def records(self) -> Any:
        """The rows in which the record is looked for; out of scope is not found, with the same page."""
        return self.model.objects.visible_to(self.person).select_related(*self.related)

    def record(self) -> Any:
        """The newest version of the record that the address names, or the version that it names."""
        rows = self.records().by_reference(self.kwargs["ref"])
        if "version" in self.kwargs:
            rows = rows.filter(version=self.kwargs["version"])
        elif any(field.name == "version" for field in self.model._meta.fields):
            rows = rows.order_by("-version")
        found = rows.first()
        if found is None:
            raise Http404
        return found

    def own_template(self, kind: str) -> str:
        """``cameras/site_detail.html``: the app's template for this kind of page, where it has one."""
        return f"{self.model._meta.app_label}/{self.model._meta.model_name}_{kind}.html"
