"""Recruitment, for staff. Included under /arbete/<slug>/rekrytering/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.recruiting import candidates, interviews, rounds

app_name = "recruiting"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path("ny/", rounds.new_round, name="new_round"),
    path("mina-intervjuer/", interviews.mine, name="mine"),
    path("mina-intervjuer/<uuid:pk>/", interviews.interview, name="interview"),
    path("mina-intervjuer/<uuid:pk>/anteckna/", interviews.write, name="note"),
    path("mina-intervjuer/<uuid:pk>/kalender/", interviews.own_calendar, name="own_calendar"),
    path("sokande/<uuid:pk>/", candidates.candidate, name="candidate"),
    path("sokande/<uuid:pk>/skyddad/", candidates.open_protected, name="open_protected"),
    path("sokande/<uuid:pk>/skydda/", candidates.protect, name="protect"),
    path("sokande/<uuid:pk>/avsluta-skydd/", candidates.end_protection, name="end_protection"),
    path("sokande/<uuid:pk>/vidare/", candidates.screen, name="screen"),
    path("sokande/<uuid:pk>/boka/", interviews.book, name="book"),
    path("sokande/<uuid:pk>/foresla/<slug:outcome>/", candidates.propose, name="propose"),
    path("sokande/<uuid:pk>/besluta/", candidates.agree, name="agree"),
    path("sokande/<uuid:pk>/tank-om/", candidates.take_back, name="take_back"),
    path("sokande/<uuid:pk>/har-fatt-veta/", candidates.told, name="told"),
    path("sokande/<uuid:pk>/drar-tillbaka/", candidates.withdraw, name="withdraw"),
    path("intervju/<uuid:pk>/andra/", interviews.change, name="change_interview"),
    path("intervju/<uuid:pk>/stall-in/", interviews.call_off, name="call_off"),
    path("intervju/<uuid:pk>/blev-av/", interviews.hold, name="hold"),
    path("intervju/<uuid:pk>/blev-inte-av/", interviews.miss, name="miss"),
    path("intervju/<uuid:pk>/utan/", interviews.go_without, name="go_without"),
    path("intervju/<uuid:pk>/kalender/", interviews.calendar, name="calendar"),
    path("anteckning/<uuid:pk>/lamna-over/", interviews.hand_over, name="hand_over"),
    path("<uuid:pk>/", rounds.show, name="round"),
    path("<uuid:pk>/andra/", rounds.change_round, name="change_round"),
    path("<uuid:pk>/annonsera/", rounds.announce, name="announce"),
    path("<uuid:pk>/stang/", rounds.close_round, name="close_round"),
    path("<uuid:pk>/kasta/", rounds.drop_round, name="drop_round"),
    path("<uuid:pk>/skriv-in/", rounds.take_down, name="take_down"),
]
