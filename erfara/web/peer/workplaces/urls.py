"""Workplaces, for the leads. Included under /arbete/<slug>/arbetsplatser/."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.workplaces import changes, steps, views

app_name = "workplaces"
urlpatterns = [
    path("", views.all_, name="all"),
    path("ny/", views.new, name="new"),
    path("<uuid:pk>/", views.workplace, name="workplace"),
    path("<uuid:pk>/lista/<str:key>/", views.item, name="item"),
    path("<uuid:pk>/lista/<str:key>/kvar/", views.left, name="left"),
    path("<uuid:pk>/galler/", views.still_so, name="still_so"),
    path("<uuid:pk>/pa-plats/", views.approve, name="approve"),
    path("<uuid:pk>/borja/", steps.begin, name="begin"),
    path("<uuid:pk>/tid/", steps.give_time, name="give_time"),
    path("<uuid:pk>/erbjud-igen/", steps.offer_again, name="offer_again"),
    path("<uuid:pk>/intresserad/", steps.interested, name="interested"),
    path("<uuid:pk>/vila/", steps.rest, name="rest"),
    path("<uuid:pk>/ta-upp/", steps.take_up, name="take_up"),
    path("<uuid:pk>/kolla-igen/", steps.recheck, name="recheck"),
    path("<uuid:pk>/fortsatter/", steps.stay, name="stay"),
    path("<uuid:pk>/avsluta/", steps.end, name="end"),
    path("<uuid:pk>/uppgifter/", changes.facts, name="facts"),
    path("<uuid:pk>/chef/", changes.manager, name="manager"),
    path("<uuid:pk>/chef-slutat/", changes.manager_left, name="manager_left"),
    path("<uuid:pk>/kontaktperson/", changes.contact, name="contact"),
    path("<uuid:pk>/behandlare/", changes.clinician, name="clinician"),
]
