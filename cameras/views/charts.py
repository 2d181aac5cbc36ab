"""The interval chart: rates over time with their 95% band, drawn on the server, with a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from anpr_governance.pages.markup import short_date

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 48, 24, 16, 44


@dataclass(frozen=True)
class Point:
    """One check: where its point and the ends of its interval lie, and what stands beside them."""

    x: float
    y: float
    high: float
    low: float
    label: str
    when: str
    counts: str


@dataclass(frozen=True)
class Chart:
    """Everything that the drawing needs; numbers are pixels of the view box."""

    title: str
    sentence: str
    points: tuple[Point, ...]
    lines: tuple[tuple[float, str], ...]
    threshold: float
    threshold_words: str
    due_x: float | None
    due_words: str
    rows: tuple[tuple[str, ...], ...]
    heads: tuple[str, ...] = ()
    """Of the table, where it does not list checks; `threshold_words` are empty where nothing is to be reached."""


def chart(device: Any, key: str, checks: Sequence[Any], due_on: date | None, today: date) -> Chart | None:
    """The chart of one rate of one device; None before the first check."""
    made = [(check, rate) for check in checks for rate in check.rates() if rate.key == key and check.on]
    if not made:
        return None
    missing = due_on if due_on and due_on < today else None
    days = [check.on for check, _rate in made] + ([missing] if missing else [])
    across = _time(min(days), max(days))
    up, lines = shares(min(min(rate.low, rate.percent / 100) for _check, rate in made))
    first = made[0][1]
    rule = made[-1][0].nasple.facts["thresholds"][key]
    status = "" if rule.get("verified") else f", {_('not verified')}"
    return Chart(
        title=f"{_(first.label)}, {device.reference}",
        sentence=sentence([rate for _check, rate in made]),
        points=tuple(_point(check, rate, across, up) for check, rate in made),
        lines=lines,
        threshold=up(first.percent / 100),
        threshold_words=_("Threshold %(percent)s%%") % {"percent": first.percent} + status,
        due_x=across(missing) if missing else None,
        due_words=_("Due %(day)s, none") % {"day": short_date(missing)} if missing else "",
        rows=tuple((short_date(check.on), rate.words, rate.band, _outcome(rate)) for check, rate in made),
    )


def sentence(rates: Sequence[Any]) -> str:
    """What the newest interval allows to be said, no stronger."""
    newest = rates[-1]
    if newest.low * 100 >= newest.percent:
        return _("The whole 95% interval of the last check lies above the threshold.")
    if newest.high * 100 < newest.percent:
        return _("The whole 95% interval of the last check lies below the threshold.")
    return _("The 95% interval of the last check reaches across the threshold, so neither can be ruled out.")


def _outcome(rate: Any) -> str:
    return _("Passed") if rate.passed else _("Failed")


def _point(check: Any, rate: Any, across: Any, up: Any) -> Point:
    counts = _("%(hits)s of %(whole)s") % {"hits": rate.hits, "whole": rate.whole}
    high, low = up(rate.high), up(rate.low)
    share = f"{rate.share * 100:.1f}%"
    return Point(across(check.on), up(rate.share), high, low, share, short_date(check.on), counts)


def _time(first: date, last: date) -> Any:
    span = max((last - first).days, 1)
    inner = WIDTH - LEFT - RIGHT - 80
    return lambda day: round(LEFT + 40 + inner * (day - first).days / span, 1)


def shares(least: float) -> tuple[Any, tuple[tuple[float, str], ...]]:
    """Where a share is drawn when the least is `least`, and the lines of the axis."""
    base, inner = max(0, int(least * 100) // 5 * 5 - 5), HEIGHT - TOP - BOTTOM

    def up(share: float) -> float:
        return round(TOP + inner * (1 - (share - base / 100) / (1 - base / 100)), 1)

    ticks = range(base, 101, max(5, (100 - base) // 5 // 5 * 5))
    return up, tuple((up(tick / 100), f"{tick}%") for tick in ticks)
