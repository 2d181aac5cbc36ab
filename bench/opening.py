"""What falls due, born in bulk: against one INSERT … SELECT for the reviews and one for their history."""

from datetime import date

from django.db import connection

from anpr_governance.database import clock
from anpr_governance.organisations.models import Organisation
from bench.dataset import Size
from bench.measuring import Row, added_megabytes, interleaved, statements, taken_back
from reviews.opening import open_due_reviews

PAIR = (
    """
INSERT INTO reviews_review (organisation_id, number, marking, site_id, state, cycle, due_on, occasion, occasion_reason,
  answers, recommendation, disputed)
SELECT s.organisation_id, q.last + row_number() OVER (PARTITION BY s.organisation_id), 'OFFICIAL-SENSITIVE', s.id,
  'open', 1 + done.n, (coalesce(greatest(done.latest, s.review_before), s.live_since) + interval '12 months')::date,
  'due', '', '{}', '', ''
FROM cameras_site s JOIN workflow_sequence q ON q.organisation_id = s.organisation_id AND q.letter = 'R'
LEFT JOIN (SELECT r.site_id, count(*) n, max(d."on") latest
           FROM reviews_review r JOIN reviews_decision d ON d.id = r.decision_id
           WHERE r.state IN ('confirmed', 'closed') GROUP BY r.site_id) done ON done.site_id = s.id
WHERE s.state IN ('live', 'suspended') AND s.duplicate_of_id IS NULL
  AND (coalesce(greatest(done.latest, s.review_before), s.live_since) + interval '12 months')::date <= %s
  AND NOT EXISTS (SELECT 1 FROM reviews_review r
                  WHERE r.site_id = s.id AND r.state IN ('open', 'assessing', 'recommended'))
""",
    """
INSERT INTO reviews_historicalreview (id, organisation_id, number, marking, site_id, state, cycle, due_on, occasion,
  occasion_reason, assessment_id, need_id, dpia_id, answers, recommendation, disputed, decision_id, history_date,
  history_type, history_change_reason, history_user_id)
SELECT id, organisation_id, number, marking, site_id, state, cycle, due_on, occasion, occasion_reason, assessment_id,
  need_id, dpia_id, answers, recommendation, disputed, decision_id, now(), '+', 'open many', NULL
FROM reviews_review WHERE state = 'open' AND id > %s
""",
)
LEAD_DAYS = 60


def open_due(size: Size) -> list[Row]:
    """Opening every review of the nation in one night."""
    today = clock.today()
    forces = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    opened, by_hand = [], []

    def ours() -> None:
        with taken_back():
            opened.append(open_due_reviews(today, forces))

    def pair() -> None:
        with taken_back():
            by_hand.append(_pair(today))

    memory = added_megabytes(ours)  # before anything has warmed the process up
    measured = interleaved(ours, pair)
    if set(opened) != set(by_hand) or not opened[0]:
        raise RuntimeError(f"Not the same reviews: {set(opened)} against {set(by_hand)}.")
    with taken_back():
        sent = statements(lambda: open_due_reviews(today, forces))
        again = open_due_reviews(today, forces)
    return [
        Row("open_due.ratio", measured.ratio, 1.5, detail=f"{opened[0]:,} reviews; {measured}"),
        Row("open_due.statements", sent, 10, "statements", detail=f"{len(forces)} forces"),
        Row("open_due.memory_mb", memory, 16, "MB", detail="highest less before"),
        Row("open_due.second_run", again, 0, "rows", detail="written when it is run again"),
    ]


def _pair(today: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM reviews_review")
        before = cursor.fetchone()[0]
        cursor.execute(PAIR[0], [date.fromordinal(today.toordinal() + LEAD_DAYS)])
        cursor.execute(PAIR[1], [before])
        return int(cursor.rowcount)
