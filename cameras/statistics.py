"""Rates of a performance check and the band in which the true rate lies."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any

from cameras.components import thresholds


@dataclass(frozen=True)
class Rate:
    """`hits` of `whole`, with the ends of its Wilson interval; all shares lie between 0 and 1."""

    key: str
    label: str
    hits: int
    whole: int
    low: float
    high: float
    percent: int
    """The threshold, in whole percent."""

    @property
    def share(self) -> float:
        """The measured rate; 0 where nothing was counted."""
        return self.hits / self.whole if self.whole else 0.0

    @property
    def passed(self) -> bool:
        """Whether the measured rate reaches the threshold; compared in whole numbers."""
        return self.whole > 0 and self.hits * 100 >= self.percent * self.whole

    @property
    def words(self) -> str:
        """Counts first: ``463 of 483, 95.9%``."""
        return f"{self.hits:,} of {self.whole:,}, {self.share * 100:.1f}%"

    @property
    def band(self) -> str:
        """The interval in percent: ``93.7% to 97.3%``."""
        return f"{self.low * 100:.1f}% to {self.high * 100:.1f}%"


def wilson(hits: int, whole: int, z: float) -> tuple[float, float]:
    """Ends of the two-sided Wilson score interval of `hits` of `whole` at normal quantile `z`; (0, 1) of nothing."""
    if whole <= 0:
        return 0.0, 1.0
    share, square = hits / whole, z * z
    centre = (share + square / (2 * whole)) / (1 + square / whole)
    half = z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    return max(0.0, centre - half), min(1.0, centre + half)


def rates(counts: Mapping[str, int], nasple: Mapping[str, Any], kind: str) -> list[Rate]:
    """Each rate that the edition sets a threshold for with that kind of component, from raw counts by name."""
    z = nasple["interval"]["z_thousandths"] / 1000
    found = []
    for key, rule in thresholds(kind, nasple).items():
        hits, whole = counts[rule["counts"]], counts[rule["of"]]
        low, high = wilson(hits, whole, z)
        found.append(Rate(key, rule["label"], hits, whole, low, high, rule["percent"]))
    return found
