"""Addresses of the kernel's pages."""

from django.urls import path

from anpr_governance.desk.views import audit, disposals, exports, help, people, work

urlpatterns = [
    path("", work.MyWork.as_view(), name="my-work"),
    path("duties/", work.Duties.as_view(), name="duties"),
    path("notices/", work.Notices.as_view(), name="notices"),
    path("calendar/", work.CalendarAddress.as_view(), name="calendar"),
    path("calendar/<str:token>.ics", work.CalendarFeed.as_view(), name="calendar-feed"),
    path("people/", people.People.as_view(), name="people"),
    path("people/add/", people.AddAccount.as_view(), name="person-add"),
    path("people/<int:pk>/", people.PersonPage.as_view(), name="person"),
    path("people/<int:pk>/grant/", people.GrantRole.as_view(), name="person-grant"),
    path("people/<int:pk>/leave/", people.Leave.as_view(), name="person-leave"),
    path("people/<int:pk>/<int:membership>/end/", people.EndRole.as_view(), name="membership-end"),
    path("people/<int:pk>/<int:membership>/confirm/", people.ConfirmRole.as_view(), name="membership-confirm"),
    path("disposals/", disposals.Disposals.as_view(), name="disposals"),
    path("disposals/ask/", disposals.AskDisposal.as_view(), name="disposal-ask"),
    path("disposals/<int:pk>/confirm/", disposals.ConfirmDisposal.as_view(), name="disposal-confirm"),
    path("exports/<int:job>/", exports.ExportPage.as_view(), name="export"),
    path("exports/<int:job>/file/", exports.ExportFile.as_view(), name="export-file"),
    path("audit/", audit.AuditPage.as_view(), name="audit"),
    path("search/", help.Search.as_view(), name="search"),
    path("help/", help.Help.as_view(), name="help"),
    path("help/clauses/<slug:slug>/", help.ClausePage.as_view(), name="clause"),
    path("help/example/<slug:kind>/", help.ExamplePage.as_view(), name="example"),
    path("accessibility/", help.Accessibility.as_view(), name="accessibility"),
    path("privacy/", help.Privacy.as_view(), name="privacy"),
    path("cy/accessibility/", help.Accessibility.as_view(), name="accessibility-cy"),
    path("cy/privacy/", help.Privacy.as_view(), name="privacy-cy"),
    path("healthz", help.Health.as_view(), name="healthz"),
    path("readyz", help.Ready.as_view(), name="readyz"),
    path("robots.txt", help.robots, name="robots"),
]
