"""The page of one's own. Included under /<slug>/mitt/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.own import home

app_name = "own_peer"
urlpatterns = [
    path("", home.home, name="home"),
    path("bli-glomd/", home.leave, name="leave"),
    path("stanna/", home.stay, name="stay"),
]
