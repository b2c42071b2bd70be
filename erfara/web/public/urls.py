"""Pages for everybody."""

from __future__ import annotations

from django.urls import path

from erfara.web.handbook import views as handbook
from erfara.web.public import borrow, messages, pages, presentations, sign_up, stories, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("halsa/", views.health, name="health"),
    path("sprak/", views.language, name="language"),
    path("<slug:slug>/", views.programme, name="programme"),
    path("<slug:slug>/berattelser/", stories.stories, name="stories"),
    path("<slug:slug>/berattelse/<str:token>/", stories.answer, name="story_answer"),
    path("<slug:slug>/kontakt/", messages.contact, name="contact"),
    path("<slug:slug>/tillganglighet/", messages.accessibility, name="accessibility"),
    path("<slug:slug>/kontakt/tack/", messages.done, name="message_done"),
    path("<slug:slug>/svar/<str:token>/", messages.answer, name="message_answer"),
    path("<slug:slug>/dina-uppgifter/", pages.privacy, name="privacy"),
    path("<slug:slug>/fraga-era-egna/", pages.ask_your_own, name="ask_your_own"),
    path("<slug:slug>/karta/", pages.experience_map, name="experience_map"),
    path("<slug:slug>/bli-med/", sign_up.start, name="sign_up"),
    path("<slug:slug>/bli-med/borja/", sign_up.begin, name="sign_up_name"),
    path("<slug:slug>/bli-med/pa-papper/", sign_up.paper, name="sign_up_paper"),
    path("<slug:slug>/bli-med/tack/", sign_up.done, name="sign_up_done"),
    path("<slug:slug>/moten/", presentations.browse, name="presentations"),
    path("<slug:slug>/moten/<uuid:page>/", presentations.presentation, name="presentation"),
    path("<slug:slug>/lana/", borrow.start, name="borrow"),
    path("<slug:slug>/lana/tack/", borrow.done, name="borrow_done"),
    path("<slug:slug>/hur-mycket/", pages.how_much_say, name="how_much_say"),
    path("<slug:slug>/sa-gar-det-till/<slug:key>/", handbook.open_guide, name="guide"),
]
