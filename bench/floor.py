"""The register by hand: the same questions in SQL, the same columns in f-strings, the session read as Django reads it.

No middleware, no templates, no models: what the page would cost if nothing stood between it and the database.
"""

from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare, salted_hmac

SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > now()"
PERSON = """
SELECT p.id, p.name, p.password, p.is_active, m.role, o.id, o.code, o.name
FROM organisations_membership m JOIN organisations_person p ON p.id = m.person_id
JOIN organisations_organisation o ON o.id = m.organisation_id
WHERE m.person_id = %s AND NOT m.awaits_confirmation AND m.since <= current_date
  AND (m.until IS NULL OR m.until > current_date)
"""
RIGHTS = """
SELECT g.name, r.object_pk FROM guardian_groupobjectpermission r JOIN auth_group g ON g.id = r.group_id
JOIN auth_permission p ON p.id = r.permission_id WHERE p.codename = 'view_content' AND g.name = ANY(%s)
"""
COUNTS = """
SELECT state, relationship, deployment, place_type, a.name, count(*),
  count(*) FILTER (WHERE gap.kinds IS NOT NULL), count(*) FILTER (WHERE 'dpia' = ANY(gap.kinds)),
  count(*) FILTER (WHERE 'dpia_outside' = ANY(gap.kinds)), count(*) FILTER (WHERE 'need' = ANY(gap.kinds)),
  count(*) FILTER (WHERE 'moved' = ANY(gap.kinds)),
  count(*) FILTER (WHERE origin = 'breach' AND gap.kinds IS NOT NULL)
FROM cameras_site s LEFT JOIN organisations_localpolicingarea a ON a.id = s.area_id
LEFT JOIN LATERAL (SELECT array_agg(kind) kinds FROM cameras_gap g WHERE g.site_id = s.id AND closed_on IS NULL) gap
  ON true
WHERE s.organisation_id = ANY(%s) AND s.duplicate_of_id IS NULL
GROUP BY GROUPING SETS ((), (state), (relationship), (deployment), (place_type), (a.name))
"""
ROWS = """
SELECT s.number, o.code, s.site_reference, s.name, s.description, s.road, s.place_type, s.state, s.in_service,
  s.origin, s.id,
  CASE WHEN s.state IN ('live', 'suspended') THEN coalesce(
    (SELECT due_on FROM reviews_review r
     WHERE r.site_id = s.id AND r.state IN ('open', 'assessing', 'recommended') LIMIT 1),
    (coalesce((SELECT max(d."on") FROM reviews_review r JOIN reviews_decision d ON d.id = r.decision_id
               WHERE r.site_id = s.id AND r.state IN ('confirmed', 'closed')),
              s.review_before, s.live_since) + interval '12 months')::date) END,
  CASE WHEN s.state IN ('live', 'suspended') THEN (
    SELECT min((coalesce(greatest(c."on", v.check_before), s.installed_on, s.live_since, p.since)
                + CASE WHEN v.gives_images THEN interval '12 months' ELSE interval '6 months' END)::date)
    FROM cameras_placement p JOIN cameras_device v ON v.id = p.device_id
    LEFT JOIN LATERAL (SELECT "on" FROM cameras_performancecheck k WHERE k.device_id = v.id AND k.state = 'accepted'
                       ORDER BY "on" DESC LIMIT 1) c ON true
    WHERE p.site_id = s.id AND p.since <= current_date AND (p.until IS NULL OR p.until > current_date)) END,
  (SELECT count(*) FROM cameras_gap g WHERE g.site_id = s.id AND g.closed_on IS NULL),
  (SELECT o.code || '-D-' || lpad(d.number::text, 4, '0') || ' v' || d.version FROM dpia_coverage c
   JOIN dpia_dpia d ON d.id = c.dpia_id JOIN dpia_decision e ON e.id = d.decision_id
   WHERE c.site_id = s.id AND c.since <= current_date AND (c.until IS NULL OR c.until > current_date)
     AND e."on" <= current_date AND d.state IN ('signed_off', 'superseded')
     AND (d.ended_on IS NULL OR d.ended_on > current_date) ORDER BY c.since DESC LIMIT 1)
FROM cameras_site s JOIN organisations_organisation o ON o.id = s.organisation_id
WHERE s.organisation_id = ANY(%s) AND s.duplicate_of_id IS NULL ORDER BY s.number, s.id LIMIT 51
"""
FLAGS = ("Any gap", "No DPIA", "DPIA outside the product", "No need", "Moved since its DPIA", "In breach")


def register(session: str) -> Callable[[], bytes]:
    """A function that answers with the first page of the register for the session's person."""
    store = SessionStore()

    def ask() -> bytes:
        with connection.cursor() as cursor:
            said = store.decode(_all(cursor, SESSION, [session])[0][0])
            held = _all(cursor, PERSON, [said[SESSION_KEY]])
            _check(held[0][2], said[HASH_SESSION_KEY])
            groups = {f"{row[6]}:{row[4]}": str(row[5]) for row in held}
            granted = _all(cursor, RIGHTS, [list(groups)])
            seen = [int(key) for group, key in granted if groups[group] == key]
            return _page(held[0], _all(cursor, COUNTS, [seen]), _all(cursor, ROWS, [seen])).encode()

    return ask


def _all(cursor: Any, sql: str, params: list[Any]) -> list[Any]:
    cursor.execute(sql, params)
    return list(cursor.fetchall())


def _check(password: str, stored: str) -> None:
    """The session ends when the password changes, as Django has it."""
    salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
    if not constant_time_compare(salted_hmac(salt, password, algorithm="sha256").hexdigest(), stored):
        raise PermissionError("The session is not valid any more.")


def _page(person: Any, counts: list[Any], rows: list[Any]) -> str:
    today = date.today()  # noqa: DTZ011 - the floor knows no time zone
    groups = "".join(_boxes(row) for row in counts)
    body = "".join(_row(row, today) for row in rows[:50])
    return (
        f"<!doctype html><html lang=en><title>Camera sites</title><p>{escape(person[1])}, {escape(person[7])}</p>"
        f"<h1>Camera sites</h1><form>{groups}<button>Apply</button></form><table><thead><tr><th>Site</th><th>State</th>"
        f"<th>Next review</th><th>Next check</th><th>DPIA</th><th>Gaps</th></tr></thead><tbody>{body}</tbody></table>"
        f'<a href="?after={rows[-1][10]}">Next</a></html>'
    )


def _boxes(row: Any) -> str:
    named = next((str(value) for value in row[:5] if value is not None), None)
    if named is not None:
        return f"<label><input type=checkbox value={escape(named)}>{escape(named)} <span>{row[5]}</span></label>"
    flags = zip(FLAGS, row[6:], strict=True)
    boxes = "".join(f"<label><input type=checkbox>{flag} <span>{n}</span></label>" for flag, n in flags)
    return f"<p>{row[5]} sites</p>{boxes}"


def _row(row: Any, today: date) -> str:
    number, code, reference, name, description, road, place, state, serves, origin, _key = row[:11]
    review, check, gaps, dpia = row[11:]
    ref = f"{code}-S-{number:04d}"
    title = name or description or f"{road} {reference}"
    shown = state or ("in service" if serves else "out of service")
    lacks = f"<strong>{'Breach' if origin == 'breach' else f'{gaps} gaps'}</strong>" if gaps else "None"
    return (
        f'<tr><th scope=row><a href="/sites/{ref}/">{escape(title)}</a>'
        f"<span>{escape(reference)} · {ref} · {place}</span></th><td><strong>{shown}</strong></td>"
        f"<td>{_day(review, today)}</td><td>{_day(check, today)}</td>"
        f"<td>{escape(dpia or 'None')}</td><td>{lacks}</td></tr>"
    )


def _day(value: date | None, today: date) -> str:
    if value is None:
        return "–"
    late = " overdue" if value < today else ""
    return f"{value.day} {value:%b %Y}{late}"
