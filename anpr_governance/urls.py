"""Every address of the product; each app brings its own list."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("anpr_governance.desk.urls")),
    path("", include("cameras.urls")),
    path("", include("assessments.urls")),
    path("", include("reviews.urls")),
    path("", include("dpia.urls")),
]

handler400 = "anpr_governance.pages.errors.bad_request"
handler403 = "anpr_governance.pages.errors.forbidden"
handler404 = "anpr_governance.pages.errors.not_found"
handler500 = "anpr_governance.pages.errors.server_error"
