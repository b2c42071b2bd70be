"""Addresses of the pool, for those in it and for workplaces. Some stand under a link as well."""

from __future__ import annotations

from django.urls import path

from erfara.web.peer.pool import own, workplace

place = [
    path("", own.place, name="place"),
    path("vila/", own.rest, name="rest"),
    path("gor/", own.press, name="press"),
]
offer = [path("", own.offer, name="offer")]
wish = [path("", workplace.wish, name="wish")]
ask = [path("", workplace.ask, name="ask")]
