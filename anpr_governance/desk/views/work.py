"""My work, the duties, notices and the calendar."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.database import clock
from anpr_governance.desk import calendar
from anpr_governance.duties import agenda
from anpr_governance.duties.registry import DUTIES
from anpr_governance.organisations.models import Organisation
from anpr_governance.organisations.people import vacant
from anpr_governance.organisations.roles import Role
from anpr_governance.pages.views import Page
from anpr_governance.workflow.models import Notice
from anpr_governance.workflow.notices import still_theirs

SHOWN = 12


class MyWork(Page):
    """What waits for me, what is overdue, what I wait for from others; each with its reason and one button."""

    title = gettext_lazy("My work")
    section = "work"
    permission = ""
    template_name = "desk/my_work.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Everything comes from the one agenda."""
        items = agenda.of_person(self.person, self.today, days=28, limit=SHOWN)
        tallies = agenda.tallies(self.person, self.today)
        soon = self.today + timedelta(days=agenda.HORIZON_DAYS)
        known = {
            "tallies": tallies,
            "overdue": [item for item in items if item.overdue][:SHOWN],
            "due": [item for item in items if not item.overdue and item.due_on <= soon][:SHOWN],
            "overdue_count": sum(line.overdue for line in tallies),
            "due_count": sum(line.due for line in tallies),
            "waiting": self.waiting(),
            "notices": still_theirs(self.today).filter(person=self.person, read_at=None).order_by("-pk")[:8],
            "weeks": self.weeks(items),
        }
        return super().context(**known, **more)

    def waiting(self) -> list[tuple[Any, int, str]]:
        """What the person's organisations wait for from other roles: duty, how much, with whom."""
        held = {membership.role for membership in self.person.memberships_today}
        keys = self.person.organisations_where("view_content")
        if not keys:
            return []
        theirs = [duty for duty in DUTIES.values() if duty.role and duty.role not in held]
        lines = [agenda.tally(duty, duty.rows(self.today, keys), self.today, 30) for duty in theirs]
        waiting = [(line, str(Role(line.duty.role).label)) for line in lines if line.overdue or line.due]
        return [(line.duty, line.overdue + line.due, role) for line, role in waiting]

    def weeks(self, items: list[Any]) -> list[list[tuple[Any, int]]]:
        """Four weeks of days with the number of things due on each."""
        monday = self.today - timedelta(days=self.today.weekday())
        count = Counter(item.due_on for item in items)
        days = [monday + timedelta(days=n) for n in range(28)]
        return [[(day, count[day]) for day in days[start : start + 7]] for start in range(0, 28, 7)]


class Duties(Page):
    """Every duty of the organisations that the person sees, a line a duty; roles without a holder are gaps."""

    title = gettext_lazy("Duties")
    lead = gettext_lazy("What the force owes by law and policy, and how much of it is due. Dates are worked out anew.")
    section = "duties"
    permission = ""
    template_name = "desk/duties.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Tallies over the organisations in which content may be seen; none for those who may open no list of it."""
        keys = self.person.organisations_where("view_content")
        forces = Organisation.objects.filter(pk__in={*keys, *self.person.organisations_where("view_people")})
        gaps = [(force, role) for force in forces for role in vacant(force, self.today)]
        lines = agenda.of_organisations(keys, self.today) if keys else []
        return super().context(lines=lines, gaps=gaps, role_label=lambda slug: Role(slug).label if slug else "", **more)


class Notices(Page):
    """Everything that the person was told, the newest first."""

    title = gettext_lazy("What you were told")
    section = "work"
    permission = ""
    template_name = "desk/notices.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """The newest two hundred."""
        rows = still_theirs(self.today).filter(person=self.person).order_by("-pk")[:200]
        return super().context(notices=rows, **more)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all as read."""
        Notice.objects.filter(person=self.person, read_at=None).update(read_at=clock.now())
        return HttpResponseRedirect("/")


class CalendarAddress(Page):
    """Make or revoke the secret address of the calendar feed."""

    title = gettext_lazy("Your duties in your calendar")
    section = "work"
    permission = ""
    template_name = "desk/calendar.html"

    def post(self, request: HttpRequest) -> HttpResponse:
        """A new address is shown once; *revoke* ends the present one."""
        if "revoke" in request.POST:
            calendar.revoke(self.person)
            messages.success(request, _("The address no longer works."))
            return HttpResponseRedirect(request.path)
        address = f"{settings.PUBLIC_ADDRESS}/calendar/{calendar.new_token(self.person)}.ics"
        return self.render(address=address)


class CalendarFeed(Page):
    """The feed itself: whoever has the address reads counts and days, never a place."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The iCalendar file; an unknown or revoked address is not found."""
        person = calendar.owner_of(kwargs["token"])
        if person is None:
            raise Http404
        body = calendar.feed(person, self.today, settings.PUBLIC_ADDRESS)
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, no-store"
        return response
