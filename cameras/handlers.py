"""What follows a step of cameras after commit; each safe to repeat."""

from django.utils.translation import gettext as _

from anpr_governance.organisations.roles import Role
from anpr_governance.workflow import notices


def suggest_suspension(key: str) -> None:
    """A device failed two checks in a row: people are told that suspending it is the thing to consider."""
    check = notices.record_of(key)
    people = notices.holders(check.organisation, [Role.ANPR_MANAGER, Role.STRATEGIC_LEAD])
    text = _("%(device)s failed two checks in a row. Consider suspending collection at its site until it passes.")
    where = check.site.get_absolute_url()
    notices.write(people, check.organisation, "step", key, text % {"device": check.device}, where)
