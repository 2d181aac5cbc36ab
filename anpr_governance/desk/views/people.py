"""People and their roles: who holds what from when to when, and who acts for whom (P L48)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.desk.forms import AccountForm, EndForm, GrantForm, LeaveForm, NothingAsked
from anpr_governance.organisations import links, people
from anpr_governance.organisations.models import Membership, Organisation, Person
from anpr_governance.pages.views import AskingPage, Page
from anpr_governance.workflow.handing_on import leave
from anpr_governance.workflow.reasons import Reason, Refused


class PeoplePage(Page):
    """A page about the people of the organisations in which the person may see them."""

    section = "people"
    permission = "view_people"

    def organisations(self) -> Any:
        """Where `permission` is held."""
        return Organisation.objects.filter(pk__in=self.person.organisations_where(self.permission))

    @cached_property
    def somebody(self) -> Person:
        """The person of the address, who holds or held a role there; else 404."""
        rows = Person.objects.filter(pk=self.kwargs["pk"], memberships__organisation__in=self.organisations())
        found = rows.distinct().first()
        if found is None:
            raise Http404
        return found


class People(PeoplePage):
    """Everybody with a role, by role; a role without a holder is a gap."""

    title = gettext_lazy("People and roles")
    lead = gettext_lazy("What somebody may see and decide follows from the role held on the day, and ends with it.")
    template_name = "desk/people.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Memberships not ended, and the roles that nobody holds."""
        rows = Membership.objects.filter(organisation__in=self.organisations()).exclude(until__lte=self.today)
        rows = rows.select_related("person", "organisation", "area", "acting_for__person").order_by("role", "since")
        gaps = [(force, role) for force in self.organisations() for role in people.vacant(force, self.today)]
        may_change = bool(self.person.organisations_where("change_people"))
        return super().context(rows=rows, gaps=gaps, may_change=may_change, **more)


class PersonPage(PeoplePage):
    """One person: every role, past and present."""

    template_name = "desk/person.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """All memberships in the organisations that the viewer may see."""
        rows = self.somebody.memberships.filter(organisation__in=self.organisations())
        rows = rows.select_related("organisation", "acting_for__person").order_by("-since")
        may_change = bool(self.person.organisations_where("change_people")) and self.somebody != self.person
        known = {"somebody": self.somebody, "rows": rows, "may_change": may_change, "title": self.somebody.name}
        return super().context(**{**more, **known})


class ChangePeople(AskingPage, PeoplePage):
    """A page that changes roles; a refusal is shown with the form."""

    permission = "change_people"
    drafts = False
    template_name = "pages/form.html"

    @cached_property
    def organisation(self) -> Organisation:
        """Where the change is made: the first organisation in which the person may."""
        return self.organisations().order_by("pk")[0]

    def take(self, form: Any) -> Any:
        """The domain call, its refusal as a reason."""
        try:
            return self.change(form)
        except people.NotGranted as refusal:
            raise Refused([Reason(str(refusal), "P L48", "organisations.not_granted")]) from refusal

    def change(self, form: Any) -> Any:
        """The one domain call."""
        raise PermissionDenied

    def back(self) -> str:
        """The list, or the person."""
        return f"/people/{self.kwargs['pk']}/" if "pk" in self.kwargs else "/people/"

    def done(self, taken: Any) -> HttpResponse:
        """Back to where the change shows."""
        return super().done(self.back())


class AddAccount(ChangePeople):
    """A new account: the one-time link is shown once, to be handed over."""

    title = gettext_lazy("Add a person")
    form_class = AccountForm
    button = gettext_lazy("Make the account")
    next = gettext_lazy("You get a one-time link to hand over; the person sets a password with it within 24 hours.")

    def answer(self, form: Any) -> HttpResponseBase:
        """Make the account and show the link with the form for the first role."""
        if not form.is_valid():
            return self.ask(form, self.refused_status)
        made = people.open_account(self.person, **form.cleaned_data)
        grant = GrantForm(initial={"since": self.today}, organisation=self.organisation)
        page = self.context(somebody=made, link=links.make(made), form=grant, title=made.name)
        from django.template.loader import get_template

        return HttpResponse(get_template("desk/account_made.html").render(page, self.request))


class GrantRole(ChangePeople):
    """Give a role to somebody; nobody to themselves."""

    title = gettext_lazy("Give a role")
    form_class = GrantForm
    button = gettext_lazy("Give the role")
    why = gettext_lazy("Access follows the role of the day. A sensitive role waits for a second administrator.")

    @cached_property
    def somebody(self) -> Person:
        """Anybody who has a role here, or an account made here that has none anywhere yet; else 404."""
        here = Person.objects.filter(pk=self.kwargs["pk"], memberships__organisation__in=self.organisations())
        found = here.first() or people.made_here(self.organisations()).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for somebody who is found."""
        if request.user.is_authenticated and self.opened_by_roles():
            self.lead = self.somebody.name
        return super().dispatch(request, *args, **kwargs)

    def form_kwargs(self) -> dict[str, Any]:
        """Areas and people of the organisation."""
        return {"organisation": self.organisation}

    def initial(self) -> dict[str, Any]:
        """From today."""
        return {"since": self.today}

    def change(self, form: Any) -> Any:
        """Grant it."""
        said = dict(form.cleaned_data)
        since, role = said.pop("since"), said.pop("role")
        held = Membership.objects.filter(person=self.somebody, organisation=self.organisation, role=role)
        if held.exclude(until__lte=since).exists():
            raise people.NotGranted(_("This person holds the role already. End it first, or choose another."))
        return people.grant(self.person, self.today, self.somebody, self.organisation, role, since=since, **said)

    def said(self, answer: Any) -> str:
        """Whether it holds, or waits."""
        if isinstance(answer, Membership) and answer.awaits_confirmation:
            return _("The role waits for another administrator to confirm it.")
        return _("The role is given.")


class MembershipPage(ChangePeople):
    """A change of one membership of the organisations that the person administers."""

    @cached_property
    def membership(self) -> Membership:
        """The membership of the address; else 404."""
        rows = Membership.objects.filter(organisation__in=self.organisations(), person_id=self.kwargs["pk"])
        found = rows.select_related("person", "organisation").filter(pk=self.kwargs["membership"]).first()
        if found is None:
            raise Http404
        return found

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for a membership that is found."""
        if request.user.is_authenticated and self.opened_by_roles():
            self.lead = str(self.membership)
        return super().dispatch(request, *args, **kwargs)

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"until": self.today}


class EndRole(MembershipPage):
    """End a role; it stops on that day at once."""

    title = gettext_lazy("End a role")
    form_class = EndForm
    button = gettext_lazy("End the role")

    def change(self, form: Any) -> Any:
        """End it."""
        return people.end(self.person, self.today, self.membership, form.cleaned_data["until"])

    def said(self, answer: Any) -> str:
        """What happened."""
        return _("The role ends on that day.")


class ConfirmRole(MembershipPage):
    """The second administrator's word on a sensitive role."""

    title = gettext_lazy("Confirm a sensitive role")
    form_class = NothingAsked
    button = gettext_lazy("Confirm the role")

    def change(self, form: Any) -> Any:
        """Confirm it."""
        return people.confirm(self.person, self.today, self.membership)

    def said(self, answer: Any) -> str:
        """What happened."""
        return _("The role is in force.")


class Leave(ChangePeople):
    """Somebody leaves: every role ends, and open work is handed on."""

    title = gettext_lazy("Somebody leaves")
    form_class = LeaveForm
    button = gettext_lazy("End every role and hand the work on")

    def form_kwargs(self) -> dict[str, Any]:
        """Who may take over."""
        return {"organisation": self.organisation, "leaver": self.somebody}

    def initial(self) -> dict[str, Any]:
        """Today."""
        return {"until": self.today}

    def change(self, form: Any) -> Any:
        """End and hand on."""
        said = form.cleaned_data
        return leave(self.person, self.today, self.somebody, self.organisation, said["until"], said["successor"])

    def said(self, answer: Any) -> str:
        """What happened."""
        return _("Every role here ends, and the open work is handed on.")
