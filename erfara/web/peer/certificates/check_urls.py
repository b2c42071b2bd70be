"""Where anybody checks a certificate."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.certificates import check

app_name = "check"
urlpatterns = [
    path("", check.ask, name="ask"),
    path("<str:code>/", check.certificate, name="certificate"),
]
