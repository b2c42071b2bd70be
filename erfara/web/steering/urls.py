"""Figures. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.steering import effects, hours, views, who_we_are

app_name = "steering"
urlpatterns = [
    path("vilka-ar-vi/", who_we_are.who_we_are, name="who_we_are"),
    path("siffror/", views.figures, name="figures"),
    path("siffror/ledde-till/", effects.rows, name="effects"),
    path("siffror/timmar/", hours.rows, name="hours"),
    path("siffror/<slug:figure>/", views.figure_rows, name="figure_rows"),
]
