"""`Stateful`: what every machine of `design/workflows.md` is made of."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from anpr_governance.audit import Entry
from anpr_governance.database import clock
from anpr_governance.database.bulk import copy_to_history
from anpr_governance.organisations.models import Membership, Person
from anpr_governance.organisations.roles import System
from anpr_governance.workflow import hats, steps
from anpr_governance.workflow.models import Numbered, Sequence
from anpr_governance.workflow.querysets import OneDoor, StatefulQuerySet, stored_values
from anpr_governance.workflow.reasons import NotYours, Reason, Refused
from anpr_governance.workflow.unit import unit


class Stateful(models.Model):
    """A record with one protected `state`, changed by its steps; subclasses declare `state`, `history`, steps.

    `born_by` may make a draft; `edited_in` and `edited_by` say when and by whom `amend` changes content.
    """

    born_by: ClassVar[tuple[str, ...]] = ()
    edited_in: ClassVar[tuple[str, ...]] = ()
    edited_by: ClassVar[tuple[str, ...]] = ()
    author_hat: ClassVar[str] = "author"
    locked_with: ClassVar[tuple[str, ...]] = ("organisation",)
    """What each of its steps reads beside the row."""

    if TYPE_CHECKING:  # every machine declares these itself
        state: Any
        organisation: Any
        organisation_id: int
        reference: Any
        get_state_display: Any

    objects = StatefulQuerySet.as_manager()

    class Meta:
        abstract = True

    _door = False
    _stored: dict[str, Any] | None = None
    """The row's values, where they were read under the lock or written since."""

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse a write that came through no step, amend or birth."""
        if not self._door:
            raise OneDoor("A governed record changes through its steps, `amend` or its birth alone.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """No route deletes a governed record."""
        raise OneDoor("A governed record is never deleted.")

    def keep(self, by: Any, why: str = "") -> None:
        """Write what changed in the row, and its history row, attributed to `by`: for the doors alone."""
        kind, person = "+" if self._state.adding else "~", by.pk if isinstance(by, Person) else None
        self._door = self.skip_history_when_saving = True  # the history row is copied from the row as it stands
        try:
            self.save(update_fields=self._changed())
        finally:
            self._door = False
            del self.skip_history_when_saving
        self._stored = stored_values(self)
        if hasattr(self._meta, "simple_history_manager_attribute"):
            copy_to_history(type(self), [self.pk], kind=kind, at=clock.now(), reason=why, person=person)

    def _changed(self) -> list[str] | None:
        """The fields that are not as they are known to be stored, JSON always; None is all."""
        if self._stored is None or self._state.adding:
            return None
        names = [field.attname for field in self._meta.concrete_fields if not field.primary_key]
        return [name for name in names if name not in self._stored or self._stored[name] != getattr(self, name)]

    # What a machine may say of itself

    def case(self) -> list[tuple[str, int]]:
        """`(reference, version)` of the records that make one case with this one (hats of scope *case*)."""
        return [(self.reference, self.case_version())]

    def case_version(self) -> int:
        """The version under which hats are worn; 0 where the record has none."""
        return getattr(self, "version", 0) or 0

    def decision_facts(self, step: str) -> dict[str, Any]:
        """Columns of the app's Decision that the record itself gives to a sealed step."""
        return {}

    def entitled(self, by: Person, roles: Iterable[str]) -> Membership | None:
        """The membership by which `by` may act on this record in one of `roles` today."""
        return by.membership_for(self.organisation_id, roles) if by.is_active else None

    def last_event_on(self) -> date | None:
        """The day of the record's previous event; a step is not dated before it."""
        return None

    def date_refusals(self, on: date) -> list[Reason]:
        """A step happens not in the future and not before the record's previous event."""
        last = self.last_event_on()
        if on > clock.today():
            return [Reason(_("The date lies in the future. Give the day on which it happened."), "house", "future")]
        if last is not None and on < last:
            sentence = _("The date lies before the record's last event. Give %(last)s or a later day.")
            return [Reason(sentence % {"last": last.isoformat()}, "house", "before")]
        return []

    # The doors

    @classmethod
    def born(cls, *, by: Any, on: date, organisation: Any, **fields: Any) -> Self:
        """Make a draft (the machine's first state) by one of `born_by`; chained with the author's hat."""
        return cls._enter(by, on, organisation, cls.born_by, "begin_draft", fields)

    @classmethod
    def _enter(cls, by: Any, on: date, organisation: Any, roles: Iterable[str], kind: str, fields: Any) -> Self:
        with unit() as running:
            running.admit(by)
            row = cls(organisation=organisation, **fields)
            if not row._admits(by, roles):
                raise NotYours(str(cls._meta.verbose_name))
            refused = Stateful.date_refusals(row, on)
            if refused:
                raise Refused(refused)
            if isinstance(row, Numbered) and not row.number:
                row.number = Sequence.take(organisation.pk, cls.letter)
            row.keep(by, kind)
            row._chain(by, on, kind, {"state": row.state})
        return row

    def _admits(self, by: Any, roles: Iterable[str]) -> bool:
        if isinstance(by, System):
            return by.principal in roles
        return self.entitled(by, [role for role in roles if not role.startswith("system:")]) is not None

    def amend(self, *, by: Any, on: date, part: models.Model | None = None, drop: bool = False, **fields: Any) -> Any:
        """Change content: own `fields`, or those of `part` (a child row; unsaved = added; `drop` = taken out).

        Answers the fresh record, or the part. Refused outside `edited_in`; hats follow from the chained event.
        """
        with unit() as running:
            running.admit(by)
            fresh = type(self)._default_manager.locked(self.pk)
            if not fresh._admits(by, self.edited_by):
                raise NotYours(_("change the content"))
            if fresh.state not in self.edited_in:
                raise Refused([_not_now(fresh)], stale=True)
            changed = fresh._write_part(by, part, drop, fields) if part is not None else fresh._write(by, fields)
            fresh._chain(by, on, "amend", changed)
        return fresh if part is None else part

    def _write(self, by: Any, fields: dict[str, Any]) -> dict[str, Any]:
        for name, value in fields.items():
            if name == "state" or not self._meta.get_field(name).editable:
                raise OneDoor(f"{name} is not content")
            setattr(self, name, value)
        self.keep(by, "amend")
        return {"fields": sorted(fields)}

    def _write_part(self, by: Any, part: models.Model, drop: bool, fields: dict[str, Any]) -> dict[str, Any]:
        for name, value in fields.items():
            setattr(part, name, value)
        part._history_user = by if isinstance(by, Person) else None  # type: ignore[attr-defined]
        label, key = part._meta.label_lower, part.pk
        if drop:
            part.delete()
        else:
            part.save()
        return {"part": label, "key": part.pk or key, "fields": sorted(fields), "dropped": drop}

    def _chain(self, by: Any, on: date, kind: str, payload: dict[str, Any], hat: str | None = None) -> None:
        worn = self.author_hat if hat is None else hat
        if refused := hats.conflicts(self, worn, by, reason="?"):
            raise Refused(refused)
        with unit() as running:
            running.record(
                self.organisation.code,
                Entry(
                    at=clock.now(), on=on, actor=by.actor, kind=f"{self._meta.label_lower}.{kind}",
                    hat=worn if isinstance(by, Person) else "",
                    subject=self.reference, version=self.case_version(), payload=payload,
                ),
            )  # fmt: skip

    # What pages read

    def offers(self, by: Any, today: date) -> list[steps.Offer]:
        """The steps that the viewer's roles include, each with the reasons against it."""
        return steps.offers(self, by, today)

    def others(self, by: Any) -> list[tuple[Any, list[str]]]:
        """What others can do from here."""
        return steps.others(self, by)


def _not_now(fresh: Stateful) -> Reason:
    sentence = _("The content of a record that is “%(state)s” is not changed. Return it first.")
    return Reason(sentence % {"state": fresh.get_state_display()}, "house", "edited_in")
