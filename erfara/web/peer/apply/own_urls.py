"""The pages of one's own application: signed in by id, or through a message's link by token."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.apply import own

urlpatterns = [
    path("", own.candidacy, name="candidacy"),
    path("dra-tillbaka/", own.withdraw, name="withdraw"),
    path("kan-inte/", own.call_off, name="call_off"),
    path("tid/", own.own_calendar, name="calendar"),
]
