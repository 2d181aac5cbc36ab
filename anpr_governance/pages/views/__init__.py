"""The generic pages: a view of an app is one of these with a few lines of its own."""

from anpr_governance.pages.views.asking import AskingPage
from anpr_governance.pages.views.base import AsAt, Page, RecordPage
from anpr_governance.pages.views.details import DetailPage, GapNote, SubPage, ThreadStep
from anpr_governance.pages.views.edits import CreatePage, EditPage
from anpr_governance.pages.views.lists import ListPage
from anpr_governance.pages.views.public import PublicPage
from anpr_governance.pages.views.steps import StepPage

__all__ = [
    "AsAt",
    "AskingPage",
    "CreatePage",
    "DetailPage",
    "EditPage",
    "GapNote",
    "ListPage",
    "Page",
    "PublicPage",
    "RecordPage",
    "StepPage",
    "SubPage",
    "ThreadStep",
]
