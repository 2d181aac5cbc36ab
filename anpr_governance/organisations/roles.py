"""The roles of the field (`design/interface.md`, Roles) and the principals that act without a person."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from anpr_governance.regulation import facts


class Role(models.TextChoices):
    """What a membership lets a person do in one organisation."""

    ANPR_MANAGER = "anpr-manager", _("ANPR manager")
    ANPR_SPECIALIST = "anpr-specialist", _("ANPR specialist")
    ANALYST = "analyst", _("Analyst")
    MAJOR_CRIME_LEAD = "major-crime-lead", _("Major crime lead")
    STRATEGIC_LEAD = "strategic-lead", _("Strategic lead")
    GROUP_MEMBER = "group-member", _("Strategy group member")
    BOARD_MEMBER = "board-member", _("Finance and strategy board member")
    CHIEF_OFFICER = "chief-officer", _("Chief officer")
    DPO = "dpo", _("Data protection officer")
    SURVEILLANCE_LEAD = "surveillance-lead", _("Senior person for overt surveillance")
    FOI_OFFICER = "foi-officer", _("FOI officer")
    FINANCE_OFFICER = "finance-officer", _("Finance officer")
    LPA_COMMANDER = "lpa-commander", _("Local policing area commander")
    AUDITOR = "auditor", _("Auditor")
    ORG_ADMIN = "org-admin", _("Organisation administrator")


def disciplines() -> list[tuple[str, str]]:
    """The disciplines of a strategy group, as its quorum counts them: a word of one's own would count as one more."""
    return [(name, str(_(row["label"]))) for name, row in facts("quorum")["disciplines"].items()]


def discipline(name: str) -> str:
    """A discipline in words."""
    return str(dict(disciplines()).get(name, name))


SENSITIVE_ROLES = frozenset({Role.ORG_ADMIN, Role.DPO, Role.CHIEF_OFFICER})
"""Roles whose grant a second organisation administrator confirms, unless the command line gives it."""


@dataclass(frozen=True)
class System:
    """A named principal: it holds no role and takes only the steps that name it (``system:<task>``).

    `command` is the operating-system user behind a management command, recorded as the actor.
    """

    task: str
    command: str = ""

    @property
    def principal(self) -> str:
        """How a step names it."""
        return f"system:{self.task}"

    @property
    def actor(self) -> str:
        """How the audit chain names it."""
        return f"command:{self.command}" if self.command else self.principal

    @property
    def name(self) -> str:
        """How a page names it."""
        return self.actor

    @property
    def rank(self) -> str:
        """A system principal holds no rank."""
        return ""
