"""One party's answer. Included twice: by id, and behind a token."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.duties import own

urlpatterns = [
    path("", own.answer, name="answer"),
    path("pdf/", own.as_pdf, name="pdf"),
]
