"""The product's addresses and those of the tests' own record."""

from django.urls import path

from anpr_governance.urls import handler400, handler403, handler404, handler500
from anpr_governance.urls import urlpatterns as product
from tests.pages import papers

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("papers/", papers.Papers.as_view(), name="papers"),
    path("papers/new/", papers.NewPaper.as_view(), name="new_paper"),
    path("papers/<str:ref>/", papers.PaperPage.as_view(), name="paper"),
    path("papers/<str:ref>/edit/", papers.EditPaper.as_view(), name="edit_paper"),
    path("papers/<str:ref>/step/<str:name>/", papers.PaperStep.as_view(), name="paper_step"),
    path("open/", papers.Open.as_view(), name="open"),
    path("broken/", papers.Broken.as_view(), name="broken"),
    *product,
]
