"""A list: filter, sort, search, page, export; the filter is in the address, the count means something."""

from typing import IO, Any, ClassVar

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from anpr_governance.pages import exports, filters
from anpr_governance.pages.exporting import Counted, Exporting
from anpr_governance.pages.filters import Counts, Filter
from anpr_governance.pages.kept import SHELF, key_of
from anpr_governance.pages.paging import Keyset, Slice, first_page
from anpr_governance.pages.tables import Table
from anpr_governance.pages.views.base import Page
from anpr_governance.workflow.querysets import REFERENCE

NO_COUNTS = Counts(0, 0, ())


class ListPage(Exporting, Page):
    """Rows of one model that the person may see, through `Model.objects.visible_to(user)`."""

    model: ClassVar[Any]
    table: ClassVar[type[Table]]
    filters: ClassVar[tuple[Filter, ...]] = ()
    search: ClassVar[tuple[str, ...]] = ()
    sort: ClassVar[str] = "pk"
    size: ClassVar[int] = 50
    counted: ClassVar[bool] = True
    exports: ClassVar[tuple[str, ...]] = ()
    noun: Any = ""
    empty: Any = ""
    kicker: Any = ""
    actions: ClassVar[tuple[tuple[Any, str, str], ...]] = ()
    """`(label, url name, permission)` of the buttons above the list."""

    def template_names(self) -> list[str]:
        """The app's template, else the generic one."""
        own = f"{self.model._meta.app_label}/{self.model._meta.model_name}_list.html"
        return [self.template_name, own, "pages/list.html"]

    def records(self) -> Any:
        """The rows that the person may see; an app narrows here what the list is about."""
        return self.model.objects.visible_to(self.person)

    def shown(self, queryset: Any) -> Any:
        """What the rows need beside their own columns (`select_related`, `only`, annotations): not for counting."""
        return queryset

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the same rows as a file."""
        if "export" in request.GET:
            return self.export(request.GET["export"])
        return self.render(**self.listed())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The button by which a worker is asked for the file of a long list; a list takes nothing else."""
        return self.get(request, *args, **kwargs)

    # Which rows

    @cached_property
    def q(self) -> str:
        """What is looked for."""
        return filters.clean(self.request.GET.get("q", "").strip())

    @cached_property
    def found(self) -> Any:
        """Rows after the search, before the filters."""
        rows = self.records()
        return rows.filter(self.matching(self.q)) if self.q and self.search else rows

    def matching(self, q: str) -> Q:
        """Every word in one of the `search` fields; or the product's own reference, typed whole."""
        whole = Q()
        for word in q.split()[:8]:
            one = Q()
            for path in self.search:
                one |= Q(**{f"{path}__icontains": word})
            whole &= one
        if known := REFERENCE.match(q.upper()):
            whole |= Q(organisation__code=known["code"], number=int(known["number"]))
        return whole

    @cached_property
    def rows(self) -> Any:
        """Rows that the address asks for."""
        return filters.narrowed(self.found, self.filters, self.request.GET, self.today)

    @cached_property
    def sorted_by(self) -> str:
        """The sort of the address where it is one of the table's, else the list's own."""
        asked = self.request.GET.get("sort", "")
        return asked if asked.lstrip("-") in self.table().sorts() and not asked.startswith("--") else self.sort

    @cached_property
    def counts(self) -> Counts:
        """Totals and facets, one statement; none for a list that is too long to count."""
        if not self.counted:
            return NO_COUNTS
        counting = filters.Counting(self.filters, self.request.GET, self.today)
        return counting.counts(SHELF.rows(key_of(self, "counts"), lambda: counting.statement(self.found)))

    # What is shown

    def listed(self) -> dict[str, Any]:
        """What the template is given."""
        table, cut = self.table(), self.slice()
        return {
            "table": table,
            "heads": [self.head(column) for column in table.columns],
            "body": table.html(cut.rows),
            "shown": cut,
            "last_row": cut.start + len(cut.rows) - 1,
            "counts": self.counts,
            "chips": self.chips(),
            "q": self.q,
            "paging": self.paging(cut),
            "files": [(name.upper(), filters.query(self.request.GET, export=name)) for name in self.exports],
            "actions": [(label, name) for label, name, codename in self.actions if self.opens(codename)],
            "kept": [("sort", self.sorted_by)] if "sort" in self.request.GET else [],
        }

    def opens(self, codename: str) -> bool:
        """Whether the person's roles give `codename` anywhere."""
        return not codename or bool(self.person.organisations_where(codename))

    def slice(self) -> Slice:
        """The page of rows, cut by key."""
        rows_of = self.table().rows_of
        key = key_of(self, "rows")
        if key is not None:
            return first_page(SHELF.rows(key, lambda: self.keyset().first(rows_of)), self.size)
        return self.keyset().slice(self.request.GET, rows_of, self.counts.total if self.counted else None)

    def keyset(self) -> Keyset:
        """The rows in their order."""
        return Keyset(self.shown(self.rows), self.sorted_by, self.size)

    def head(self, column: Any) -> dict[str, Any]:
        """A column's head: its label, and where its sort link leads."""
        if not column.sort:
            return {"label": column.label, "css": column.css}
        way = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.sorted_by, "none")
        other = f"-{column.sort}" if way == "ascending" else column.sort
        return {
            "label": column.label,
            "css": column.css,
            "way": way,
            "href": filters.query(self.request.GET, sort=other),
        }

    def chips(self) -> list[dict[str, Any]]:
        """What narrows the list now, each with the address without it."""
        found = [{"words": f"“{self.q}”", "href": filters.query(self.request.GET, q=None)}] if self.q else []
        for group in self.counts.groups:
            ticked = [choice for choice in group.choices if choice.ticked]
            if not ticked and not (group.value and not group.error):
                continue
            words = _("%(n)s of %(all)s") % {"n": len(ticked), "all": len(group.choices)} if ticked else group.value
            one = str(ticked[0].label) if len(ticked) == 1 else words
            href = filters.query(self.request.GET, **{group.name: None})
            found.append({"words": f"{group.label}: {one}", "href": href})
        return found

    def paging(self, cut: Slice) -> dict[str, str]:
        """The addresses of the pages beside this one."""
        address = self.request.GET
        links: dict[str, str] = {}
        if cut.before:
            links |= {"first": filters.query(address), "before": filters.query(address, before=cut.before)}
        if cut.after:
            links |= {"after": filters.query(address, after=cut.after), "last": filters.query(address, page="last")}
        return links

    def export(self, name: str) -> HttpResponseBase:
        """The rows of the address as a file."""
        if name not in self.exports:
            raise Http404
        return self.exported(name)

    def file_name(self, form: str) -> str:
        """What is listed, and the day."""
        return f"{self.model._meta.model_name}-{self.today.isoformat()}.{form}"

    def file_rows(self) -> Any:
        """The rows of the address."""
        return self.rows

    def write_file(self, form: str, file: IO[bytes], counted: Counted = iter) -> None:
        """Their cells, by the columns of the table."""
        table = self.table()
        rows = table.rows_of(self.keyset().ordered()).iterator(chunk_size=exports.CHUNK)
        exports.WRITERS[form](table, counted(rows), file)
