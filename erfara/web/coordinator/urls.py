"""The coordinator's pages. Included under /arbete/<slug>/."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import (
    asking,
    home,
    loans,
    messages,
    owed,
    payments,
    people,
    presentations,
    requests,
)

app_name = "coordinator"
urlpatterns = [
    path("", home.home, name="home"),
    path("meddelanden/", messages.messages, name="messages"),
    path("meddelanden/<uuid:pk>/", messages.message, name="message"),
    path("meddelanden/<uuid:pk>/sedd/", messages.note, name="note_message"),
    path("forfragningar/", requests.requests, name="requests"),
    path("forfragningar/ny/", requests.new_request, name="new_request"),
    path("forfragningar/<uuid:pk>/", requests.request_page, name="request"),
    path("forfragningar/<uuid:pk>/mote/", requests.book_meeting, name="book_meeting"),
    path("forfragningar/<uuid:pk>/motet-hallet/", requests.specify, name="specify"),
    path("forfragningar/<uuid:pk>/uppdrag/", requests.assignment, name="assignment"),
    path("forfragningar/<uuid:pk>/be-om-klarhet/", requests.ask_to_clarify, name="ask_to_clarify"),
    path("forfragningar/<uuid:pk>/tydligare/", requests.clarify, name="clarify"),
    path("forfragningar/<uuid:pk>/vanta/", requests.park, name="park"),
    path("forfragningar/<uuid:pk>/ta-upp/", requests.take_up, name="take_up"),
    path("forfragningar/<uuid:pk>/avsluta/", requests.end_request, name="end_request"),
    path("forfragningar/<uuid:pk>/valj/", asking.choose, name="choose"),
    path("forfragningar/<uuid:pk>/skicka/", asking.preview, name="preview"),
    path("forfragningar/<uuid:pk>/utanfor/", asking.outside, name="outside"),
    path("forfragningar/<uuid:pk>/laget-klart/", asking.complete_team, name="complete_team"),
    path("fragor/<uuid:pk>/", asking.inquiry, name="inquiry"),
    path("fragor/<uuid:pk>/ta-bort/", asking.drop, name="drop"),
    path("fragor/<uuid:pk>/svara/", asking.answer_for, name="answer_for"),
    path("fragor/<uuid:pk>/beratta/", asking.tell_more, name="tell_more"),
    path("fragor/<uuid:pk>/berattat/", asking.tell, name="tell"),
    path("fragor/<uuid:pk>/bekrafta/", asking.confirm, name="confirm"),
    path("lan/<uuid:pk>/", loans.loan, name="loan"),
    path("lan/<uuid:pk>/tillfalle/", loans.new_occasion, name="new_occasion"),
    path("tillfallen/<uuid:pk>/hallet/", loans.hold_occasion, name="hold_occasion"),
    path("tillfallen/<uuid:pk>/stall-in/", loans.cancel_occasion, name="cancel_occasion"),
    path("lan/<uuid:pk>/genomfort/", loans.carry_out, name="carry_out"),
    path("lan/<uuid:pk>/stall-in/", loans.cancel_loan, name="cancel_loan"),
    path("lan/<uuid:pk>/stang/", loans.close_loan, name="close_loan"),
    path("deltar/<uuid:pk>/kan-inte/", loans.withdraw_participation, name="withdraw_participation"),
    path("deltar/<uuid:pk>/ersattning/", payments.payment, name="payment"),
    path("ersattning/<uuid:pk>/betald/", payments.pay, name="pay"),
    path("ersattning/<uuid:pk>/nej-tack/", payments.decline_payment, name="decline_payment"),
    path("ersattning/<uuid:pk>/stryk/", payments.cancel_payment, name="cancel_payment"),
    path("uppfoljning/<uuid:pk>/", owed.follow_up, name="follow_up"),
    path("uppfoljning/<uuid:pk>/skriv-av/", owed.write_off_follow_up, name="write_off_follow_up"),
    path("aterkoppling/<uuid:pk>/", owed.feedback, name="feedback"),
    path("aterkoppling/<uuid:pk>/skriv-av/", owed.write_off_feedback, name="write_off_feedback"),
    path("berattat/<uuid:pk>/", owed.reached, name="reached"),
    path("register/", people.people, name="people"),
    path("register/ny/", people.new_person, name="new_person"),
    path("register/intresse/", people.new_interest, name="new_interest"),
    path("register/<uuid:pk>/", people.person, name="person"),
    path("register/<uuid:pk>/presentation/", presentations.presentation, name="presentation"),
    path("register/<uuid:pk>/presentation/skriv/", presentations.write, name="write_presentation"),
    path("register/<uuid:pk>/presentation/las/", presentations.send, name="send_presentation"),
    path(
        "register/<uuid:pk>/presentation/papper/", presentations.on_paper, name="print_presentation"
    ),
    path(
        "register/<uuid:pk>/presentation/signerad/", presentations.signed, name="sign_presentation"
    ),
    path(
        "register/<uuid:pk>/presentation/bild/", presentations.picture, name="presentation_picture"
    ),
    path(
        "register/<uuid:pk>/presentation/ta-ned/",
        presentations.take_down,
        name="take_down_presentation",
    ),
    path(
        "register/<uuid:pk>/presentation/slang/",
        presentations.discard,
        name="discard_presentation",
    ),
    path("register/<uuid:pk>/valkomna/", people.welcome, name="welcome"),
    path("register/<uuid:pk>/tacka-nej/", people.decline, name="decline"),
    path("register/<uuid:pk>/andra/", people.edit_person, name="edit_person"),
    path("register/<uuid:pk>/erfarenheter/", people.edit_experiences, name="edit_experiences"),
    path("register/<uuid:pk>/samtycken/", people.consents, name="consents"),
    path("register/<uuid:pk>/pausa/", people.pause_person, name="pause_person"),
    path("register/<uuid:pk>/fortsatt/", people.resume_person, name="resume_person"),
    path("register/<uuid:pk>/lamna/", people.leave_person, name="leave_person"),
    path("register/<uuid:pk>/stanna/", people.stay_person, name="stay_person"),
]
