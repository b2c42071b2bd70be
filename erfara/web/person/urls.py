"""A person's own pages. Included under /<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.person import (
    after,
    copy,
    details,
    imported,
    leaving,
    log,
    maps,
    still,
    told,
    told_about,
    views,
)
from erfara.web.public import stories

app_name = "person"
urlpatterns = [
    path("min-sida/", views.home, name="home"),
    path("min-sida/vem-har-sett/", log.log, name="log"),
    path("min-sida/vem-har-sett/<slug:row>/", log.ask_log, name="ask_log"),
    path("min-sida/undrat/<uuid:pk>/", log.log_question, name="log_question"),
    path("min-sida/uppgifter/", details.details, name="details"),
    path("min-sida/uppgifter/ny-adress/<uuid:pk>/", details.new_address, name="new_address"),
    path("min-sida/hur-ofta/", details.rhythm, name="rhythm"),
    path("min-sida/berattat/", told.add, name="add_experience"),
    path("min-sida/handlar-om/", told_about.told_about, name="told_about"),
    path("min-sida/berattat/<uuid:pk>/", told.change, name="change_experience"),
    path("min-sida/berattat/<uuid:pk>/bort/", told.drop, name="drop_experience"),
    path("min-sida/allt/", copy.choose, name="copy"),
    path("min-sida/allt/sida/", copy.as_page, name="copy_page"),
    path("min-sida/allt/fil/", copy.as_data, name="copy_data"),
    path("min-sida/berattelser/<uuid:pk>/", stories.answer, name="story"),
    path("min-sida/karta/", maps.own_map, name="map"),
    path("min-sida/karta.svg", maps.own_map_file, name="map_file"),
    path("min-sida/pausa/", views.pause, name="pause"),
    path("min-sida/fortsatt/", views.resume, name="resume"),
    path("min-sida/fraga-mig/", views.end_sparing, name="end_sparing"),
    path("min-sida/lamna/", leaving.leave, name="leave"),
    path("min-sida/stanna/", leaving.stay, name="stay"),
    path("besked/uppgifter/<str:token>/", imported.imported, name="imported"),
    path("besked/fortfarande/<str:token>/", still.still, name="still"),
    path("min-sida/hur-ar-det/<uuid:pk>/", after.how_are_you, name="aftercare"),
    path("min-sida/kandes-fel/", after.raise_concern, name="raise_concern"),
    path("min-sida/kandes-fel/<uuid:pk>/", after.concern, name="concern"),
    path("min-sida/for-mig/<uuid:pk>/", after.own_effect, name="own_effect"),
    path("min-sida/ledde-till/<uuid:pk>/", after.led_to, name="led_to"),
    path("besked/hur-ar-det/<str:token>/", after.how_are_you, name="aftercare_word"),
    path("besked/hur-ar-det/<str:token>/kandes-fel/", after.wrong_after, name="aftercare_wrong"),
    path("besked/kandes-fel/<str:token>/", after.concern, name="concern_word"),
    path("besked/for-mig/<str:token>/", after.own_effect, name="own_effect_word"),
    path("besked/ledde-till/<str:token>/", after.led_to, name="led_to_word"),
    path("besked/<str:token>/", views.word, name="word"),
    path("besked/kontakt/<str:token>/", leaving.contact_word, name="contact_word"),
    path("besked/svar/<str:token>/", log.log_answer, name="log_answer"),
]
