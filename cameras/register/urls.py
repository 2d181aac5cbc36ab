"""The addresses of import and export, under `/sites/`; `listed` is the list page whose filters an export follows."""

from typing import Any

from django.urls import URLPattern, path

from cameras.register import views


def addresses(listed: Any = None) -> list[URLPattern]:
    """To be listed before `sites/<ref>/`."""
    at = "sites/import/<int:job>/"
    exports = [
        path(f"sites/export.{form}", views.RegisterFile.as_view(listed=listed, form=form), name=f"site_export_{form}")
        for form in ("csv", "xlsx")
    ]
    return [
        *exports,
        path("sites/import/", views.ImportPage.as_view(), name="site_import"),
        path(at, views.JobPage.as_view(), name="site_import_job"),
        path(f"{at}mapping/", views.SourcePage.as_view(), name="site_import_mapping"),
        path(f"{at}columns/", views.ColumnsPage.as_view(), name="site_import_columns"),
        path(f"{at}values/", views.ValuesPage.as_view(), name="site_import_values"),
        path(f"{at}refused.csv", views.RefusedRows.as_view(), name="site_import_refused"),
        path(f"{at}mapping.toml", views.MappingFile.as_view(), name="site_import_toml"),
    ]
