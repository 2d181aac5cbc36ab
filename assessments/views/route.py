"""The route of a proposal as a picture: who decides, who decided, what comes after (P L16, G 1.4)."""

from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import Role
from anpr_governance.pages.views import ThreadStep
from assessments.models import route
from assessments.views import thread

Row = tuple[route.Entry, ThreadStep, str, str]


def route_of(obj: Any) -> dict[str, Any]:
    """The row of the table that it takes (title, when, clause), and its entries in order with what follows each."""
    kind = route.kind_of_route(obj.deployment, obj.intended_months)
    table = obj.route_table["route"]
    entries = obj.entries
    rows = [_row(obj, one, entries[number] if number < len(entries) else None) for number, one in enumerate(entries, 1)]
    return {"route": table.get(kind, table["default"]), "route_rows": rows}


def _row(obj: Any, one: route.Entry, following: route.Entry | None) -> Row:
    role = str(Role(one.role).label)
    who = _("Decides alone, without a meeting.") if one.is_person else _("At a quorate meeting; %(role)s chairs.")
    return one, thread.entry(obj, one), who % {"role": role}, after(one, following)


def after(one: route.Entry, following: route.Entry | None) -> str:
    """What an approval by `one` leads to."""
    if following is None:
        return _("If it approves, the sites are approved. They can then be installed.")
    known = {"who": following.title}
    if following.is_last:
        return _("If it approves, the %(who)s decides finally. Nothing is installed before that.") % known
    return _("If it approves, the %(who)s decides next. Nothing is installed before the last decision.") % known
