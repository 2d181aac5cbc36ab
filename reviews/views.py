"""Reviews: the list, the record, one question a page, recommendation, bulk confirmation, the baseline plan."""

import hashlib
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anpr_governance.pages import filters
from anpr_governance.pages.forms import Asked
from anpr_governance.pages.views import AskingPage, DetailPage, EditPage, GapNote, ListPage, Page, RecordPage, StepPage
from anpr_governance.regulation import facts
from anpr_governance.workflow.reasons import NotYours, Refused
from anpr_governance.workflow.steps import Step, steps_of
from cameras.models import Site
from reviews import tree
from reviews.duties import GROUND_MOVED
from reviews.forms import PART_ANSWERS, PARTS, BulkForm, OutOfCycleForm, QuestionForm, RecommendationForm, spoken
from reviews.models import BaselinePlan, Review
from reviews.states import UNFINISHED, Recommendation, ReviewState
from reviews.tables import ReviewTable

RELATED = ("organisation", "site__organisation", "assessment__organisation", "need__organisation", "dpia__organisation")


def _due_soon(rows: Any, today: Any) -> Any:
    return rows.filter(state__in=UNFINISHED, due_on__lte=today + timedelta(days=60))


def _overdue(rows: Any, today: Any) -> Any:
    return rows.filter(state__in=UNFINISHED, due_on__lt=today)


def _moved(rows: Any, today: Any) -> Any:
    return rows.unfinished().ground_moved(today)


class ReviewList(ListPage):
    """Every review of the sites that the person may see."""

    model, table, section, sort = Review, ReviewTable, "reviews", "due_on"
    title = gettext_lazy("Annual reviews")
    lead = gettext_lazy("Every location that collects is reviewed at least once a year, and the record is kept.")
    search = ("site__name", "site__site_reference", "site__road", "site__description")
    exports = ("csv", "xlsx")
    noun = gettext_lazy("reviews")
    empty = gettext_lazy("No review is open. A review opens 60 days before it falls due.")
    filters = (
        filters.Flags(
            "shows",
            gettext_lazy("Shows"),
            (
                ("overdue", gettext_lazy("Overdue"), _overdue),
                ("due", gettext_lazy("Due in 60 days"), _due_soon),
                ("moved", gettext_lazy("Ground moved"), _moved),
            ),
        ),
        filters.Facet("state", gettext_lazy("State"), "state", choices=ReviewState.choices),
    )
    template_name = "reviews/review_list.html"

    def confirms(self) -> bool:
        """Whether the page that confirms several is the person's."""
        return any(held.role in BulkConfirm.whose for held in self.person.memberships_today)

    def shown(self, queryset: Any) -> Any:
        """With the site and its force."""
        return queryset.select_related("site", "organisation")


class ReviewPage(DetailPage):
    """One review: where the branch stands, the answers, the versions used."""

    model, section, related = Review, "reviews", RELATED
    kicker = gettext_lazy("Annual review")

    def gaps(self) -> list[GapNote]:
        """That its ground moved while it is made."""
        if not self.object.moved:
            return []
        href, button = self.object.need.get_absolute_url(), _("Go to the need")
        return [GapNote(_("ground moved"), GROUND_MOVED, "G 1.8", href, button)]

    def records(self) -> Any:
        """With whether their ground moved."""
        return super().records().with_ground(self.today)

    def facts(self) -> list[tuple[Any, Any]]:
        """What it is about and against which versions it is made."""
        review = self.object
        return [
            (_("Site"), review.site.reference),
            (_("Due"), review.due_on.isoformat()),
            (_("Cycle"), review.cycle),
            (_("Why it was opened"), review.occasion_reason or review.get_occasion_display()),
            (_("Assessment used"), str(review.assessment or "")),
            (_("Need used"), str(review.need or "")),
            (_("DPIA used"), str(review.dpia or "")),
        ]

    def extra(self) -> dict[str, Any]:
        """The branch as a task list and the decisions."""
        review = self.object
        may = review.state == "assessing" and review.entitled(self.person, review.edited_by) is not None
        reached = tree.branch(review.answers)
        return {
            "tasks": [task for key in reached.questions for task in _tasks(review, key, may)],
            "leaf": _leaf(reached.leaf), "may_answer": may,
            "decisions": review.decisions.select_related("seal").order_by("pk"),
        }  # fmt: skip


def _leaf(key: str) -> str:
    return _(facts("review_tree")["leaves"][key]["summary"]) if key else ""


def _tasks(review: Review, key: str, may: bool) -> list[tuple[Any, str, str, Any, str]]:
    """The lines of one question: itself, or its parts."""
    row, given = tree.questions()[key], review.answers.get(key, {})
    parts = row.get("parts", ())
    if not parts:
        return [_line(review, _(row["question"]), key, given, may)]
    return [_line(review, PARTS[part], f"{key}-{part}", given.get(part, {}), may) for part in parts]


def _line(review: Review, title: Any, slug: str, given: Any, may: bool) -> tuple[Any, str, str, Any, str]:
    whole = bool(given.get("answer") and given.get("text", "").strip())
    href = f"{review.get_absolute_url()}question/{slug}/" if may else ""
    return (title, href, "done" if whole else "open", "", given.get("text", "")[:160])


class QuestionPage(EditPage):
    """One question of the branch: known facts, the answer, where it leads."""

    model, section, related, form_class = Review, "reviews", RELATED, QuestionForm
    template_name = "pages/question.html"
    button = gettext_lazy("Save and continue")

    @cached_property
    def question(self) -> tuple[str, str]:
        """Question and part of the address; else 404."""
        key, _dash, part = self.kwargs["question"].partition("-")
        row = tree.questions().get(key)
        if row is None or bool(part) != bool(row.get("parts")) or (part and part not in row["parts"]):
            raise Http404
        return key, part

    @property
    def given(self) -> dict[str, Any]:
        """The answer so far."""
        key, part = self.question
        answer = self.object.answers.get(key, {})
        return answer.get(part, {}) if part else answer

    def form_kwargs(self) -> dict[str, Any]:
        """The question with its answers."""
        key, part = self.question
        return {"question": key, "part": part}

    def initial(self) -> dict[str, Any]:
        """The answer so far."""
        return {"answer": self.given.get("answer"), "text": self.given.get("text")}

    def content(self, obj: Any) -> dict[str, Any]:
        """Only this answer: another person may answer another question meanwhile."""
        key, part = self.question
        answer = obj.answers.get(key, {})
        answer = answer.get(part, {}) if part else answer
        return {"answer": answer.get("answer", ""), "text": answer.get("text", "")}

    def context(self, **more: Any) -> dict[str, Any]:
        """The branch beside the question."""
        key, part = self.question
        row = tree.questions()[key]
        asked = Asked(_(row["why"]), row["clause"], (_(row["good_answer"]),))
        title = PARTS[part] if part else _(row["question"])
        known = {"title": title, "asked": asked, "steps": self.steps(key), "known": self.known()}
        return super().context(**{**more, **known})

    def steps(self, here: str) -> list[tuple[str, str, str, str]]:
        """The questions reached, with their answers."""
        found = []
        for key in tree.branch(self.object.answers).questions:
            row = tree.questions()[key]
            given = tree.answer(self.object.answers, key)
            answers = dict(PART_ANSWERS) if row.get("parts") else {k: a["label"] for k, a in row["answers"].items()}
            mark = "here" if key == here else ("done" if given else "ahead")
            part = f"-{row['parts'][0]}" if row.get("parts") else ""
            change = f"{self.object.get_absolute_url()}question/{key}{part}/" if mark == "done" else ""
            found.append((mark, _(row["question"]), str(answers.get(given, "")), change))
        return found

    def known(self) -> list[tuple[Any, Any, Any, Any]]:
        """Facts that the record holds: then (at the last confirmed review, or live) and now."""
        review = self.object
        checks = review.site.checks.accepted().order_by("-on")
        last = checks.first()
        return [
            (_("Need"), str(review.need or _("None")), str(review.need or _("None")), _("as pinned, and today")),
            (_("DPIA"), str(review.dpia or _("None")), str(review.dpia or _("None")), ""),
            (_("Last performance check"), "", last.get_outcome_display() if last else _("None"), ""),
            (_("Open gaps"), "", review.site.gaps.open().count(), ""),
        ]

    def change(self, obj: Any, form: Any) -> Any:
        """Put the answer into its place."""
        key, part = self.question
        given = {name: form.cleaned_data[name] for name in ("answer", "text")}
        answers = dict(obj.answers)
        answers[key] = {**answers.get(key, {}), part: given} if part else given
        return obj.amend(by=self.person, on=self.today, answers=answers)


class RecommendationPage(EditPage):
    """What the reviewer recommends."""

    model, section, related = Review, "reviews", RELATED
    form_class = RecommendationForm
    title = gettext_lazy("What do you recommend?")
    why = gettext_lazy("The recommendation follows from the answers. The strategic lead confirms it, or returns it.")

    def context(self, **more: Any) -> dict[str, Any]:
        """Where the answers lead."""
        leaf = tree.branch(self.object.answers).leaf
        lead = _("Your answers lead here: %(leaf)s") % {"leaf": _leaf(leaf)} if leaf else _("A question is still open.")
        return super().context(**{**more, "lead": lead})


class ReviewStep(StepPage):
    """Every step of a review."""

    model, section, related = Review, "reviews", RELATED

    def said_by(self, content: bytes) -> dict[str, str]:
        """What is sealed, in words."""
        return spoken(content)


class SiteReview(AskingPage):
    """The review of a site: the one that is open, or the page that opens one out of its cycle."""

    section, form_class = "reviews", OutOfCycleForm
    title = gettext_lazy("Open a review before it falls due")
    button = gettext_lazy("Open the review")
    why = gettext_lazy("Something happened that should not wait for the yearly review: a complaint, a new school.")
    template_name = "pages/form.html"

    @cached_property
    def site(self) -> Site:
        """The site of the address, among those the person sees."""
        rows = Site.objects.visible_to(self.person).select_related("organisation")
        found = rows.by_reference(self.kwargs["ref"]).first()
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go to the open review, or ask why one is opened now."""
        open_now = self.site.reviews.unfinished().select_related("organisation").first()
        if open_now:
            return HttpResponseRedirect(open_now.get_absolute_url())
        self.lead = self.site.title
        self.check()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open one, if the person may."""
        self.check()
        return super().post(request, *args, **kwargs)

    def check(self) -> None:
        """Seen, but not yours: 403."""
        if self.site.entitled(self.person, Review.born_by) is None:
            raise PermissionDenied

    def take(self, form: Any) -> Any:
        """Open it."""
        return Review.open_out_of_cycle(
            by=self.person, on=self.today, site=self.site, reason=form.cleaned_data["reason"]
        )

    def back(self) -> str:
        """The site."""
        return self.site.get_absolute_url()

    def said(self, answer: Any) -> str:
        """The review's reference."""
        return _("%(reference)s is open.") % {"reference": answer.reference}


class BulkConfirm(AskingPage):
    """Confirm reviews that recommend to continue unchanged, each with its own answers shown (G 7.6)."""

    section, form_class, drafts = "reviews", BulkForm, False
    whose = Review.confirm.step.roles
    title = gettext_lazy("Confirm reviews together")
    lead = gettext_lazy("Only reviews in which nothing changed stand here. Read each one's answers before you tick it.")
    button = gettext_lazy("Sign and confirm those ticked")
    template_name = "reviews/bulk.html"

    @property
    def confirming(self) -> Step:
        """The step that each of them takes."""
        return next(step for step in steps_of(Review) if step.name == "confirm")

    @cached_property
    def rows(self) -> list[Review]:
        """Recommended reviews that continue unchanged."""
        rows = Review.objects.visible_to(self.person).in_state("recommended").select_related(*RELATED)
        unchanged = rows.filter(recommendation=Recommendation.CONTINUE_UNCHANGED).order_by("due_on", "pk")[:100]
        return [row for row in unchanged if self.confirming.entitles(row, self.person)]

    @cached_property
    def contents(self) -> list[bytes]:
        """What a signature now would seal, review by review."""
        return [self.confirming.seals.of(row, self.today).canonical() for row in self.rows]

    @cached_property
    def seen(self) -> dict[str, Review]:
        """The reviews by reference and seal: what moves on after the page was opened is not signed."""
        both = zip(self.rows, self.contents, strict=True)
        return {f"{row.reference} {hashlib.sha256(content).hexdigest()}": row for row, content in both}

    def form_kwargs(self) -> dict[str, Any]:
        """The reviews that may be ticked."""
        return {"seen": self.seen}

    def context(self, **more: Any) -> dict[str, Any]:
        """Each review with what is sealed of it and what stands against it."""
        both = zip(self.rows, self.contents, strict=True)
        shown = [(r, spoken(c).items(), self.confirming.refusals(r, self.person, self.today)) for r, c in both]
        return super().context(shown=shown, **more)

    def take(self, form: Any) -> Any:
        """Confirm each; a refusal of one does not undo the others, and is said."""
        self.done_count = 0
        for key in form.cleaned_data["reviews"]:
            try:
                self.seen[key].confirm(by=self.person, on=self.today, seen=key.partition(" ")[2])
                self.done_count += 1
            except (Refused, NotYours) as refusal:
                messages.error(self.request, f"{self.seen[key].reference}: {refusal}")
        return "/reviews/"

    def said(self, answer: Any) -> str:
        """How many."""
        return _("%(n)s reviews are confirmed.") % {"n": self.done_count}


class Plans(Page):
    """Baseline plans: dates for the first reviews of a register never reviewed."""

    section, title = "reviews", gettext_lazy("Baseline plan of first reviews")
    lead = gettext_lazy(
        "Sites never reviewed get a day each, spread over twelve months. The strategic lead approves the plan."
    )
    template_name = "reviews/plans.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """The plans and how many sites were never reviewed."""
        plans = BaselinePlan.objects.visible_to(self.person).select_related("organisation").order_by("-pk")
        never = Site.objects.visible_to(self.person).never_reviewed().count()
        return super().context(plans=plans, never=never, may_spread=bool(self.spreads()), **more)

    def spreads(self) -> Any:
        """The membership by which the person may make a plan."""
        held = [m for m in self.person.memberships_today if m.role in BaselinePlan.born_by]
        return held[0] if held else None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Spread the first reviews."""
        membership = self.spreads()
        if membership is None:
            raise PermissionDenied
        plan = BaselinePlan.spread(by=self.person, on=self.today, organisation=membership.organisation)
        messages.success(request, _("The first reviews are spread. The strategic lead can approve the plan."))
        return HttpResponseRedirect(plan.get_absolute_url())


class PlanPage(DetailPage, RecordPage):
    """One plan with its dates by month."""

    model, section = BaselinePlan, "reviews"

    def extra(self) -> dict[str, Any]:
        """The first dates and how many there are."""
        dates = self.object.dates.select_related("site__organisation").order_by("due_on", "pk")
        return {"dates": dates[:100], "count": dates.count()}


class PlanStep(StepPage):
    """The steps of a plan."""

    model, section = BaselinePlan, "reviews"
