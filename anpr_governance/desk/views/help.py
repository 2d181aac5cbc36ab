"""Search, help, clauses, and the statements that the law asks of a public body's website."""

from typing import Any

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy

from anpr_governance.database.declared import missing_triggers
from anpr_governance.desk import search
from anpr_governance.organisations.models import Organisation
from anpr_governance.pages.views import Page
from anpr_governance.regulation import UnknownFact, clause_by_slug, clauses, facts, shipped
from anpr_governance.regulation.worked import KINDS, example


class Search(Page):
    """Find a record by reference, place or words, among those that the person may see."""

    title = gettext_lazy("Search")
    permission = ""
    template_name = "desk/search.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Hits of every kind."""
        text = self.request.GET.get("q", "").strip()[:200]
        return super().context(q=text, found=search.find(self.person, text), **more)


class Help(Page):
    """The field's terms, each explained once, and the sources that the product stands on."""

    title = gettext_lazy("Help and glossary")
    permission = ""
    template_name = "desk/help.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Glossary, clauses and editions."""
        terms = sorted(facts("glossary")["glossary"].values(), key=lambda row: row["term"].lower())
        known = {"clauses": list(clauses().values()), "editions": shipped(), "examples": list(map(example, KINDS))}
        return super().context(terms=terms, **known, **more)


class ClausePage(Page):
    """What one clause asks, in our own words."""

    permission = ""
    template_name = "desk/clause.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """The clause of the address."""
        try:
            clause = clause_by_slug(self.kwargs["slug"])
        except UnknownFact:
            raise Http404 from None
        return super().context(**{**more, "clause": clause, "title": clause.title})


class ExamplePage(Page):
    """A worked example of a record, to be read and not changed (issue 4)."""

    permission = ""
    template_name = "desk/example.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """The example of the kind that the address names, and the others."""
        if self.kwargs["kind"] not in KINDS:
            raise Http404
        shown = example(self.kwargs["kind"])
        others = [example(kind) for kind in KINDS if kind != shown.kind]
        return super().context(**{**more, "example": shown, "others": others, "title": shown.title})


class Accessibility(Page):
    """The accessibility statement (PSBAR)."""

    public = True
    title = gettext_lazy("Accessibility statement")
    template_name = "desk/accessibility.html"


class Privacy(Page):
    """What the product does with the personal data of those who use it."""

    public = True
    title = gettext_lazy("Privacy notice")
    template_name = "desk/privacy.html"

    def context(self, **more: Any) -> dict[str, Any]:
        """Whom to ask: each force's contact."""
        contacts = Organisation.objects.exclude(contact="").values_list("name", "contact")
        return super().context(contacts=list(contacts), retention=facts("retention")["retention"].values(), **more)


class Health(Page):
    """The process answers."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """No detail."""
        return JsonResponse({"status": "ok"})


class Ready(Page):
    """The database answers and every rule laid in it stands."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """200 or 503, no detail."""
        try:
            whole = not missing_triggers(connection)
        except Exception:  # whatever is wrong with the database, this answers
            whole = False
        return JsonResponse({"status": "ok" if whole else "not ready"}, status=200 if whole else 503)


def robots(request: HttpRequest) -> HttpResponse:
    """Only what is published is for search engines."""
    return HttpResponse(
        "User-agent: *\nAllow: /publications/\nAllow: /consultations/\nDisallow: /\n", content_type="text/plain"
    )


robots.login_required = False  # type: ignore[attr-defined]
