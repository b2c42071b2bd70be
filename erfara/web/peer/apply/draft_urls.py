"""The pages of one application, behind its own token. Included under /<slug>/ansok/<token>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.apply import views

app_name = "application"
urlpatterns = [
    path("namn/", views.step, {"name": "name"}, name="name"),
    path("na-dig/", views.step, {"name": "reach"}, name="reach"),
    path("varfor/", views.step, {"name": "why"}, name="why"),
    path("ditt-eget/", views.step, {"name": "own"}, name="own"),
    path("arbetet/", views.step, {"name": "work"}, name="work"),
    path("hittade-hit/", views.step, {"name": "found"}, name="found"),
    path("kolla/", views.check, name="check"),
    path("kasta/", views.throw_away, name="throw_away"),
    path("lank/", views.way_back, name="way_back"),
]
