"""The demonstration's pages: nothing of this exists in production."""

from __future__ import annotations

from django.urls import path

from erfara.web.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.start, name="start"),
    path("in/<uuid:pk>/", views.sign_in, name="sign_in"),
    path("post/", views.mail, name="mail"),
]
