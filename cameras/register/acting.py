"""Who a command acts for: the operating system's user, or with `--as` a person who holds the right today."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from anpr_governance.database.command import WrongUse, operating_system_actor
from anpr_governance.organisations.models import Organisation, Person


@dataclass(frozen=True)
class Actor:
    """Whom the audit chain names; `person` only with `--as`."""

    name: str
    person: Person | None = None


def actor_of(user: str | None, organisation: Organisation, right: str) -> Actor:
    """The actor of a command. Raises WrongUse for a person who is unknown or may not."""
    if not user:
        return Actor(operating_system_actor())
    person = Person.objects.filter(email__iexact=user, is_active=True).first()
    if person is None:
        raise WrongUse(_("Nobody signs in as %(user)s.") % {"user": user})
    if not person.may(right, organisation.pk):
        raise WrongUse(
            _("%(user)s has no role in %(code)s that may do this.") % {"user": user, "code": organisation.code}
        )
    return Actor(person.actor, person)
