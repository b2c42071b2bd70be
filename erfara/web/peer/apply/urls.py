"""What anybody may read about rounds, and the first page of an application."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.apply import views

app_name = "apply"
urlpatterns = [
    path("", views.start, name="start"),
    path("tack/", views.done, name="done"),
    path("<uuid:pk>/", views.about, name="round"),
    path("<uuid:pk>/borja/", views.begin, name="begin"),
    path("<uuid:pk>/pa-papper/", views.paper, name="paper"),
]
