"""Members, settings, words, life cycle. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.administrator import concerns, consents, own_words, rates, views

app_name = "administrator"
urlpatterns = [
    path("medlemmar/", views.members, name="members"),
    path("medlemmar/bjud-in/", views.invite, name="invite"),
    path("medlemmar/<uuid:pk>/forlang/", views.renew, name="renew"),
    path("medlemmar/<uuid:pk>/avsluta/", views.end_membership, name="end_membership"),
    path("installningar/", views.settings_page, name="settings"),
    path("samtycken-ord/", consents.consents, name="consents"),
    path("samtycken-ord/<slug:purpose>/", consents.consent_words, name="consent_words"),
    path("administration/kandes-fel/", concerns.concerns, name="concerns"),
    path("administration/kandes-fel/<uuid:pk>/", concerns.concern, name="concern"),
    path("administration/kandes-fel/<uuid:pk>/avsluta/", concerns.end_concern, name="end_concern"),
    path("ord/", views.words, name="words"),
    path("ord/egna/", own_words.places, name="own_places"),
    path("ord/egna/<str:key>/", own_words.write, name="own_words"),
    path("ord/meddelanden/", own_words.messages, name="messages"),
    path("ersattning/", rates.rates, name="rates"),
    path("ersattning/ny/", rates.new_rate, name="new_rate"),
    path("ersattning/borja/", rates.preset, name="rate_preset"),
    path("ersattning/prisbasbelopp/", rates.price_base, name="price_base"),
    path("ersattning/<uuid:pk>/sista-dag/", rates.end_rate, name="end_rate"),
    path("lage/", views.life, name="life"),
]
