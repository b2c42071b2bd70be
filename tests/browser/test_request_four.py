"""Sörmland's fourth request, walked from the first line to the last by everybody in it."""

from __future__ import annotations

import pytest

from tests.browser.request_four import RequestFour

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "keystore"]),
    pytest.mark.journey_pg,
]


def test_request_four(story):
    journey = RequestFour(story)
    journey.given_six_people_in_the_register()

    journey.when_the_borrower_writes_without_an_account()
    journey.then_a_letter_leads_to_where_it_stands()
    journey.then_it_is_on_the_coordinators_day()

    journey.when_the_first_meeting_is_booked_and_held()
    journey.then_nobody_can_be_asked_before_the_assignment_is_complete()
    journey.when_the_assignment_is_written_item_by_item()

    journey.when_six_are_chosen_previewed_and_asked()
    journey.then_one_wants_to_know_more_first_and_is_answered()
    journey.then_others_say_yes_no_or_nothing()
    journey.then_the_borrower_sees_neither_answers_nor_names()

    journey.when_four_are_confirmed_with_what_they_are_paid()
    journey.when_the_team_is_complete()
    journey.then_everybody_else_is_thanked_and_told()
    journey.then_the_team_and_the_borrower_see_how_to_reach_each_other()

    journey.when_a_time_is_planned_and_held()
    journey.when_everybody_says_how_it_was()
    journey.then_what_a_person_said_stays_in_the_library()
    journey.when_the_summary_is_sent()
    journey.then_it_reaches_everybody_who_took_part()
    journey.when_the_borrower_tells_what_became_of_it()

    journey.then_the_loan_cannot_be_closed_before_everybody_is_paid()
    journey.when_everybody_is_paid_and_the_loan_closed()
    journey.then_a_person_sees_what_it_led_to_and_who_has_opened_her_details()
    journey.then_nothing_needs_the_coordinator()
