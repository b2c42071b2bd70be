"""Addresses of certificates, for the lead and the issuer."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.certificates import staff

app_name = "certificates"
urlpatterns = [
    path("", staff.home, name="home"),
    path("foresla/", staff.propose_all, name="propose_all"),
    path("foresla/<uuid:pk>/", staff.propose, name="propose"),
    path("inget/<uuid:pk>/", staff.none, name="none"),
    path("<uuid:pk>/", staff.one, name="one"),
    path("<uuid:pk>/skyddad/", staff.open_protected, name="open_protected"),
    path("<uuid:pk>/pdf/", staff.as_pdf, name="pdf"),
    path("<uuid:pk>/utfarda/", staff.issue, name="issue"),
    path("<uuid:pk>/fraga/", staff.turn_back, name="turn_back"),
    path("<uuid:pk>/svara/", staff.propose_again, name="propose_again"),
    path("<uuid:pk>/inget/", staff.let_go, name="let_go"),
    path("<uuid:pk>/aterkalla/", staff.revoke, name="revoke"),
    path("fornya/<uuid:pk>/", staff.renew, name="renew"),
    path("fornya/<uuid:pk>/nej/", staff.decline, name="decline"),
]
