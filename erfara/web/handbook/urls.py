"""The handbook. Included under /arbete/<slug>/handbok/."""

from __future__ import annotations

from django.urls import path

from erfara.web.handbook import first_week, views

app_name = "handbook"
urlpatterns = [
    path("", views.contents, name="contents"),
    path("forsta-veckan/undan/", first_week.put_away, name="put_away"),
    path("<slug:key>/", views.guide, name="guide"),
]
