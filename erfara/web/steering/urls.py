"""Figures. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.steering import hours, ordering, rows, views, who_we_are

app_name = "steering"
urlpatterns = [
    path("vilka-ar-vi/", who_we_are.who_we_are, name="who_we_are"),
    path("siffror/", views.figures, name="figures"),
    path("siffror/siffror.csv", views.as_csv, name="figures_csv"),
    path("siffror/siffror.xlsx", views.as_xlsx, name="figures_xlsx"),
    path("siffror/timmar/", hours.rows, name="hours"),
    path("siffror/rakna/", ordering.order_figures, name="order_figures"),
    path("siffror/<slug:figure>/", rows.figure_rows, name="figure_rows"),
]
