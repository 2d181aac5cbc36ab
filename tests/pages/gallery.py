"""One page with every component, each given ordinary content and one hostile text."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms
from django.template import engines
from markupsafe import Markup

from anpr_governance.pages import tables
from anpr_governance.pages.diff import Change
from anpr_governance.pages.filters import Choice, Group
from anpr_governance.pages.forms import Asked, DayField, Form
from anpr_governance.pages.states import COLOURS
from anpr_governance.pages.views import GapNote, ThreadStep
from anpr_governance.workflow.reasons import Reason

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7 * 7 }}'
TODAY = date(2026, 11, 22)


class Questions(Form):
    """Every kind of question."""

    name = forms.CharField(label=HOSTILE, max_length=5, help_text=HOSTILE)
    many = forms.CharField(label="Many words", widget=forms.Textarea(attrs={"rows": 3}))
    one = forms.ChoiceField(label="One of these", choices=[("yes", "Yes"), ("no", HOSTILE)], widget=forms.RadioSelect)
    what = forms.CharField(label="What has changed", widget=forms.Textarea)
    some = forms.MultipleChoiceField(
        label="Some of these", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    listed = forms.ChoiceField(label="One of a list", choices=[("", "Choose"), ("a", HOSTILE)])
    told = forms.BooleanField(label="They were told")
    day = DayField(label="The day")
    size = forms.IntegerField(label="How many", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    paper = forms.FileField(label="File", required=False)
    address = forms.EmailField(label="E-mail", required=False)

    asks: ClassVar = {"many": Asked("Somebody reads it.", "G 1.11", ("says who",))}
    opens: ClassVar = {"one": {"yes": ("what",)}}


class Sites(tables.Table):
    """Two columns."""

    columns = (
        tables.Text("Site", "name"),
        tables.Number("Cameras", "n", sort="n"),
        tables.Due("Due", "due", today=lambda: TODAY),
    )


def offer(name: str, *, grave: bool = False, unmet: tuple[Reason, ...] = ()) -> Any:
    """An offer of a step."""
    return SimpleNamespace(
        name=name, label=f"Do {name}", help=HOSTILE, clause="G 1.11", grave=grave, reason=grave, sealed=False, form="",
        allowed=not unmet, unmet=unmet,
    )  # fmt: skip


def content() -> dict[str, Any]:
    """What each component is given."""
    reasons = (Reason(HOSTILE, "G 1.11"), Reason("The DPIA is not signed.", "P L29"))
    one = reasons[:1]
    moment = datetime(2026, 11, 22, 14, 22, tzinfo=UTC)
    marks = ("done", "done", "gap", "here", "ahead", "waits")
    rows = [
        SimpleNamespace(name=HOSTILE, n=1200, due=TODAY - timedelta(days=3)),
        SimpleNamespace(name="B", n=None, due=None),
    ]
    boxes = (Choice("live", "Live", 47, True), Choice("x", HOSTILE, 0, False))
    tags = {"hostile": HOSTILE, "today": TODAY, "past": TODAY - timedelta(days=9), "future": TODAY + timedelta(days=4)}
    tags |= {"tags": sorted(COLOURS.items()), "object": SimpleNamespace(get_absolute_url=lambda: "/sites/SVP-S-0001/")}
    return tags | {
        "thread": [ThreadStep(f"Step {n}", mark, HOSTILE, "A-1", "/" if n else "") for n, mark in enumerate(marks)],
        "gaps": [GapNote(HOSTILE, HOSTILE, "P L29", "/", "Record the check")],
        "metrics": [(3, "", "Overdue", "/", "oldest: 9 days", True), (44, 47, HOSTILE, "/", "", False)],
        "offers": [offer("send"), offer("cease", grave=True), offer("close", unmet=reasons), offer("end", unmet=one)],
        "others": [(HOSTILE, ["Strategic lead"])],
        "checks": [
            ("done", "All marks", "", "", ""),
            ("gap", HOSTILE, "In 2 places.", "/", "G 1.11"),
            ("waits", "Check", "", "", ""),
        ],
        "seal": {"seen": "0" * 64, "seen_sheet": HOSTILE, "start": "9f3c41d87ab2", "end": "e05b", "opened": moment},
        "signed": SimpleNamespace(name=HOSTILE, rank="ACC", on=TODAY, acting_for=None, seal="9f3c", recorded_at=moment),
        "tasks": [
            ("A", "/", "done", "", ""),
            (HOSTILE, "", "closed", "", HOSTILE),
            ("C", "/", "here", "", ""),
            ("D", "/", "open", "", ""),
        ],
        "heads": [
            {"label": "Site", "css": ""},
            {"label": "Cameras", "css": "numeric", "way": "ascending", "href": "?sort=-n"},
            {"label": "Due", "css": "day"},
        ],
        "body": Sites().html(rows),
        "paging": {"first": "?", "after": "?after=x", "before": "?before=x", "last": "?page=last"},
        "groups": [
            Group("state", HOSTILE, "facet", boxes),
            Group("by", "By", "day", value=HOSTILE, error="Write the day first."),
        ],
        "changes": [Change(HOSTILE, f"three {HOSTILE}", "two cameras")],
        "facts": [("Controller", HOSTILE), ("Purpose", None)],
        "known": [("Homes", 118, 204, HOSTILE), ("Schools", 1, 1, "")],
        "branch": [("done", "First", "Yes", "/"), ("here", HOSTILE, "", ""), ("ahead", "Third", "", "")],
    }


def rendered(*, bound: bool = False) -> str:
    """The page; `bound` shows every question with its error."""
    env: Any = engines["jinja2"].env  # type: ignore[attr-defined]
    template = env.from_string((Path(__file__).parent / "gallery.html").read_text(encoding="utf-8"))
    form = Questions({"name": HOSTILE, "one": "maybe"}) if bound else Questions()
    return str(Markup(template.render(g=content(), form=form, title="Gallery", csrf_input="")))
