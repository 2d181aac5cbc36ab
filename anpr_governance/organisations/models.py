"""Organisations, people and the dated roles that they hold (`design/model.md`, Kernel)."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.database.dated import Dated
from anpr_governance.database.statement import Prepared
from anpr_governance.organisations.querysets import MembershipQuerySet
from anpr_governance.organisations.roles import Role


class Organisation(models.Model):
    """A force or agency: the controller of what its chief officer's cameras collect (G 1.9)."""

    code = models.CharField(_("code"), max_length=12, unique=True)
    name = models.CharField(_("name"), max_length=120)
    languages = models.CharField(_("languages of its public pages, first one first"), max_length=20, default="en")
    contact = models.TextField(_("contact for enquiries"), blank=True)

    history = HistoricalRecords()

    class Meta:
        permissions: ClassVar = []  # the codenames come from regulation/roles.toml: see `grants.py`

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    """Accounts are made by an organisation's administrator or on the command line; nobody signs up."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str = "", password: str | None = None, **fields: Any) -> "Person":
        """Make an account; without a password it cannot sign in until a one-time link sets one."""
        person = self.model(email=email.strip(), name=name or email.partition("@")[0], **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Never deleted: what they signed keeps their name."""

    email = models.EmailField(_("e-mail"), max_length=254)
    name = models.CharField(_("name"), max_length=120)
    rank = models.CharField(_("rank or position"), max_length=80, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    calendar_token_hash = models.CharField(max_length=64, blank=True)

    history = HistoricalRecords(excluded_fields=["password", "last_login", "calendar_token_hash"])
    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="organisations_person_email_unique"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="organisations_person_no_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def actor(self) -> str:
        """How the audit chain names this person."""
        return f"person:{self.pk}"

    @cached_property
    def memberships_today(self) -> list["Membership"]:
        """Memberships in force today, asked once for each loaded person (so once a request)."""
        rows = self.memberships.effective().on(clock.today()).select_related("organisation")
        return list(rows.order_by("pk"))

    def stand(self) -> None:
        """Ask today's memberships anew and hold them until the transaction ends: a role that ends waits for the step,
        or the step for the role. Two steps of one person wait for each other, so that the hats of both are seen.
        """
        self.memberships_today = _STANDING.rows(person=self.pk, today=clock.today())
        self.__dict__.pop("_grants", None)

    @cached_property
    def _grants(self) -> dict[int, set[str]]:
        from anpr_governance.organisations.grants import permissions_of

        return permissions_of(self.memberships_today)

    @property
    def standing(self) -> tuple[Any, ...]:
        """All of today's rights as one value: two people, or one at two moments, see the same where it is equal."""
        held = tuple((m.pk, m.organisation_id, m.role, m.area_id, m.acting_for_id) for m in self.memberships_today)
        granted = tuple((key, frozenset(codenames)) for key, codenames in self._grants.items())
        return self.pk, self.is_active, held, granted

    def organisations_where(self, codename: str) -> list[int]:
        """Keys of the organisations in which today's roles give `codename`."""
        return [key for key, codenames in self._grants.items() if codename in codenames]

    def may(self, codename: str, organisation_id: int) -> bool:
        """Whether today's roles give `codename` on that organisation."""
        return self.is_active and codename in self._grants.get(organisation_id, set())

    def roles_in(self, organisation_id: int) -> list["Membership"]:
        """Today's memberships in one organisation."""
        return [m for m in self.memberships_today if m.organisation_id == organisation_id]

    def membership_for(self, organisation_id: int, roles: Iterable[str]) -> "Membership | None":
        """The membership of today that gives one of `roles` there; an own one before an acting one."""
        wanted = set(roles)
        held = [m for m in self.roles_in(organisation_id) if m.role in wanted]
        return min(held, key=lambda m: (m.acting_for_id is not None, m.pk), default=None)


class LocalPolicingArea(models.Model):
    """A part of a force with its own commander (P L20)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="areas")
    name = models.CharField(_("name"), max_length=120)

    history = HistoricalRecords()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("organisation", Lower("name"), name="organisations_area_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """A role held by a person in an organisation, from a day to a day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    discipline = models.CharField(_("discipline"), max_length=80, blank=True)
    first = models.BooleanField(_("chairs the body, or is the controller's chief officer"), default=False)
    area = models.ForeignKey(LocalPolicingArea, models.PROTECT, null=True, blank=True, related_name="memberships")
    acting_for = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="stand_ins")
    instrument = models.CharField(_("instrument of the appointment"), max_length=200, blank=True)
    trained_on = models.DateField(_("trained on"), null=True, blank=True)
    awaits_confirmation = models.BooleanField(_("waits for a second administrator"), default=False)

    history = HistoricalRecords()
    objects = MembershipQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(acting_for__isnull=True) | ~Q(acting_for=F("id")),
                name="organisations_membership_acts_for_another",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "role"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"


def _standing(person: int, today: date) -> Any:
    rows = Membership.objects.filter(person=person, person__is_active=True).effective().on(today)
    held = rows.select_related("organisation", "person").select_for_update(of=("self", "person"), no_key=True)
    return held.order_by("pk")


_STANDING = Prepared(_standing, person=int, today=date)
