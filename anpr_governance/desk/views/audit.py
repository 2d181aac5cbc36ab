"""The audit chain of an organisation, read by those who may; each row says who did what in which hat."""

from typing import Any

from django.utils.translation import gettext_lazy

from anpr_governance.audit.models import Event
from anpr_governance.organisations.models import Organisation, Person
from anpr_governance.pages import filters
from anpr_governance.pages.tables import Column, Number, Table
from anpr_governance.pages.views import ListPage

_PERSON = "person:"


class Who(Column):
    """The actor by name."""

    def __init__(self, label: Any) -> None:
        super().__init__(label, "actor")
        self.names: dict[int, str] = {}

    def cell(self, row: Any) -> str:
        """The person's name, or the principal as the chain names it."""
        if not row.actor.startswith(_PERSON):
            return str(row.actor)
        if not self.names:
            self.names = dict(Person.objects.values_list("pk", "name"))
        return self.names.get(int(row.actor.removeprefix(_PERSON)), row.actor)


class AuditTable(Table):
    """Events, the newest first."""

    caption = gettext_lazy("Audit events")

    def __init__(self) -> None:
        self.columns = (  # type: ignore[misc]
            Number(gettext_lazy("Number"), "n"),
            Column(gettext_lazy("Recorded at"), lambda row: f"{row.at:%Y-%m-%d %H:%M}"),
            Who(gettext_lazy("Who")),
            Column(gettext_lazy("What"), "kind"),
            Column(gettext_lazy("Record"), "subject"),
            Column(gettext_lazy("Hat"), "hat"),
            Column(gettext_lazy("Happened on"), lambda row: row.on.isoformat()),
        )


class AuditPage(ListPage):
    """The chains of the organisations in which the person may read them; others are not there."""

    model = Event
    table = AuditTable
    title = gettext_lazy("Audit")
    lead = gettext_lazy("Every step and change, chained so that none can be altered or taken out unseen.")
    section = "audit"
    permission = "view_audit"
    search = ("subject", "kind")
    sort = "-pk"
    counted = False
    template_name = "desk/audit.html"
    filters = (filters.Until("until", gettext_lazy("Recorded up to"), "on"),)

    def records(self) -> Any:
        """Chains are named by code."""
        keys = self.person.organisations_where("view_audit")
        return Event.objects.filter(organisation_code__in=Organisation.objects.filter(pk__in=keys).values("code"))

    def matching(self, q: str) -> Any:
        """Words in the record or the kind."""
        from django.db.models import Q

        return Q(subject__istartswith=q) | Q(kind__icontains=q)
