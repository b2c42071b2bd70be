"""Pages around a file with a register. Part of the coordinator's."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import imports, imports_rows

urlpatterns = [
    path("register/import/", imports.all_imports, name="imports"),
    path("register/import/<uuid:pk>/", imports.one, name="import"),
    path("register/import/<uuid:pk>/flik/", imports.sheet, name="import_sheet"),
    path("register/import/<uuid:pk>/kolumner/", imports.columns_page, name="import_columns"),
    path("register/import/<uuid:pk>/andra/", imports.describe_again, name="import_describe"),
    path("register/import/<uuid:pk>/rader/", imports_rows.rows, name="import_rows"),
    path("register/import/<uuid:pk>/rader/<int:number>/", imports_rows.row, name="import_row"),
    path("register/import/<uuid:pk>/tomt/", imports_rows.forgive, name="import_forgive"),
    path("register/import/<uuid:pk>/skriv-in/", imports.confirm, name="import_confirm"),
    path("register/import/<uuid:pk>/fortsatt/", imports.go_on, name="import_go_on"),
    path("register/import/<uuid:pk>/radera/", imports.erase, name="import_erase"),
    path("register/import/<uuid:pk>/fil/", imports.file, name="import_file"),
    path("register/import/<uuid:pk>/ring/", imports.phone, name="import_phone"),
    path("register/<uuid:pk>/sager-ja/", imports.agree, name="import_agree"),
]
