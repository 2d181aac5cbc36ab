"""The asset register: additions, replacements and upgrades, what each is worth, and how it ended (P L46, L55–L62)."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from anpr_governance.database import clock
from anpr_governance.database.dated import Dated
from anpr_governance.organisations.models import Organisation
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import Reason, Refused
from anpr_governance.workflow.unit import unit
from cameras import guards
from cameras.models.device import Device, chain, save_as
from cameras.models.paper import KEEP_ASSETS, of_role
from cameras.models.site import Site
from cameras.querysets import AssetQuerySet
from cameras.states import AssetKind, GapKind


class Asset(Dated):
    """An entry of the ANPR asset register (P L55–L62); an upgrade is a row of its own under its entry's number."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="assets")
    device = models.ForeignKey(Device, models.PROTECT, null=True, blank=True, related_name="assets")
    kind = models.CharField(_("kind"), max_length=11, choices=AssetKind.choices, default=AssetKind.ADDITION)
    what = models.CharField(_("what was bought"), max_length=200, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    finance_number = models.CharField(_("number in the finance register"), max_length=60)
    cost = models.DecimalField(_("cost (£)"), max_digits=12, decimal_places=2, null=True, blank=True)
    book_value = models.DecimalField(_("book value (£)"), max_digits=12, decimal_places=2, null=True, blank=True)
    valued_on = models.DateField(_("valued on"), null=True, blank=True)
    disposed_on = models.DateField(_("disposed of on"), null=True, blank=True)
    method = models.CharField(_("method of disposal"), max_length=200, blank=True)
    method_words = models.CharField(_("how it was disposed of"), max_length=500, blank=True)
    finance_told_on = models.DateField(_("finance told on"), null=True, blank=True)
    charge = models.DecimalField(_("charge (£)"), max_digits=12, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords()
    objects = AssetQuerySet.as_manager()

    class Meta(Dated.Meta):
        abstract = False
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation", "finance_number"], condition=~Q(kind="upgrade"), name="cameras_asset_unique",
                violation_error_message=_("That number is another entry's. Give the one that finance gave this one."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True, disposed_on__isnull=True)
                | Q(until__isnull=False, disposed_on__isnull=False),
                name="cameras_asset_ends_by_disposal",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.finance_number

    def get_absolute_url(self) -> str:
        """The entry's page."""
        return f"/assets/{self.pk}/"

    @property
    def disposed_by(self) -> str:
        """The method of disposal in words, with what was written beside it."""
        known = facts("register")["disposal"]["methods"].get(self.method)
        named = _now(known["label"]) if known else self.method
        return ". ".join(words for words in (named, self.method_words) if words)

    # What comes in

    @classmethod
    def enter(cls, *, by: Any, on: date, site: Site, **fields: Any) -> Self:
        """Enter an addition, or a replacement of the entry that it `replaces` (P L62); closes the *asset* gap."""
        with unit():
            of_role(by, site.organisation_id, KEEP_ASSETS, _now("keep the asset register"))
            row = cls(organisation=site.organisation, site=site, since=on, valued_on=on, **fields)
            row._refuse_entry(on)
            row.kind = AssetKind.REPLACEMENT if row.replaces else AssetKind.ADDITION
            save_as(row, by)
            row._chain("enter", by, on, {"kind": row.kind})
            site.close_gaps([GapKind.ASSET], on, row.finance_number)
        return row

    def upgrade(
        self, *, by: Any, on: date, what: str, cost: Decimal | str, book_value: Decimal | str | None = None
    ) -> "Asset":
        """Add the cost of an upgrade as a row of its own under this entry's number (P L46)."""
        with unit():
            entry = self._locked(by)
            self._refuse_day(on, entry.since)
            row = Asset(
                organisation=entry.organisation, site=entry.site, device=entry.device, kind=AssetKind.UPGRADE,
                since=on, valued_on=on, what=what, finance_number=entry.finance_number, cost=cost,
                book_value=cost if book_value is None else book_value,
            )  # fmt: skip
            save_as(row, by)
            row._chain("upgrade", by, on, {"cost": str(cost)})
        return row

    def revalue(
        self, *, by: Any, on: date, reason: str, cost: Decimal | None = None, book_value: Decimal | None = None
    ) -> "Asset":
        """Give the cost and the book value as they are from that day; earlier days keep what they had (P L55)."""
        with unit():
            row = self._locked(by)
            self._refuse_day(on, row.valued_on or row.since)
            if not reason.strip():
                raise Refused([Reason(_now("Say on what the sums rest."), "P L55", "reason")])
            row.cost, row.book_value, row.valued_on = cost, book_value, on
            save_as(row, by)
            row._chain("revalue", by, on, {"cost": str(cost), "book_value": str(book_value), "reason": reason})
        return row

    # How it ends

    def dispose(
        self, *, by: Any, on: date, method: str, words: str = "", finance_told_on: date | None = None
    ) -> "Asset":
        """Record the disposal of the entry with its upgrades (P L60): what is left of the book value is a charge.

        Raises Refused without authority, for a method that is none of the controlled ones, and a second time.
        """
        with unit():
            row = self._locked(by)
            if unmet := row.authority_missing(by, on):
                raise Refused([unmet])
            if method not in facts("register")["disposal"]["methods"]:
                raise Refused([Reason(_now("Choose how it was disposed of."), "P L60", "method")])
            for part in row.parts():
                self._refuse_day(on, part.since, strictly=True)
                part.until = part.disposed_on = on
                part.method, part.method_words, part.charge = method, words, part.book_value
                part._tell(by, finance_told_on)
                save_as(part, by)
                part._chain("dispose", by, on, {"kind": part.kind, "charge": str(part.charge), "method": method})
        self.refresh_from_db()
        return self

    def tell_finance(self, *, by: Any, on: date) -> "Asset":
        """Say on which day finance was told of the disposal (P L60)."""
        with unit():
            of_role(by, self.organisation_id, KEEP_ASSETS, _now("keep the asset register"))
            rows = Asset.objects.select_for_update(of=("self",)).select_related("organisation", "site__organisation")
            for row in rows.number(self).filter(disposed_on__isnull=False, finance_told_on__isnull=True):
                row._tell(by, on)
                save_as(row, by)
                row._chain("tell_finance", by, on, {"kind": row.kind})
        self.refresh_from_db()
        return self

    def authority_missing(self, by: Any, on: date) -> Reason | None:
        """Why it may not be disposed of on that day: authority for an earlier device is none for this one."""
        if unmet := guards.disposal_not_authorised(self.site, by, on):
            return unmet
        given: Any = self.site.agenda_items
        if given.disposal_authorised(on).filter(meeting__on__gte=self.since).exists():
            return None
        sentence = _now("The strategy group authorised a disposal here before this entry was made, but not this one.")
        return Reason(sentence, "P L60", "authority")

    def parts(self) -> list["Asset"]:
        """The standing rows of this number: the entry and its upgrades."""
        rows = Asset.objects.number(self).open().select_related("organisation", "site__organisation", "device")
        return list(rows.order_by("pk"))

    # Below

    def _locked(self, by: Any) -> "Asset":
        """The row as it stands, held until the unit ends; one that was disposed of changes no more."""
        of_role(by, self.organisation_id, KEEP_ASSETS, _now("keep the asset register"))
        rows = Asset.objects.select_for_update(of=("self",)).select_related("organisation", "site__organisation")
        row = rows.get(pk=self.pk)
        if row.until is not None:
            raise Refused([Reason(_now("It was disposed of. An entry is disposed of once, then it stays."), "P L60")])
        return row

    def _refuse_entry(self, on: date) -> None:
        if on > clock.today():
            raise Refused([Reason(_now("The date lies in the future. Give the day on which it happened."), "house")])
        if self.replaces and self.replaces.organisation_id != self.organisation_id:
            raise Refused([Reason(_now("Name an entry of the same force."), "P L58", "replaces")])

    def _refuse_day(self, on: date, after: date, *, strictly: bool = False) -> None:
        if on > clock.today() or on < after or (strictly and on == after):
            told = {"day": f"{after.day} {after:%B %Y}"}
            words = _now("Give a day after %(day)s, up to today.") if strictly else _now("Give a day from %(day)s on.")
            raise Refused([Reason(words % told, "P L55", "on")])

    def _tell(self, by: Any, on: date | None) -> None:
        if on is not None and not clock.today() >= on >= self.since:
            sentence = _now("Give the day on which finance was told: after the entry was made, not in the future.")
            raise Refused([Reason(sentence, "P L60", "finance_told_on")])
        self.finance_told_on = on

    def _chain(self, kind: str, by: Any, on: date, payload: dict[str, Any]) -> None:
        known = {"number": self.finance_number, **payload}
        chain(self.organisation, f"asset.{kind}", self.site.reference, by, on, known)
