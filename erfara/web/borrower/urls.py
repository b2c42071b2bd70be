"""A borrower's own pages. Included under /<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.borrower import after, views

app_name = "borrower"
urlpatterns = [
    path("mina-forfragningar/", views.home, name="home"),
    path("mina-forfragningar/kandes-fel/<uuid:pk>/", after.concern, name="concern"),
    path("vad-har-andrats/<str:token>/", after.effect_ask, name="effect_ask"),
]
