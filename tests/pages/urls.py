"""The addresses of the tests' own record, with sign-in and the error pages of the product."""

from django.urls import include, path

from anpr_governance.desk.views import exports
from tests.pages import papers

handler400 = "anpr_governance.pages.errors.bad_request"
handler403 = "anpr_governance.pages.errors.forbidden"
handler404 = "anpr_governance.pages.errors.not_found"
handler500 = "anpr_governance.pages.errors.server_error"

urlpatterns = [
    path("papers/", papers.Papers.as_view(), name="papers"),
    path("papers/new/", papers.NewPaper.as_view(), name="new_paper"),
    path("papers/<str:ref>/", papers.PaperPage.as_view(), name="paper"),
    path("papers/<str:ref>/edit/", papers.EditPaper.as_view(), name="edit_paper"),
    path("papers/<str:ref>/step/<str:name>/", papers.PaperStep.as_view(), name="paper_step"),
    path("open/", papers.Open.as_view(), name="open"),
    path("broken/", papers.Broken.as_view(), name="broken"),
    path("exports/<int:job>/", exports.ExportPage.as_view(), name="export"),
    path("exports/<int:job>/file/", exports.ExportFile.as_view(), name="export-file"),
    path("accounts/", include("allauth.urls")),
]
