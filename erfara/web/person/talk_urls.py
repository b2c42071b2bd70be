"""One talk, as its person sees it: included under her page and under its link."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import talks

urlpatterns = [
    path("", talks.talk, name="talk"),
    path("kalender/", talks.talk_calendar, name="calendar"),
    path("kan-inte/", talks.call_off, name="call_off"),
]
