"""People's and borrowers' sign-in. Included under /<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.signin import views

app_name = "signin"
urlpatterns = [
    path("logga-in/", views.ask, name="ask"),
    path("logga-in/kod/<uuid:request_id>/", views.code, name="code"),
    path("logga-in/lank/<str:token>/", views.link, name="link"),
    path("logga-ut/", views.out, name="out"),
]
