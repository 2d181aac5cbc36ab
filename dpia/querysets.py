"""The vocabulary of dpia: which rows, on which day."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from anpr_governance.database.dated import DatedQuerySet, in_force
from anpr_governance.regulation import facts
from anpr_governance.workflow.querysets import StatefulQuerySet

UNFINISHED = ("draft", "consulting", "with_dpo", "awaiting_sign_off", "with_ico")


def signed_by(on: date, prefix: str = "") -> Q:
    """The condition *signed off by that day, and not yet superseded on it*, for a version reached through `prefix`."""
    ended = Q(**{f"{prefix}ended_on__isnull": True}) | Q(**{f"{prefix}ended_on__gt": on})
    signed = {f"{prefix}state__in": ["signed_off", "superseded"], f"{prefix}decision__on__lte": on}
    return Q(**signed) & ended


class DpiaQuerySet(StatefulQuerySet):
    """DPIA versions: `proposal.dpias`."""

    def begun(self) -> Self:
        """Begun and not withdrawn (G 4.1)."""
        return self.exclude(state="withdrawn")

    def in_force(self, on: date) -> Self:
        """Signed off by `on` and not superseded by then: answers any day."""
        return self.filter(signed_by(on))

    def unfinished(self) -> Self:
        """Neither signed off nor given up."""
        return self.filter(state__in=UNFINISHED)

    def ground_moved(self, on: date) -> Self:
        """Worked on for a proposal whose assessment fell, or in force for a site whose need lapsed (G 1.8)."""
        proposals: Any = self.model._meta.get_field("proposal").related_model
        covers: Any = self.model._meta.get_field("coverage").related_model
        needs = covers._meta.get_field("site").related_model._meta.get_field("needs").related_model
        fallen = covers._default_manager.filter(site__in=needs._default_manager.lapsed(on).values("site"))
        working = Q(state__in=UNFINISHED, proposal__in=proposals._default_manager.ground_moved(on))
        return self.filter(working | Q(state="signed_off", pk__in=fallen.filter(in_force(on)).values("dpia")))

    def with_ground(self, on: date) -> Self:
        """Annotate `moved`: whether the ground moved."""
        rows = self.model._default_manager.ground_moved(on)  # type: ignore[attr-defined]
        return self.annotate(moved=models.Exists(rows.filter(pk=models.OuterRef("pk"))))

    def with_advice(self) -> Self:
        """Past the DPO's advice: awaiting sign-off, with the ICO or signed off."""
        return self.filter(state__in=["awaiting_sign_off", "with_ico", "signed_off"])


class CoverageQuerySet(DatedQuerySet):
    """Which versions cover a site: `site.dpias`."""

    def in_force(self, on: date) -> Self:
        """Rows of a version signed off by `on`, with the day inside."""
        return self.filter(in_force(on), signed_by(on, "dpia__"))

    def ico_open(self) -> Self:
        """Rows of a version whose prior consultation has no outcome (G 1.13)."""
        return self.filter(dpia__state="with_ico")


class IcoQuerySet(models.QuerySet):
    """Prior consultations."""

    def open(self) -> Self:
        """Without an outcome."""
        return self.filter(outcome_on__isnull=True)

    def ended(self) -> Self:
        """With an outcome that lets the processing go on (regulation/ico.toml says which)."""
        outcomes = facts("ico")["outcomes"].items()
        return self.filter(outcome__in=[name for name, row in outcomes if row["returns_to"] == "awaiting_sign_off"])


class ReleaseQuerySet(StatefulQuerySet):
    """Releases of signed versions."""

    def public(self) -> Self:
        """Released and not withdrawn."""
        return self.filter(state="released")

    def ever_public(self) -> Self:
        """Released once, withdrawn since or not: the newest of them speaks for its DPIA, also by its silence."""
        return self.filter(released_on__isnull=False)
