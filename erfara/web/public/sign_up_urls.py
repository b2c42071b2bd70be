"""The pages of one sign-up, behind its own token. Included under /<slug>/anmalan/<token>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.public import sign_up

app_name = "sign_up"
urlpatterns = [
    path("namn/", sign_up.step, {"name": "name"}, name="name"),
    path("na-dig/", sign_up.step, {"name": "reach"}, name="reach"),
    path("beratta/", sign_up.step, {"name": "told"}, name="told"),
    path("hittade-hit/", sign_up.step, {"name": "found"}, name="found"),
    path("kolla/", sign_up.check, name="check"),
    path("kasta/", sign_up.throw_away, name="throw_away"),
    path("lank/", sign_up.way_back, name="way_back"),
]
