"""The pages of one request on its way, behind its token. Included under /<slug>/lana/<token>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.public import borrow

app_name = "borrow"
urlpatterns = [
    path("uppgifter/", borrow.tasks, name="tasks"),
    path("vad/", borrow.task, {"name": "about"}, name="about"),
    path("vilka/", borrow.task, {"name": "whom"}, name="whom"),
    path("hur/", borrow.task, {"name": "how"}, name="how"),
    path("redo/", borrow.task, {"name": "ready"}, name="ready"),
    path("inflytande/", borrow.task, {"name": "say"}, name="say"),
    path("vem/", borrow.task, {"name": "who"}, name="who"),
    path("villkor/", borrow.terms_page, name="terms"),
    path("kolla/", borrow.check, name="check"),
    path("kasta/", borrow.throw_away, name="throw_away"),
    path("lank/", borrow.way_back, name="way_back"),
]
