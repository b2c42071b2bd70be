"""One certificate, as its holder sees it: included under her page and under a message's link."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.certificates import own

urlpatterns = [
    path("", own.certificate, name="certificate"),
    path("pdf/", own.as_pdf, name="pdf"),
]
