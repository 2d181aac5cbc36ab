"""What follows in reviews when a site ceases, a task is done or a review is confirmed; each safe to repeat."""

from anpr_governance.database import clock
from anpr_governance.organisations.roles import System
from anpr_governance.workflow.notices import record_of
from anpr_governance.workflow.reasons import Refused
from reviews.models import Review


def cancel_reviews(key: str) -> None:
    """The collection ended: what is unfinished is cancelled; a review that itself ceased it is confirmed already."""
    for review in Review.objects.filter(site=record_of(key)).unfinished():
        review.cancel(by=System("site"), on=clock.today())


def close_reviews(key: str) -> None:
    """A task of a site was done: confirmed reviews without an open task are closed."""
    for review in Review.objects.filter(site=record_of(key), state="confirmed"):
        _close(review)


def close_confirmed(key: str) -> None:
    """A review was confirmed: without tasks it is closed at once."""
    review = record_of(key)
    if review.state == "confirmed":
        _close(review)


def _close(review: Review) -> None:
    try:
        review.close(by=System("tasks"), on=clock.today())
    except Refused:
        return  # a task is open: its end asks again
