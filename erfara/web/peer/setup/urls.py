"""The programme itself. Included under /arbete/<slug>/program/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.setup import days, figures, home, parties, settings

app_name = "setup"
urlpatterns = [
    path("", home.home, name="home"),
    path("lage/", figures.figures, name="figures"),
    path("modell/", settings.model, name="model"),
    path("pengar/", settings.money, name="money"),
    path("plan/", settings.plan, name="plan"),
    path("intyg/", settings.certificates, name="certificates"),
    path("om/", settings.about, name="about"),
    path("par/", settings.pair, name="pair"),
    path("mal/nytt/", settings.new_goal, name="new_goal"),
    path("mal/<uuid:pk>/", settings.change_goal, name="change_goal"),
    path("mal/<uuid:pk>/slapp/", settings.drop_goal, name="drop_goal"),
    path("parter/", parties.parties, name="parties"),
    path("parter/ny/", parties.new_party, name="new_party"),
    path("parter/<uuid:pk>/", parties.party, name="party"),
    path("parter/<uuid:pk>/avsluta/", parties.end_party, name="end_party"),
    path("grupp/ny/", parties.new_member, name="new_member"),
    path("grupp/<uuid:pk>/lamna/", parties.leave_group, name="leave_group"),
    path("dagar/", days.days, name="days"),
    path("dagar/ny/", days.new_day, name="new_day"),
    path("dagar/<uuid:pk>/", days.day, name="day"),
    path("dagar/<uuid:pk>/andra/", days.change_day, name="change_day"),
    path("dagar/<uuid:pk>/ta-bort/", days.uninvite, name="uninvite"),
    path("dagar/<uuid:pk>/kom/", days.hold_day, name="hold_day"),
    path("dagar/<uuid:pk>/stall-in/", days.call_off, name="call_off"),
]
