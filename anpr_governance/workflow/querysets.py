"""Stateful rows change through their steps alone: the queryset refuses every other way."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, NoReturn, Self

from django.db import models

from anpr_governance.database.statement import Prepared
from anpr_governance.organisations.querysets import VisibleQuerySet

REFERENCE = re.compile(r"^(?P<code>[A-Z0-9]{1,12})-(?P<letter>[A-Z])-(?P<number>\d{4,9})$")


class OneDoor(Exception):
    """Somebody tried to write a governed row around its steps."""


def _closed(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise OneDoor("A governed record changes through its steps, `amend` or its birth alone.")


def stored_values(row: models.Model) -> dict[str, Any]:
    """The values of a loaded row by attname, without those that can change in place."""
    fields = row._meta.concrete_fields
    return {field.attname: getattr(row, field.attname) for field in fields if not isinstance(field, models.JSONField)}


@cache
def _locking(model: Any) -> Prepared:
    rows = model._default_manager.select_related(*model.locked_with).select_for_update(of=("self",))
    return Prepared(lambda key: rows.filter(pk=key), key=int)


class NumberedQuerySet(VisibleQuerySet):
    """Rows that the product numbers: `CODE-S-0001`."""

    def by_reference(self, reference: str) -> Self:
        """The row (every version of it) of that reference; none when the letter or form is another's."""
        match = REFERENCE.match(reference or "")
        if match is None or match["letter"] != self.model.letter:
            return self.none()
        return self.filter(organisation__code=match["code"], number=int(match["number"]))


class StatefulQuerySet(NumberedQuerySet):
    """No update, no bulk write, no delete, no create: the doors are steps, `amend` and `born`."""

    update = delete = bulk_create = bulk_update = _closed
    create = get_or_create = update_or_create = _closed

    def locked(self, key: Any) -> Any:
        """The fresh row under lock, its force beside it (on SQLite the IMMEDIATE transaction is the lock)."""
        found = _locking(self.model).rows(key=key)
        if not found:
            raise self.model.DoesNotExist
        row: Any = found[0]
        row._stored = stored_values(row)
        return row

    def in_state(self, *states: str) -> Self:
        """Rows that are in one of `states`."""
        return self.filter(state__in=states)

    def newest_versions(self) -> Self:
        """Of versioned rows, only the newest of each number."""
        later = self.model._default_manager.filter(
            organisation=models.OuterRef("organisation"),
            number=models.OuterRef("number"),
            version__gt=models.OuterRef("version"),
        )
        return self.filter(~models.Exists(later))

    def references(self) -> Iterable[str]:
        """The product's references of these rows."""
        return [row.reference for row in self.select_related("organisation")]
