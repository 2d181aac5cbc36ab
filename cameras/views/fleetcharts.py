"""The drawings of the fleet: how days were kept, how many passed, and where the last rates lie; each with its table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cameras.fleet import Bin, Period
from cameras.statistics import wilson
from cameras.views.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Chart, Point, shares

FLOOR = HEIGHT - BOTTOM
Part = tuple[float, float, str]
"""Top and height of a part of a bar, and what it stands for."""


@dataclass(frozen=True)
class Bar:
    """One bar: where it stands, its parts from below, its total, and the words under it."""

    x: float
    parts: tuple[Part, ...]
    total: int
    top: float
    words: str


@dataclass(frozen=True)
class Bars:
    """Bars from zero, their key and their table; `threshold` is where a dashed line stands, if one does."""

    title: str
    sentence: str
    width: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    key: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    threshold: float | None = None
    threshold_words: str = ""


def words_of(period: Period, by: str) -> str:
    """``Q3 2026``, or the year."""
    return str(period.start.year) if by == "year" else f"Q{(period.start.month + 2) // 3} {period.start.year}"


def _up(most: int) -> Any:
    return lambda n: round((FLOOR - TOP - 16) * n / max(most, 1), 1)


def _stacked(x: float, counts: Sequence[tuple[int, str]], up: Any, words: str) -> Bar:
    below, parts = float(FLOOR), []
    for n, name in counts:
        if n:
            parts.append((round(below - up(n), 1), up(n), name))
            below -= up(n)
    return Bar(x, tuple(parts), sum(n for n, _name in counts), round(below, 1), words)


def punctuality(periods: Sequence[Period], by: str) -> Bars | None:
    """Checks by the period in which they fell due: on time, late, overdue. None where nothing fell due."""
    owed = [(p.in_time, p.late, p.overdue) for p in periods]
    if not any(map(sum, owed)):
        return None
    step = (WIDTH - LEFT - RIGHT) / len(periods)
    up = _up(max(map(sum, owed)))
    bars = tuple(
        _stacked(round(LEFT + step * (n + 0.2), 1), list(zip(counts, ("done", "late", "over"), strict=True)), up,
                 words_of(period, by))
        for n, (period, counts) in enumerate(zip(periods, owed, strict=True))
    )  # fmt: skip
    told = {"n": sum(map(sum, owed)), "done": sum(row[0] for row in owed)}
    told |= {"late": sum(row[1] for row in owed), "over": sum(row[2] for row in owed)}
    return Bars(
        title=_("Were checks made by their day?"),
        sentence=_("Of %(n)s that fell due and were made or missed: %(done)s on time, %(late)s late, %(over)s overdue.")
        % told,
        width=round(step * 0.6, 1), bars=bars, ticks=(),
        key=(("done", _("On time")), ("late", _("Late")), ("over", _("Overdue !"))),
        heads=(_("Fell due in"), _("On time"), _("Late"), _("Overdue")),
        rows=tuple((words_of(p, by), *(f"{n:,}" for n in row)) for p, row in zip(periods, owed, strict=True)),
    )  # fmt: skip


def passing(periods: Sequence[Period], by: str, z: float) -> Chart | None:
    """The share of checks made in each period that passed, with its interval. None where none was made."""
    made = [(n, period) for n, period in enumerate(periods) if period.made]
    if not made:
        return None
    step = (WIDTH - LEFT - RIGHT) / len(periods)
    bands = {n: wilson(period.passed, period.made, z) for n, period in made}
    up, lines = shares(min(low for low, _high in bands.values()))
    points, rows = [], []
    for n, period in made:
        (low, high), share = bands[n], period.passed / period.made
        counts = _("%(hits)s of %(whole)s") % {"hits": period.passed, "whole": period.made}
        percent, x = f"{share * 100:.1f}%", round(LEFT + step * (n + 0.3), 1)
        points.append(Point(x, up(share), up(high), up(low), percent, words_of(period, by), counts))
        rows.append((words_of(period, by), f"{counts}, {percent}", f"{low * 100:.1f}% to {high * 100:.1f}%"))
    return Chart(
        title=_("How many checks passed?"), sentence=compared([bands[n] for n, _period in made]),
        points=tuple(points), lines=lines, threshold=0, threshold_words="", due_x=None, due_words="",
        rows=tuple(rows), heads=(_("Made in"), _("Passed"), _("95% interval")),
    )  # fmt: skip


def compared(bands: Sequence[tuple[float, float]]) -> str:
    """What the last two intervals allow to be said, no stronger."""
    if len(bands) < 2:
        return _("There is no earlier period to compare with.")
    (before_low, before_high), (low, high) = bands[-2:]
    if low > before_high:
        return _("The interval of the last period lies wholly above that of the one before it.")
    if high < before_low:
        return _("The interval of the last period lies wholly below that of the one before it.")
    return _("The intervals of the last two periods overlap, so no change between them is shown.")


def spread(rule: Any, bins: Sequence[Bin]) -> Bars | None:
    """Where the last rates of the devices lie, and for how many the interval reaches across the threshold."""
    if not bins:
        return None
    percent, base = rule["percent"], max(0, min(bins[0].percent, rule["percent"] - 5) // 5 * 5)
    step = (WIDTH - LEFT - RIGHT) / (101 - base)
    up = _up(max(one.devices for one in bins))
    bars = tuple(
        _stacked(round(LEFT + step * (one.percent - base + 0.1), 1),
                 ((one.devices - one.across, "done"), (one.across, "late")), up, f"{one.percent}%")
        for one in bins
    )  # fmt: skip
    whole, across = sum(one.devices for one in bins), sum(one.across for one in bins)
    above = sum(one.devices - one.across for one in bins if one.percent >= percent)
    told = {"n": whole, "above": above, "below": whole - across - above, "across": across}
    status = "" if rule.get("verified") else f", {_('not verified')}"
    return Bars(
        title=_(rule["label"]),
        sentence=_(
            "Of %(n)s, the whole 95%% interval lies above the threshold for %(above)s and below it for %(below)s. "
            "For %(across)s it reaches across, so neither can be ruled out."
        )
        % told,
        width=round(step * 0.8, 1), bars=bars,
        ticks=tuple((round(LEFT + step * (at - base), 1), f"{at}%") for at in _ticks(base)),
        key=(("done", _("Interval on one side")), ("late", _("Interval across the threshold"))),
        heads=(_("Rate of the last check"), _("Devices"), _("Of them with the interval across")),
        rows=tuple((_whole(one.percent), f"{one.devices:,}", f"{one.across:,}") for one in bins),
        threshold=round(LEFT + step * (percent - base), 1),
        threshold_words=_("Threshold %(percent)s%%") % {"percent": percent} + status,
    )  # fmt: skip


def _whole(percent: int) -> str:
    return "100%" if percent >= 100 else _("%(from)s%% to under %(to)s%%") % {"from": percent, "to": percent + 1}


def _ticks(base: int) -> range:
    return range(base, 101, 5 if base >= 70 else 20)
