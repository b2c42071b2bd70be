"""The workplaces of one who speaks for some. Included under /<slug>/min-arbetsplats/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.workplace import home

app_name = "my_workplaces"
urlpatterns = [path("", home.home, name="home")]
