"""Meetings: list, record, items, minutes, attendance, the chair's signature."""

import hashlib
import json
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.views import AskingPage, DetailPage, ListPage
from anpr_governance.workflow import correcting
from assessments.forms import deciding as forms
from assessments.models import Meeting
from assessments.models.minuting import KEEP
from assessments.sheets import MeetingSheet
from assessments.states import Body
from assessments.tables import MeetingTable
from assessments.views.acting import ActPage

SECTION = "meetings"


class MeetingList(ListPage):
    """Every meeting of the deciding bodies."""

    model, table, section = Meeting, MeetingTable, SECTION
    title = gettext_lazy("Meetings")
    lead = gettext_lazy(
        "The strategy group and the board decide in meetings: who was there, what was said, how they voted."
    )
    sort, noun, exports = "-on", gettext_lazy("meetings"), ("csv",)
    empty = gettext_lazy("No meeting is recorded yet. Call one, and put proposals on its agenda.")
    actions = (
        (gettext_lazy("Call a meeting"), "meeting-new", KEEP),
        (gettext_lazy("Report to the board"), "board-reports", "view_content"),
    )
    filters = (filters.Facet("body", gettext_lazy("Body"), "body", Body.choices),)

    def shown(self, queryset: Any) -> Any:
        """With their force and the number of items."""
        return queryset.select_related("organisation").annotate(item_count=Count("items"))

    def matching(self, q: str) -> Q:
        """Meetings are found by their filters."""
        return Q()


class MeetingPage(DetailPage):
    """One meeting: agenda, attendance by item, minutes, signature."""

    model, section = Meeting, SECTION
    related = ("organisation", "quorum")
    kicker = gettext_lazy("Meeting")

    def facts(self) -> list[tuple[Any, Any]]:
        """When, and by which rule it is quorate."""
        obj = self.object
        return [
            (_("Held on"), f"{obj.on:%-d %B %Y}"),
            (_("Quorum"), _(obj.rule["help"])),
        ]

    def extra(self) -> dict[str, Any]:
        """Items with their attendance, and whether the minutes are signed."""
        obj = self.object
        signed = obj.signed()
        keeps = signed is None and self.person.may(KEEP, obj.organisation_id)
        return {
            "items": items_of(obj),
            "is_today": False,  # a meeting has no steps, so no panel of them
            "signed": signed,
            "keeps": keeps,
            "places": self.person.may("view_locations", obj.organisation_id),
            "errata": errata_of(obj) if signed else [],
            "signs": signed is None and obj.chair(self.person) is not None,
            "objectives": list(obj.objective_rows.select_related("owner__person", "meeting__organisation")),
        }


def errata_of(meeting: Meeting) -> list[tuple[str, str, Any, bool]]:
    """Corrections upon its minutes: words, by whom, when, whether a second person confirmed them."""
    rows = correcting.errata(meeting)
    return [(json.loads(bytes(row.seal.bytes))["content"]["text"], row.name, row.on, done) for row, done in rows]


def items_of(meeting: Meeting) -> list[tuple[Any, str]]:
    """Its items, each with what the quorum lacked."""
    return [(item, (item.quorum_missing() or "") if item.attendance_rows else "") for item in meeting.item_rows]


class NewMeeting(AskingPage):
    """Call a meeting."""

    form_class, section = forms.MeetingForm, SECTION
    title, button = gettext_lazy("Call a meeting"), gettext_lazy("Call the meeting")
    permission, template_name = KEEP, "pages/form.html"
    next = gettext_lazy(
        "What waits for the body is offered for its agenda. Then you make the papers, and record who was there."
    )

    def take(self, form: Any) -> Any:
        """In the organisation in which the person keeps meetings."""
        found = [m.organisation for m in self.person.memberships_today if self.person.may(KEEP, m.organisation_id)]
        return Meeting.called(by=self.person, on=self.today, organisation=found[0], **form.cleaned_data)

    def back(self) -> str:
        """The list."""
        return "/meetings/"


class OfMeeting(ActPage):
    """A page that writes the record of a meeting."""

    model, section, anytime = Meeting, SECTION, True

    def allowed(self, obj: Any) -> bool:
        """Whoever keeps meetings."""
        return bool(self.person.may(KEEP, obj.organisation_id))

    @cached_property
    def item(self) -> Any:
        """The item of the address; else 404."""
        found = self.object.items.filter(position=self.kwargs["item"]).first()
        if found is None:
            raise Http404
        return found


class AddItem(OfMeeting):
    """Put something on the agenda."""

    form_class = forms.ItemForm
    title, button = gettext_lazy("Put something on the agenda"), gettext_lazy("Put it on the agenda")

    def form_kwargs(self) -> dict[str, Any]:
        """Whose proposals and sites may be chosen."""
        return {"record": self.object}

    def act(self, obj: Any, form: Any) -> Any:
        """Add it."""
        obj.add_item(by=self.person, on=self.today, **form.cleaned_data)


class MinutesPage(OfMeeting):
    """The record of one item."""

    form_class = forms.MinutesForm
    title, button = gettext_lazy("The record of one item"), gettext_lazy("Save the record")

    def initial(self) -> dict[str, Any]:
        """As it stands."""
        return {name: getattr(self.item, name) for name in self.form_class.base_fields}

    def act(self, obj: Any, form: Any) -> Any:
        """Write it."""
        obj.amend(by=self.person, on=self.today, part=self.item, **form.cleaned_data)


class AttendPage(OfMeeting):
    """Who was there at one item, with interest, recusal and vote."""

    form_class = forms.AttendForm
    title, button = gettext_lazy("Who was there"), gettext_lazy("Record it and add another")
    why = gettext_lazy("Item 1 holds for every item that has no list of its own. A proposal needs its own, with votes.")
    template_name = "assessments/attend.html"

    def initial(self) -> dict[str, Any]:
        """Present, unless said otherwise."""
        return {"present": "yes"}

    def form_kwargs(self) -> dict[str, Any]:
        """Whose members may be chosen."""
        return {"record": self.object}

    def context(self, **more: Any) -> dict[str, Any]:
        """Who stands there already."""
        return super().context(**{**more, "rows": self.item.attendance_rows if self.item.attendance.exists() else []})

    def act(self, obj: Any, form: Any) -> Any:
        """Record it, and stay for the next one."""
        obj.attend(by=self.person, on=self.today, item=self.item, **form.cleaned_data)

    def after(self, obj: Any) -> str:
        """The same page."""
        return str(self.request.path)


class SignPage(OfMeeting):
    """The chair signs the minutes."""

    template_name = "assessments/meeting_sign.html"
    title, button = gettext_lazy("Sign the minutes"), gettext_lazy("Sign the minutes")
    drafts = False

    def allowed(self, obj: Any) -> bool:
        """The chair of the body."""
        return obj.chair(self.person) is not None

    @cached_property
    def sealed(self) -> bytes:
        """The bytes that a signature now would seal."""
        return MeetingSheet.of(self.object, self.today).canonical()

    def context(self, **more: Any) -> dict[str, Any]:
        """The whole of the minutes, and what stands against signing them."""
        unmet = self.object.unsigned_because()
        objectives = list(self.object.objective_rows.select_related("owner__person", "meeting__organisation"))
        known = {"items": items_of(self.object), "unmet": unmet, "closed": bool(unmet), "objectives": objectives}
        return super().context(**{**more, **known, "seen": hashlib.sha256(self.sealed).hexdigest()})

    def act(self, obj: Any, form: Any) -> Any:
        """Sign what was seen."""
        seen = self.request.POST.get("seen", "")
        if not seen:
            raise PermissionDenied
        obj.sign_minutes(by=self.person, on=self.today, seen=seen)
