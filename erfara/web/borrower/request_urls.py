"""One request, for its borrower. Included twice: by id, and behind a message's token."""

from __future__ import annotations

from django.urls import path

from erfara.web.borrower import requests

urlpatterns = [
    path("", requests.request_page, name="request"),
    path("villkor/", requests.accept_terms, name="accept_terms"),
    path("tydligare/", requests.clarify, name="clarify"),
    path("ta-tillbaka/", requests.withdraw, name="withdraw"),
    path("efterat/", requests.follow_up, name="follow_up"),
    path("aterkoppling/", requests.feedback, name="feedback"),
]
