"""The product's addresses, and beside them what they are measured against."""

from django.urls import path

from anpr_governance.urls import urlpatterns as product
from bench.admin import site
from bench.unscoped import Unscoped

urlpatterns = [*product, path("admin/", site.urls), path("unscoped/", Unscoped.as_view())]
