"""Somebody's own place on a course. Included twice: on her own page by id, and behind a message's
token."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.training import own

urlpatterns = [
    path("", own.place, name="place"),
    path("svar/", own.answer, name="answer"),
    path("tider/", own.times, name="times"),
    path("etik/", own.ethics, name="ethics"),
    path("lamna/", own.leave, name="leave"),
]
# How it ended is read signed in.
signed_in = [*urlpatterns, path("last/", own.read, name="read")]
