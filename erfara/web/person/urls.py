"""A person's own pages. Included under /<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import views

app_name = "person"
urlpatterns = [
    path("min-sida/", views.home, name="home"),
    path("min-sida/vem-har-sett/", views.log, name="log"),
    path("min-sida/samtycken/<slug:purpose>/", views.withdraw_consent, name="withdraw_consent"),
    path("min-sida/pausa/", views.pause, name="pause"),
    path("min-sida/fortsatt/", views.resume, name="resume"),
    path("min-sida/lamna/", views.leave, name="leave"),
    path("min-sida/stanna/", views.stay, name="stay"),
    path("besked/<str:token>/", views.word, name="word"),
]
