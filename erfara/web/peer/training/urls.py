"""Courses, under /arbete/<slug>/utbildning/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.training import cohorts, places, presence, sessions, templates

app_name = "training"
urlpatterns = [
    path("", cohorts.home, name="home"),
    path("ny/", cohorts.new, name="new"),
    path("siffror/", cohorts.numbers, name="numbers"),
    path("mallar/", templates.templates, name="templates"),
    path("mallar/<slug:key>/", templates.template, name="template"),
    path("mallar/<slug:key>/andra/", templates.change_template, name="change_template"),
    path("mallar/<slug:key>/del/", templates.new_module, name="new_module"),
    path("mallar/<slug:key>/del/<int:number>/", templates.module, name="module"),
    path("mallar/<slug:key>/del/<int:number>/tid/<int:time>/", templates.slot, name="slot"),
    path("etik/", templates.ethics, name="ethics"),
    path("<uuid:pk>/", cohorts.cohort, name="cohort"),
    path("<uuid:pk>/andra/", cohorts.change, name="change"),
    path("<uuid:pk>/ge-platser/", cohorts.open_cohort, name="open"),
    path("<uuid:pk>/borja/", cohorts.start, name="start"),
    path("<uuid:pk>/stall-in/", cohorts.cancel, name="cancel"),
    path("<uuid:pk>/kalender/", cohorts.calendar, name="calendar"),
    path("<uuid:pk>/platser/", places.offer, name="offer"),
    path("<uuid:pk>/lagg-till/", places.add_person, name="add_person"),
    path("<uuid:pk>/grupp/", places.add_group, name="add_group"),
    path("grupper/<uuid:pk>/bort/", places.drop_group, name="drop_group"),
    path("<uuid:pk>/tid/", sessions.add, name="add_session"),
    path("tider/<uuid:pk>/andra/", sessions.change, name="change_session"),
    path("tider/<uuid:pk>/stall-in/", sessions.cancel, name="cancel_session"),
    path("tider/<uuid:pk>/ta-igen/", sessions.make_up, name="make_up_session"),
    path("tider/<uuid:pk>/narvaro/", presence.presence, name="presence"),
    path("narvaro/<uuid:pk>/tagit-igen/", presence.made_up, name="made_up"),
    path("plats/<uuid:pk>/", places.place, name="place"),
    path("plats/<uuid:pk>/skyddad/", places.open_protected, name="open_protected"),
    path("plats/<uuid:pk>/skydda/", places.protect, name="protect"),
    path("plats/<uuid:pk>/avsluta-skydd/", places.end_protection, name="end_protection"),
    path("plats/<uuid:pk>/svar/", places.answer, name="answer"),
    path("plats/<uuid:pk>/lamna/", places.leave, name="leave"),
    path("plats/<uuid:pk>/etik/", places.signed_on_paper, name="signed_on_paper"),
    path("plats/<uuid:pk>/bedom/", presence.assess, name="assess"),
]
