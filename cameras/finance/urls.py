"""The addresses of a comparison with finance, under `/assets/`; listed before `assets/<ref>/`."""

from django.urls import path

from cameras.finance import views

urlpatterns = [
    path("assets/reconcile/", views.Reconcile.as_view(), name="reconcile"),
    path("assets/reconcile/<int:job>/", views.Differences.as_view(), name="differences"),
    path("assets/reconcile/difference/<str:ref>/", views.DifferencePage.as_view(), name="difference"),
]
