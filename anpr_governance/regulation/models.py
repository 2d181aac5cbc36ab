"""Editions of the tables of regulation, as a database keeps them for records to pin."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from anpr_governance.regulation.loader import Facts, read
from anpr_governance.regulation.querysets import EditionQuerySet


class Edition(models.Model):
    """One edition of one table: shipped for all, or a force's own route, quorum or period. Append-only."""

    key = models.CharField(_("table"), max_length=40)
    organisation_code = models.CharField(_("organisation code"), max_length=20, blank=True, default="")
    version = models.CharField(_("version"), max_length=40)
    in_force_from = models.DateField(_("in force from"))
    source = models.TextField(_("source"))
    verified_by = models.CharField(_("verified by"), max_length=200, blank=True, default="")
    content = models.TextField(_("content"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ("key", "organisation_code", "in_force_from", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("key", "organisation_code", "version"), name="regulation_edition_one_of_a_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.version}"

    @property
    def facts(self) -> Facts:
        """The unchangeable content."""
        return read(self.content)

    @property
    def is_verified(self) -> bool:
        """Whether somebody has confirmed the values; pages say *not verified* until then."""
        return bool(self.verified_by)
