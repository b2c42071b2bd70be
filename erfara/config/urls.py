"""Every address of the product. Each has a row in `erfara.web.roles_table`."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from erfara.web.borrower import request_urls
from erfara.web.peer.apply import own_urls as candidacy_urls
from erfara.web.peer.certificates import own_urls as certificate_urls
from erfara.web.peer.duties import own_urls as duty_urls
from erfara.web.peer.pool import own_urls as pool_urls
from erfara.web.peer.training import own_urls as course_urls
from erfara.web.peer.workplace import urls as workplace_urls
from erfara.web.person import consent_urls, presentation_urls, question_urls, talk_urls

handler400 = "erfara.web.errors.unreadable"
handler403 = "erfara.web.errors.not_for_you"
handler404 = "erfara.web.errors.not_here"
handler500 = "erfara.web.errors.our_fault"

_PRESENTATION = presentation_urls.urlpatterns
_TALK = talk_urls.urlpatterns
_QUESTION, _REQUEST = question_urls.urlpatterns, request_urls.urlpatterns
_CONSENTS = consent_urls.urlpatterns
_COURSE = course_urls.urlpatterns
_CERTIFICATE = certificate_urls.urlpatterns
_CANDIDACY = candidacy_urls.urlpatterns
_WORKPLACE, _DUTIES = workplace_urls.urlpatterns, duty_urls.urlpatterns

urlpatterns = [
    path("konto/", include("erfara.web.accounts.urls")),
    path("arbete/", include("erfara.web.staff_urls")),
    path("arbete/<slug:slug>/", include("erfara.web.coordinator.urls")),
    path("arbete/<slug:slug>/utbildning/", include("erfara.web.peer.training.urls")),
    path("arbete/<slug:slug>/", include("erfara.web.steering.urls")),
    path("arbete/<slug:slug>/handbok/", include("erfara.web.handbook.urls")),
    path("arbete/<slug:slug>/kostnader/", include("erfara.web.costs.urls")),
    path("arbete/<slug:slug>/", include("erfara.web.administrator.urls")),
    path("arbete/<slug:slug>/arbetsplatser/", include("erfara.web.peer.workplaces.urls")),
    path("arbete/<slug:slug>/ansvar/", include("erfara.web.peer.duties.urls")),
    path("arbete/<slug:slug>/intyg/", include("erfara.web.peer.certificates.urls")),
    path("arbete/<slug:slug>/pool/", include("erfara.web.peer.pool.urls")),
    path("arbete/<slug:slug>/program/", include("erfara.web.peer.setup.urls")),
    path("arbete/<slug:slug>/rekrytering/", include("erfara.web.peer.recruiting.urls")),
    path("drift/", include("erfara.web.operator.urls")),
]
if not settings.ENV.production:
    urlpatterns += [
        path("galleri/", include("erfara.web.gallery.urls")),
        path("demo/", include("erfara.web.demo.urls")),
    ]
urlpatterns += [
    path("<slug:slug>/", include("erfara.web.signin.urls")),
    path("<slug:slug>/", include("erfara.web.person.urls")),
    path("<slug:slug>/mitt/", include("erfara.web.peer.own.urls")),
    path("<slug:slug>/", include("erfara.web.borrower.urls")),
    # The same pages of one question and one request by two ways in, see `roles_table`.
    path("<slug:slug>/min-sida/fragor/<uuid:pk>/", include((_QUESTION, "question"))),
    path("<slug:slug>/fraga/<str:token>/", include((_QUESTION, "question_link"))),
    path("<slug:slug>/min-sida/samtycken/", include((_CONSENTS, "consents"))),
    path("<slug:slug>/samtycken/<str:token>/", include((_CONSENTS, "consents_link"))),
    path("<slug:slug>/min-sida/presentation/<uuid:pk>/", include((_PRESENTATION, "presentation"))),
    path("<slug:slug>/presentation/<str:token>/", include((_PRESENTATION, "presentation_link"))),
    path("<slug:slug>/min-sida/samtal/<uuid:pk>/", include((_TALK, "talk"))),
    path("<slug:slug>/tid/<str:token>/", include((_TALK, "talk_link"))),
    path("<slug:slug>/mina-forfragningar/<uuid:pk>/", include((_REQUEST, "request"))),
    path("<slug:slug>/forfragan/<str:token>/", include((_REQUEST, "request_link"))),
    path("<slug:slug>/mitt/utbildning/<uuid:pk>/", include((course_urls.signed_in, "course"))),
    path("<slug:slug>/utbildning/<str:token>/", include((_COURSE, "course_link"))),
    path("<slug:slug>/lana/<str:token>/", include("erfara.web.public.borrow_urls")),
    path("<slug:slug>/anmalan/<str:token>/", include("erfara.web.public.sign_up_urls")),
    path("<slug:slug>/ansok/", include("erfara.web.peer.apply.urls")),
    path("<slug:slug>/ansok/<str:token>/", include("erfara.web.peer.apply.draft_urls")),
    path("<slug:slug>/mitt/ansokan/<uuid:pk>/", include((_CANDIDACY, "candidacy"))),
    path("<slug:slug>/ansokan/<str:token>/", include((_CANDIDACY, "candidacy_link"))),
    path("<slug:slug>/min-arbetsplats/", include("erfara.web.peer.workplace.home_urls")),
    path("<slug:slug>/min-arbetsplats/<uuid:pk>/", include((_WORKPLACE, "workplace"))),
    path("<slug:slug>/arbetsplats/<str:token>/", include((_WORKPLACE, "workplace_link"))),
    path("<slug:slug>/intyg/", include("erfara.web.peer.certificates.check_urls")),
    path("<slug:slug>/mitt/intyg/<uuid:pk>/", include((_CERTIFICATE, "own_certificate"))),
    path("<slug:slug>/mitt-intyg/<str:token>/", include((_CERTIFICATE, "own_certificate_link"))),
    path("<slug:slug>/mitt/pool/", include((pool_urls.place, "own_pool"))),
    path("<slug:slug>/mitt/erbjudande/<uuid:pk>/", include((pool_urls.offer, "own_place"))),
    path("<slug:slug>/erbjudande/<str:token>/", include((pool_urls.offer, "own_place_link"))),
    path(
        "<slug:slug>/min-arbetsplats/onskemal/<uuid:pk>/", include((pool_urls.wish, "place_wish"))
    ),
    path("<slug:slug>/onskemal/<str:token>/", include((pool_urls.wish, "place_wish_link"))),
    path("<slug:slug>/min-arbetsplats/<uuid:pk>/onska/", include((pool_urls.ask, "place_ask"))),
    path("<slug:slug>/arbetsplats/<str:token>/onska/", include((pool_urls.ask, "place_ask_link"))),
    path("<slug:slug>/min-arbetsplats/ansvar/<uuid:pk>/", include((_DUTIES, "own_duties"))),
    path("<slug:slug>/ansvar/<str:token>/", include((_DUTIES, "duties_link"))),
    path("<slug:slug>/", include("erfara.web.peer.public_urls")),
    path("", include("erfara.web.public.urls")),
]
