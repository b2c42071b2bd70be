"""Choosing whom to ask, and the words the search is helped by. Part of the coordinator's pages."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import choosing, own_words

urlpatterns = [
    path("forfragningar/<uuid:pk>/valj/", choosing.choose, name="choose"),
    path("forfragningar/<uuid:pk>/valj/sok/", choosing.look, name="look"),
    path("forfragningar/<uuid:pk>/forslag/", choosing.proposal, name="proposal"),
    path("forfragningar/<uuid:pk>/forslag/valj/", choosing.choose_proposed, name="choose_proposed"),
    path("forfragningar/<uuid:pk>/forslag/varfor/", choosing.say_difference, name="say_difference"),
    path("forfragningar/<uuid:pk>/handlar-om/", choosing.request_about, name="request_about"),
    path("forfragningar/<uuid:pk>/efterlys/", choosing.seek, name="seek"),
    path("ord/", own_words.own_words, name="own_words"),
    path("ord/<uuid:pk>/ta-bort/", own_words.drop_own_word, name="drop_own_word"),
    path("efterlyst/", own_words.sought, name="sought"),
    path("efterlyst/<uuid:pk>/klart/", own_words.end_sought, name="end_sought"),
    path("register/<uuid:pk>/handlar-om/", own_words.told_about, name="told_about"),
]
