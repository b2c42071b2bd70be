"""Figures. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.steering import views

app_name = "steering"
urlpatterns = [
    path("siffror/", views.figures, name="figures"),
    path("siffror/<slug:figure>/", views.figure_rows, name="figure_rows"),
]
