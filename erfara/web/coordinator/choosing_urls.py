"""Choosing whom to ask, and the words the search is helped by. Part of the coordinator's pages."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import choosing, drawing, last_time, local_words, sparing, trying

urlpatterns = [
    path("forfragningar/<uuid:pk>/valj/", choosing.choose, name="choose"),
    path("forfragningar/<uuid:pk>/valj/sok/", choosing.look, name="look"),
    path("forfragningar/<uuid:pk>/forslag/", choosing.proposal, name="proposal"),
    path("forfragningar/<uuid:pk>/forslag/valj/", choosing.choose_proposed, name="choose_proposed"),
    path("forfragningar/<uuid:pk>/forslag/varfor/", choosing.say_difference, name="say_difference"),
    path("forfragningar/<uuid:pk>/forslag/prova/", trying.try_team, name="try_team"),
    path("forfragningar/<uuid:pk>/forslag/forra-gangen/", last_time.last_time, name="last_time"),
    path("forfragningar/<uuid:pk>/lotta/", drawing.draw, name="draw"),
    path("lottningar/<uuid:pk>/", drawing.drawn, name="drawn"),
    path("lottningar/<uuid:pk>/fil/", drawing.drawn_file, name="drawn_file"),
    path("lottningar/<uuid:pk>/valj/", drawing.choose_drawn, name="choose_drawn"),
    path("forfragningar/<uuid:pk>/handlar-om/", choosing.request_about, name="request_about"),
    path("forfragningar/<uuid:pk>/efterlys/", choosing.seek, name="seek"),
    path("register/<uuid:pk>/lat-vila/", sparing.spare, name="spare"),
    path("register/<uuid:pk>/fraga-igen/", sparing.end_sparing, name="end_sparing"),
    path("ord-i-sokningen/", local_words.local_words, name="local_words"),
    path("ord-i-sokningen/<uuid:pk>/ta-bort/", local_words.drop_local_word, name="drop_local_word"),
    path("efterlyst/", local_words.sought, name="sought"),
    path("efterlyst/<uuid:pk>/klart/", local_words.end_sought, name="end_sought"),
    path("register/<uuid:pk>/handlar-om/", local_words.told_about, name="told_about"),
]
