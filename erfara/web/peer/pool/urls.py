"""Addresses of the pool, for the lead."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.pool import already, deciding, money, staff, wishes

app_name = "pool"
urlpatterns = [
    path("", staff.home, name="home"),
    path("redan/", already.enter, name="already"),
    path("onskemal/", wishes.all_of_them, name="wishes"),
    path("onskemal/pengar/", money.home, name="money"),
    path("onskemal/<uuid:pk>/pengar/", money.pay_until, name="pay_until"),
    path("onskemal/nytt/", wishes.new_wish, name="new_wish"),
    path("onskemal/<uuid:pk>/", wishes.wish, name="wish"),
    path("onskemal/<uuid:pk>/andra/", wishes.change, name="change_wish"),
    path("onskemal/<uuid:pk>/ingen-an/", wishes.nobody_yet, name="nobody_yet"),
    path("onskemal/<uuid:pk>/gor/", wishes.press, name="press_wish"),
    path("onskemal/<uuid:pk>/erbjud/<int:number>/", wishes.make_offer, name="make_offer"),
    path("erbjudande/<uuid:pk>/", wishes.offer, name="offer"),
    path("erbjudande/<uuid:pk>/svar/", wishes.answer, name="answer"),
    path("erbjudande/<uuid:pk>/trots-allt/", wishes.without, name="without"),
    path("erbjudande/<uuid:pk>/mer-tid/", wishes.give_time, name="give_time"),
    path("<uuid:pk>/skyddad/", staff.open_protected, name="open_protected"),
    path("<uuid:pk>/skydda/", staff.protect, name="protect"),
    path("<uuid:pk>/avsluta-skydd/", staff.end_protection, name="end_protection"),
    path("<uuid:pk>/", staff.one, name="one"),
    path("<uuid:pk>/andra/", staff.change, name="change"),
    path("<uuid:pk>/vila/", staff.rest, name="rest"),
    path("<uuid:pk>/plats/", deciding.decide, name="decide"),
    path("<uuid:pk>/lamna/", staff.leave, name="leave"),
    path("<uuid:pk>/gor/", staff.press, name="press"),
]
