"""Small pieces of HTML that many rows need: made in Python once and kept, so that a list costs little."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from anpr_governance.pages.states import colour_of
from anpr_governance.regulation import UnknownFact, clause

_SHAPES = {
    "done": '<circle cx="10" cy="10" r="10"/><path class="icon-line" d="m5.5 10.5 3 3 6-6.5"/>',
    "gap": '<path d="M10 0 20 10 10 20 0 10z"/><path class="icon-line" d="M10 5v6m0 2.5v1.5"/>',
    "risk": '<path class="icon-edge" d="M10 2 19 18H1z"/><path class="icon-stroke" d="M10 8v5m0 1.5V16"/>',
    "ahead": '<circle class="icon-edge" cx="10" cy="10" r="8.5"/>',
    "waits": '<circle class="icon-edge" cx="10" cy="10" r="8.5"/><path class="icon-stroke" d="M10 5v5.5h4"/>',
    "here": '<circle class="icon-edge" cx="10" cy="10" r="8.5"/><circle cx="10" cy="10" r="4"/>',
    "not": '<circle class="icon-edge" cx="10" cy="10" r="8.5"/><path class="icon-stroke" d="m7 7 6 6m0-6-6 6"/>',
    "closed": '<path d="M3 9h14v10H3z"/><path class="icon-edge" d="M6 9V6a4 4 0 0 1 8 0v3"/>',
}
"""Tick, diamond with !, triangle with !, open ring, clock, ring with dot, cross in ring, padlock."""


@lru_cache(maxsize=64)
def icon(name: str, size: str = "") -> Markup:
    """One of the eight shapes; words always stand beside it, so it is hidden from a screen reader."""
    classes = f"icon icon--{name}" + (f" icon--{size}" if size else "")
    drawing = Markup(_SHAPES[name])  # noqa: S704 - our own constant
    return Markup('<svg class="{}" viewBox="0 0 20 20" aria-hidden="true" focusable="false">{}</svg>').format(
        classes, drawing
    )


@lru_cache(maxsize=512)
def _tag(words: str, colour: str) -> Markup:
    return Markup('<strong class="tag tag--{}">{}</strong>').format(colour, words)


def tag(words: Any, colour: str = "grey") -> Markup:
    """A tag of any words in one of the design's colours."""
    return _tag(str(words), colour)


def state_tag(state: Any, words: Any = "") -> Markup:
    """The tag of a state: a record (its own state and words), or a slug with its words."""
    if hasattr(state, "get_state_display"):
        return _tag(str(state.get_state_display()), colour_of(state.state))
    return _tag(str(words or state), colour_of(state))


def clause_hint(id: str) -> Markup:
    """The outlined link to a clause's own text, e.g. "Guidance 7.5"; nothing for a reason without a clause."""
    if not id:
        return Markup()
    try:
        known = clause(id)
    except UnknownFact:
        return Markup('<span class="clause">{}</span>').format(id)
    return _clause_link(known.slug, _(known.hint))


@lru_cache(maxsize=512)
def _clause_link(slug: str, hint: str) -> Markup:
    return Markup('<a class="clause" href="/help/clauses/{}/">{}</a>').format(slug, hint)


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@lru_cache(maxsize=4096)
def _written(day: date, form: str, language: str) -> str:
    return formats.date_format(day, form)


def long_date(value: date | datetime | None) -> str:
    """``21 November 2026``; nothing for no date."""
    return _written(_day(value), "j F Y", get_language() or "") if value else ""


def short_date(value: date | datetime | None) -> str:
    """``21 Nov 2026``, for dense tables; nothing for no date."""
    return _written(_day(value), "j M Y", get_language() or "") if value else ""


def clock_time(value: datetime | None) -> str:
    """``15:42`` in Europe/London."""
    return timezone.localtime(value).strftime("%H:%M") if value else ""


def moment(value: datetime | None) -> str:
    """``21 November 2026, 15:42``."""
    return f"{long_date(value)}, {clock_time(value)}" if value else ""


def number(value: Any) -> str:
    """``12,345``; nothing for None."""
    return "" if value is None else f"{value:,}"


def pounds(value: Any) -> str:
    """``12,345.00``; nothing for None."""
    return "" if value is None else f"{value:,.2f}"


def span_of_days(days: int) -> str:
    """Days in words to 60, then months: the design's way of saying how long."""
    if days <= 60:
        return _("1 day") if days == 1 else _("%(days)s days") % {"days": days}
    return _("%(months)s months") % {"months": round(days / 30.44)}


def due_tag(due: date | None, today: date) -> Markup:
    """*9 days overdue* in solid red, or *Due in 4 days* in amber; beside a state, never instead of it."""
    if due is None:
        return Markup()
    days = (due - today).days
    if days < 0:
        return _tag(_("%(span)s overdue") % {"span": span_of_days(-days)}, "solid")
    return _tag(_("Due today") if days == 0 else _("Due in %(span)s") % {"span": span_of_days(days)}, "amber")


@lru_cache(maxsize=256)
def _pattern(name: str, language: str) -> str:
    return reverse(name, args=["REF-X-0000"])


def address(name: str, reference: str) -> str:
    """The address of a record's page by its reference; the pattern is resolved once, not for each row."""
    return _pattern(name, get_language() or "").replace("REF-X-0000", reference)


def link(href: str, words: Any, hidden: str = "", css: str = "govuk-link") -> Markup:
    """A link; `hidden` completes repeated words for a screen reader."""
    after = Markup(' <span class="govuk-visually-hidden">{}</span>').format(hidden) if hidden else ""
    return Markup('<a class="{}" href="{}">{}{}</a>').format(css, href, words, after)


def lines(text: Any) -> Markup:
    """Typed text with its line breaks, escaped."""
    return Markup("<br>").join(escape(part) for part in str(text or "").splitlines())
