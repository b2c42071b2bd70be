"""Members, settings, words, life cycle. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.administrator import consents, views

app_name = "administrator"
urlpatterns = [
    path("medlemmar/", views.members, name="members"),
    path("medlemmar/bjud-in/", views.invite, name="invite"),
    path("medlemmar/<uuid:pk>/forlang/", views.renew, name="renew"),
    path("medlemmar/<uuid:pk>/avsluta/", views.end_membership, name="end_membership"),
    path("installningar/", views.settings_page, name="settings"),
    path("samtycken-ord/", consents.consents, name="consents"),
    path("samtycken-ord/<slug:purpose>/", consents.consent_words, name="consent_words"),
    path("ord/", views.words, name="words"),
    path("lage/", views.life, name="life"),
]
