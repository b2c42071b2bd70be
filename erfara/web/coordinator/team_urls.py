"""Deciding about a team, calling, and finding somebody in another's place."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import calls, replacing, teams

urlpatterns = [
    path("forfragningar/<uuid:pk>/laget/", teams.team, name="team"),
    path("forfragningar/<uuid:pk>/samtal/", calls.calls, name="calls"),
    path("fragor/<uuid:pk>/ringt/", calls.called, name="called"),
    path("fragor/<uuid:pk>/vantelista/", teams.wait, name="wait"),
    path("fragor/<uuid:pk>/av-vantelistan/", teams.leave_list, name="leave_list"),
    path("deltar/<uuid:pk>/utanfor/", teams.change_outside, name="change_outside"),
    path("lan/<uuid:pk>/nagon-annan/", replacing.replace, name="replace"),
    path("lan/<uuid:pk>/nagon-annan/racker/", replacing.enough, name="enough"),
    path("lan/<uuid:pk>/nagon-annan/langre/", replacing.look_on, name="look_on"),
    path("fragor/<uuid:pk>/i-stallet/", replacing.ask_instead, name="ask_instead"),
    path("fragor/<uuid:pk>/kommer/", replacing.comes, name="comes"),
    path("fragor/<uuid:pk>/kommer-inte/", replacing.cannot_come, name="cannot_come"),
]
