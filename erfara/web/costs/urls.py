"""Costs. Included under /arbete/<slug>/kostnader/."""

from __future__ import annotations

from django.urls import path

from erfara.web.costs import budget, from_loans, results, saving, scenarios, uppsala, values

app_name = "costs"
urlpatterns = [
    path("", scenarios.all_scenarios, name="all"),
    path("nytt/", scenarios.start, name="start"),
    path("nytt/fil/", scenarios.read_file, name="read_file"),
    path("jamfor/", results.compare, name="compare"),
    path("uppsala/", uppsala.uppsala, name="uppsala"),
    path("<uuid:pk>/", results.scenario, name="scenario"),
    path("<uuid:pk>/osakerhet/", results.uncertainty, name="uncertainty"),
    path("<uuid:pk>/effekter/", results.effects, name="effects"),
    path("<uuid:pk>/budget/", budget.budget, name="budget"),
    path("<uuid:pk>/budget/<int:year>/", budget.outcome, name="outcome"),
    path("<uuid:pk>/budget/<int:year>/fran-lanen/", from_loans.from_loans, name="from_loans"),
    path("<uuid:pk>/grund/", values.basics, name="basics"),
    path("<uuid:pk>/delar/<str:section>/", values.section, name="section"),
    path("<uuid:pk>/delar/<str:section>/ny/", values.new_row_page, name="new_row"),
    path("<uuid:pk>/delar/<str:section>/rad/<str:key>/", values.row, name="row"),
    path("<uuid:pk>/delar/<str:section>/rad/<str:key>/bort/", values.remove_row, name="remove_row"),
    path("<uuid:pk>/bada/", saving.both, name="both"),
    path("<uuid:pk>/versioner/", scenarios.versions, name="versions"),
    path("<uuid:pk>/versioner/namn/", scenarios.name_version, name="name_version"),
    path("<uuid:pk>/versioner/<int:number>/", scenarios.version, name="version"),
    path("<uuid:pk>/versioner/<int:number>/tillbaka/", scenarios.go_back, name="go_back"),
    path("<uuid:pk>/undan/", scenarios.put_away, name="put_away"),
    path("<uuid:pk>/fram/", scenarios.take_out, name="take_out"),
    path("<uuid:pk>/kopia/", scenarios.copy, name="copy"),
    path("<uuid:pk>/excel/", scenarios.xlsx, name="xlsx"),
    path("<uuid:pk>/pdf/", scenarios.pdf, name="pdf"),
    path("<uuid:pk>/fil/", scenarios.file, name="file"),
]
