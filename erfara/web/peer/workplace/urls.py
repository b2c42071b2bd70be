"""One workplace, for those who speak for it. Included twice: by id, and behind a token."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.workplace import views

urlpatterns = [
    path("", views.page, name="page"),
    path("lista/<str:key>/", views.item, name="item"),
    path("galler/", views.still_so, name="still_so"),
    path("svar/", views.answer, name="answer"),
    path("chef/", views.manager, name="manager"),
    path("chef-slutat/", views.manager_left, name="manager_left"),
    path("kontaktperson/", views.contact, name="contact"),
    path("behandlare/", views.clinician, name="clinician"),
    path("sluta/", views.want_out, name="want_out"),
]
