"""Pages for everybody."""

from __future__ import annotations

from django.urls import path

from erfara.web.public import views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("halsa/", views.health, name="health"),
    path("sprak/", views.language, name="language"),
    path("<slug:slug>/", views.programme, name="programme"),
    path("<slug:slug>/lana/", views.borrow, name="borrow"),
    path("<slug:slug>/lana/tack/", views.borrow_done, name="borrow_done"),
]
