"""A role in an organisation is a group `CODE:slug` that holds guardian permissions on the organisation.

Who is in it today is the membership: `User.groups` stays empty, so an ended membership ends at once.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from guardian.models import GroupObjectPermission

from anpr_governance.organisations.models import Membership, Organisation
from anpr_governance.regulation import facts


def group_name(organisation: Organisation, role: str) -> str:
    """The group of one role in one organisation."""
    return f"{organisation.code}:{role}"


def permissions_of(memberships: Iterable[Membership]) -> dict[int, set[str]]:
    """Permissions by organisation key that `memberships` give, in one statement."""
    owners = {group_name(m.organisation, m.role): m.organisation_id for m in memberships}
    if not owners:
        return {}
    granted: dict[int, set[str]] = defaultdict(set)
    rows = GroupObjectPermission.objects.filter(
        group__name__in=owners, content_type__app_label="organisations", content_type__model="organisation"
    ).values_list("group__name", "object_pk", "permission__codename")
    for name, key, codename in rows:
        if int(key) == owners[name]:
            granted[int(key)].add(codename)
    return dict(granted)


def lay(organisation: Organisation) -> None:
    """Make the groups of `organisation` and grant what `regulation/roles.toml` says; safe to repeat."""
    content_type = ContentType.objects.get_for_model(Organisation)
    gives = {group_name(organisation, slug): role["permissions"] for slug, role in facts("roles")["roles"].items()}
    codenames = sorted({codename for given in gives.values() for codename in given})
    known = (Permission(content_type=content_type, codename=name, name=name.replace("_", " ")) for name in codenames)
    Permission.objects.bulk_create(known, ignore_conflicts=True)
    Group.objects.bulk_create((Group(name=name) for name in gives), ignore_conflicts=True)
    groups = dict(Group.objects.filter(name__in=gives).values_list("name", "pk"))
    rows = Permission.objects.filter(content_type=content_type, codename__in=codenames)
    permissions = dict(rows.values_list("codename", "pk"))
    wanted = (
        GroupObjectPermission(
            group_id=groups[name], permission_id=permissions[codename], content_type=content_type,
            object_pk=str(organisation.pk),
        )
        for name, given in gives.items()
        for codename in given
    )  # fmt: skip
    GroupObjectPermission.objects.bulk_create(wanted, ignore_conflicts=True)
