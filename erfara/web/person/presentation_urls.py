"""Her presentation. Included twice: on her own page, and behind a message's token."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import presentations

urlpatterns = [
    path("", presentations.presentation, name="presentation"),
    path("skriv/", presentations.write, name="write"),
    path("bild/", presentations.picture, name="picture"),
]
