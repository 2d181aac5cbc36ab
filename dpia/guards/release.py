"""What stands against the steps of a release (`design/workflows.md`, Release of a signed version)."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import guard

if TYPE_CHECKING:
    from dpia.models import Release, SpanExemption


@guard("G 4.3")
def suggestion_open(release: "Release", by: Any, on: date) -> str | None:
    """Every suggestion, and every place where a withheld term stands again, is taken or ruled innocent."""
    count = len(release.open_suggestions())
    sentence = ngettext(
        "%(count)s suggestion is not answered. Mark the words, or say why they may stay.",
        "%(count)s suggestions are not answered. Mark the words, or say why they may stay.",
        count,
    )
    return sentence % {"count": count} if count else None


@guard("G 4.3")
def ruling_unconfirmed(release: "Release", by: Any, on: date) -> str | None:
    """Words that may stay are ruled so by two people, one by one."""
    count = len(release.unconfirmed_rulings())
    sentence = ngettext(
        "%(count)s ruling waits for a second person. Read it and confirm it, or return it.",
        "%(count)s rulings wait for a second person. Read and confirm each, or return it.",
        count,
    )
    return sentence % {"count": count} if count else None


@guard("FOIA s.17")
def span_unreasoned(release: "Release", by: Any, on: date) -> str | None:
    """Each mark has its exemption, and each exemption its harm test with a limb, or its reason."""
    count = sum(1 for span in release.marks if not span.pleas or not all(_is_reasoned(plea) for plea in span.pleas))
    sentence = ngettext(
        "%(count)s mark lacks its exemption, or the harm or reason of one.",
        "%(count)s marks lack their exemption, or the harm or reason of one.",
        count,
    )
    return sentence % {"count": count} if count else None


def _is_reasoned(plea: "SpanExemption") -> bool:
    rule = facts("exemptions")["exemptions"].get(plea.exemption)
    if rule is None or not plea.harm.strip():
        return False
    return rule["test"] != "prejudice" or bool(plea.limb)


@guard("FOIA s.2")
def interest_unweighed(release: "Release", by: Any, on: date) -> str | None:
    """Each qualified exemption of each mark has its own public interest test (T155)."""
    rules = facts("exemptions")["exemptions"]
    pleas = [plea for span in release.marks for plea in span.pleas if plea.exemption in rules]
    count = sum(1 for p in pleas if rules[p.exemption]["kind"] == "qualified" and not p.public_interest.strip())
    sentence = ngettext(
        "%(count)s qualified exemption lacks its own public interest test.",
        "%(count)s qualified exemptions lack their own public interest tests.",
        count,
    )
    return sentence % {"count": count} if count else None


@guard("FOIA s.23")
def exclusive_together(release: "Release", by: Any, on: date) -> str | None:
    """Exemptions that exclude each other never stand on the same words, unless pleaded in the alternative (T156)."""
    rules = facts("exemptions")["exemptions"]
    for span in release.marks:
        claimed = {plea.exemption for plea in span.pleas}
        both = any(set(rules[one].get("exclusive_with", ())) & claimed for one in claimed if one in rules)
        if both and not span.in_the_alternative:
            return _("Two exemptions that exclude each other stand on the same words. Plead them in the alternative.")
    return None


@guard("G 4.3")
def own_words_tell(release: "Release", by: Any, on: date) -> str | None:
    """Title, summary, reasons and coarser words are published too, so no withheld term stands in them."""
    told = release.terms_in_own_words()
    if not told:
        return None
    sentence = _("The title, summary, a reason or a coarser word gives away what is withheld: %(words)s. Reword it.")
    return sentence % {"words": ", ".join(f"“{words}”" for words in told[:5])}


@guard("FOIA s.31")
def mosaic_open(release: "Release", by: Any, on: date) -> str | None:
    """Nothing is given away together with what is public already, unless two people ruled it innocent (T157)."""
    count = len(release.open_mosaic())
    sentence = ngettext(
        "%(count)s withheld term stands in something that is public already. Return it and answer that.",
        "%(count)s withheld terms stand in something that is public already. Return it and answer them.",
        count,
    )
    return sentence % {"count": count} if count else None


@guard("G 4.3")
def checked_other_words(release: "Release", by: Any, on: date) -> str | None:
    """A correction that was confirmed after the check was read by nobody for what it gives away."""
    if release.checked_these_words():
        return None
    return _("A correction was confirmed after the check. Return it, so that its words are read too.")


@guard("G 4.3")
def gate_not_passed(release: "Release", by: Any, on: date) -> str | None:
    """The gate has read back and passed the very files that would be published."""
    if release.files_passed():
        return None
    return _("The gate has not passed these files. Run the gate, and mend what it names.")
