"""A person's consents. Included twice: on her own page, and behind a letter's token."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import consents

urlpatterns = [
    path("", consents.consents, name="consents"),
    path("<slug:purpose>/", consents.one, name="one"),
]
