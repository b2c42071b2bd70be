"""The handbook. Included under /arbete/<slug>/handbok/."""

from __future__ import annotations

from django.urls import path

from erfara.web.handbook import views

app_name = "handbook"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("<slug:key>/", views.guide, name="guide"),
]
