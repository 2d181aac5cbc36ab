"""Addresses of reviews."""

from django.urls import path

from reviews import views

urlpatterns = [
    path("reviews/", views.ReviewList.as_view(), name="reviews"),
    path("reviews/confirm/", views.BulkConfirm.as_view(), name="reviews-confirm"),
    path("reviews/plan/", views.Plans.as_view(), name="plans"),
    path("reviews/plan/<str:ref>/", views.PlanPage.as_view(), name="plan"),
    path("reviews/plan/<str:ref>/step/<str:name>/", views.PlanStep.as_view(), name="plan-step"),
    path("reviews/<str:ref>/", views.ReviewPage.as_view(), name="review"),
    path("reviews/<str:ref>/question/<slug:question>/", views.QuestionPage.as_view(), name="review-question"),
    path("reviews/<str:ref>/recommendation/", views.RecommendationPage.as_view(), name="review-recommendation"),
    path("reviews/<str:ref>/step/<str:name>/", views.ReviewStep.as_view(), name="review-step"),
    path("sites/<str:ref>/review/", views.SiteReview.as_view(), name="site-review"),
]
