"""What stands against a decision upon a proposal (P L13, L16). Each asks the record itself and writes nothing."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from anpr_governance.workflow.reasons import guard

if TYPE_CHECKING:
    from assessments.models import Proposal

STANDS = ("installed", "live", "suspended", "collection_ceased", "decommissioned")
"""States in which equipment was put up."""


@guard("P L16")
def not_the_present_entry(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The route's present body decides through its chair, or its person (T080)."""
    if proposal.decides_now(by):
        return None
    return _("It is with the %(who)s now. Their decision comes first.") % {"who": proposal.present_entry().title}


@guard("P L16")
def earlier_body_open(proposal: "Proposal", by: Any, on: date) -> str | None:
    """An earlier body has not approved this version; the database refuses it too (T080)."""
    if proposal.present_entry().is_last:
        return None
    last = proposal.entries[-1].title
    return _("Every earlier body of the route approves this version before the %(who)s does.") % {"who": last}


@guard("P L16")
def no_meeting(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A body decides in a meeting, not in a corridor."""
    if proposal.present_entry().is_person or proposal.present_item(on) is not None:
        return None
    return _("Put this proposal on the agenda of a meeting of the body that decides, held by that day.")


@guard("P L13")
def not_quorate(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Enough members with the chair, from enough disciplines (T082)."""
    item = proposal.present_item(on)
    return item.quorum_missing() if item is not None else None


@guard("P L13")
def votes_missing(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Everybody present voted or recused themselves, or there was consensus."""
    item = proposal.present_item(on)
    silent = item.without_vote() if item is not None and not item.consensus else []
    if not silent:
        return None
    return _("Record a vote or a recusal of each, or consensus: %(who)s.") % {"who": ", ".join(silent)}


@guard("P L16")
def voted_down(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A body approves what more of it voted for than against."""
    item = proposal.present_item(on)
    counted = item.votes() if item is not None else {}
    if not counted.get("against") or counted.get("for", 0) > counted["against"]:
        return None
    return _("As many voted against as for it, or more. Refuse it, or return it.")


@guard("P L13")
def dissent_unrecorded(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Whoever voted against is heard in the record."""
    item = proposal.present_item(on)
    if item is None or not item.votes().get("against") or item.dissent.strip():
        return None
    return _("Somebody voted against. Record why.")


@guard("P L16")
def balance_missing(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The record says how protection of the public and privacy were balanced (T081)."""
    item = proposal.present_item(on)
    if item is None or item.balance.strip():
        return None
    return _("Record at the agenda item how protection of the public and privacy were balanced.")


@guard("P L13")
def decider_kept_out(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A chair who is recused from an item, or was away, does not decide upon it: who stood in for them does."""
    item = proposal.present_item(on)
    if item is None or not item.kept_out(by):
        return None
    return _("The record has you as recused or absent at this item. Whoever stood in as the chair decides.")


@guard("P L16")
def sat_in_both(proposal: "Proposal", by: Any, on: date) -> str | None:
    """Whoever decided in one body is recused in the next, or says why they take part."""
    item = proposal.present_item(on)
    twice = item.decided_before() if item is not None else []
    if not twice:
        return None
    return _(
        "These decided in an earlier body. Recuse them, or record under interests why they take part: %(who)s."
    ) % {"who": ", ".join(twice)}


@guard("G 1.11")
def dpia_not_signed_off(proposal: "Proposal", by: Any, on: date) -> str | None:
    """The chief officer signs the DPIA off before the final approval."""
    if proposal.dpias.in_force(on).exists():
        return None
    return _("The data protection impact assessment is not signed off. The chief officer does that first.")


@guard("G 6.1")
def site_given_up(proposal: "Proposal", by: Any, on: date) -> str | None:
    """A site that was withdrawn or refused since is not approved."""
    gone = [row.site.title for row in proposal.site_rows if not row.is_open]
    if not gone:
        return None
    return _("These places are no longer sought: %(what)s. Propose them again, or return the proposal.") % {
        "what": ", ".join(gone)
    }


@guard("G 1.11")
def something_installed(proposal: "Proposal", by: Any, on: date) -> str | None:
    """What stands is not undone by a rescission: it is suspended or ceased."""
    standing = [row.site.title for row in proposal.site_rows if row.site.state in STANDS]
    if not standing:
        return None
    return _("Something is installed already: %(what)s. Suspend or cease it instead.") % {"what": ", ".join(standing)}
