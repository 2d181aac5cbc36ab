"""The vocabulary of dpia: which rows, on which day."""

from datetime import date
from typing import Self

from django.db import models

from anpr_governance.database.dated import DatedQuerySet, in_force
from anpr_governance.workflow.querysets import StatefulQuerySet

UNFINISHED = ("draft", "consulting", "with_dpo", "awaiting_sign_off", "with_ico")


class DpiaQuerySet(StatefulQuerySet):
    """DPIA versions: `proposal.dpias`."""

    def begun(self) -> Self:
        """Begun and not withdrawn (G 4.1)."""
        return self.exclude(state="withdrawn")

    def in_force(self, on: date) -> Self:
        """Signed off by `on` and not superseded."""
        return self.filter(state="signed_off", decision__on__lte=on)

    def with_advice(self) -> Self:
        """Past the DPO's advice: awaiting sign-off, with the ICO or signed off."""
        return self.filter(state__in=["awaiting_sign_off", "with_ico", "signed_off"])


class CoverageQuerySet(DatedQuerySet):
    """Which versions cover a site: `site.dpias`."""

    def in_force(self, on: date) -> Self:
        """Rows of a version signed off by `on`, with the day inside."""
        return self.filter(in_force(on), dpia__state="signed_off", dpia__decision__on__lte=on)

    def ico_open(self) -> Self:
        """Rows of a version whose prior consultation has no outcome (G 1.13)."""
        return self.filter(dpia__state="with_ico")


class IcoQuerySet(models.QuerySet):
    """Prior consultations."""

    def open(self) -> Self:
        """Without an outcome."""
        return self.filter(outcome_on__isnull=True)

    def ended(self) -> Self:
        """With an outcome that lets the processing go on."""
        return self.filter(outcome__in=["proceed", "advice"])


class ReleaseQuerySet(StatefulQuerySet):
    """Releases of signed versions."""

    def public(self) -> Self:
        """Released and not withdrawn."""
        return self.filter(state="released")
