"""One record: what it is, its thread, what can happen next."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from anpr_governance.pages.views.base import AsAt, RecordPage


@dataclass(frozen=True)
class ThreadStep:
    """One step of the thread: `mark` is an icon (done, gap, here, ahead, waits), `words` its line of state."""

    name: Any
    mark: str
    words: Any = ""
    label: Any = ""
    href: str = ""


@dataclass(frozen=True)
class GapNote:
    """What is missing on the thread, since when and why, the clause, and the button that mends it."""

    title: Any
    sentence: Any = ""
    clause: str = ""
    href: str = ""
    button: Any = ""


@dataclass(frozen=True)
class SubPage:
    """One word of the record's sub-navigation."""

    label: Any
    href: str
    count: int | None = None
    here: bool = False


class DetailPage(AsAt, RecordPage):
    """A record's page. Hooks: `thread`, `gaps`, `facts`, `subpages`, `extra`; the app's template fills `sections`."""

    kind: ClassVar[str] = "detail"
    kicker: Any = ""

    def template_names(self) -> list[str]:
        """The app's template, else the generic one."""
        return [self.template_name, self.own_template(self.kind), "pages/detail.html"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the record, today or as it stood."""
        self.object = self.record()
        return self.render(**self.shown())

    def shown(self) -> dict[str, Any]:
        """What the template is given about the record."""
        obj = self.object
        return {
            "object": obj,
            "title": self.title or getattr(obj, "title", "") or str(obj),
            "marking": getattr(obj, "marking", self.marking),
            "on": self.on,
            "is_today": self.is_today,
            "as_at_error": self.asked_day[1],
            "offers": self.offers(),
            "others": obj.others(self.person) if self.is_today and hasattr(obj, "others") else [],
            "thread": self.thread(),
            "gaps": self.gaps(),
            "facts": self.facts(),
            "subpages": self.subpages(),
            **self.extra(),
        }

    def offers(self) -> list[Any]:
        """The steps that the person's roles include: ordinary ones first, grave ones last."""
        if not self.is_today or not hasattr(self.object, "offers"):
            return []
        return sorted(self.object.offers(self.person, self.today), key=lambda o: (o.grave, not o.allowed))

    def thread(self) -> list[ThreadStep]:
        """The record's thread as it stood on the day shown."""
        return self.object.thread(self.on) if hasattr(self.object, "thread") else []

    def gaps(self) -> list[GapNote]:
        """The notes under the thread."""
        return []

    def facts(self) -> list[tuple[Any, Any]]:
        """Label and value of the facts beside the sections."""
        return []

    def subpages(self) -> list[SubPage]:
        """The sub-navigation of the record."""
        return []

    def extra(self) -> dict[str, Any]:
        """Anything else that the app's template reads."""
        return {}
