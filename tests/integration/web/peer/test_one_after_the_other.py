"""What a lead does for many: one after the other, or for all at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock
from erfara.foundation.actors import Role
from erfara.organisations.models import Programme
from erfara.peersupport.certificates.models import Certificate
from erfara.peersupport.recruitment.models import Round
from erfara.peersupport.training.models import Enrolment
from erfara.web.peer.setup import standing
from tests import factories as make
from tests.factories.peers import certificates, setup, training, workplaces
from tests.factories.peers import recruitment as peers
from tests.integration.web.looking import english, post

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])


@pytest.fixture
def of() -> Programme:
    return peers.programme()


@pytest.fixture
def row(of: Programme) -> Round:
    day = clock.local_day(clock.now())
    return peers.announced(
        of, opens_on=day - timedelta(days=3), closes_on=day + timedelta(days=20),
        answer_by=day + timedelta(days=50),
    )  # fmt: skip


@pytest.fixture
def staff(of: Programme) -> Client:
    return english(make.sign_in(Client(), make.coordinator(of)[0]))


def at(of: Programme, route: str, *args: Any) -> str:
    return reverse(route, args=[of.slug, *args])


def text(answer: Any) -> str:
    return answer.content.decode()


def twice(client: Client, here: str, **values: Any) -> str:
    """Where a form leads whose button is clicked twice: the second answer is what is seen."""
    first, second = (post(client, here, once=here[-64:], **values).url for _click in range(2))
    assert first == second
    return str(second)


def test_those_who_have_applied_are_read_and_booked_one_after_the_other(of, row, staff):
    first, second = peers.candidate(row), peers.candidate(row, why="Det andra brevet.")
    # The round leads to the first, and its page shows what she wrote beside the decision
    page = staff.get(at(of, "recruiting:round", row.pk))
    assert at(of, "recruiting:screen", first.pk) in text(page)
    here = at(of, "recruiting:screen", first.pk)
    assert "Jag vill ge det jag själv saknade" in text(staff.get(here))
    invite = {"decision": "invite", "reason": "Skriver om andra."}
    there = at(of, "recruiting:screen", second.pk)
    assert twice(staff, here, **invite, then="next") == there
    assert "Det andra brevet." in text(staff.get(there))
    # After the last one it is back to the round; without the other button to her own page
    assert post(staff, there, **invite, then="next").url == at(of, "recruiting:round", row.pk)
    # The second interview is proposed as the first was, after it
    both = {name: str(who.own_id) for name, who in peers.writers(of).items()}
    peers.writers(of)  # there are more to choose among
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    values = {"starts_at": f"{day} 09:00", "minutes": "90", "how": "video", "where": "x", **both}
    book = at(of, "recruiting:book", first.pk)
    assert twice(staff, book, **values, then="next") == at(of, "recruiting:book", second.pk)
    page = text(staff.get(at(of, "recruiting:book", second.pk)))
    assert f"{day} 10:30" in page
    assert all(f'value="{one}" selected' in page for one in both.values())


def test_after_an_information_day_those_who_came_are_one_press_away(of, staff):
    day = setup.information_day(of, clock.now() - timedelta(hours=4))
    (invited,) = day.invited.all()
    post(staff, at(of, "setup:hold_day", day.pk), **{f"came-{invited.pk}": "5"})
    new = f"{at(of, 'workplaces:new')}?enhet={invited.unit_id}"
    assert new in text(staff.get(at(of, "setup:day", day.pk)))
    page = text(staff.get(new))
    assert 'value="Region Påhitt"' in page
    assert 'value="Mottagningen Norr"' in page
    # Once it is a workplace, the way leads there; and from there to what it wishes for
    there = workplaces.preparing(of, unit="Mottagningen Norr", at=clock.now())
    page = text(staff.get(at(of, "setup:day", day.pk)))
    assert at(of, "workplaces:workplace", there.pk) in page
    assert new not in page
    wish = f"{at(of, 'pool:new_wish')}?arbetsplats={there.pk}"
    assert wish in text(staff.get(at(of, "workplaces:workplace", there.pk)))
    assert f'value="{there.pk}" selected' in text(staff.get(wish))
    made = certificates.wish(of, there, clock.now())
    assert at(of, "pool:wish", made.pk) in text(staff.get(at(of, "workplaces:workplace", there.pk)))


def test_all_who_have_completed_are_proposed_at_once_and_issued_one_after_the_other(of, staff):
    rows = [certificates.completed(of) for _ in range(2)]
    home = at(of, "certificates:home")
    assert "Propose all 2" in text(staff.get(home))
    every = [str(row.pk) for row in rows]
    assert post(staff, at(of, "certificates:propose_all"), enrolment=every).url == home
    assert "2 are sent to the issuer." in text(staff.get(home))
    # Pressed once more nothing comes of it, and of another programme's nothing is found
    post(staff, at(of, "certificates:propose_all"), enrolment=every)
    first, second = Certificate.objects.order_by("created_at", "id")
    elsewhere = str(certificates.completed(peers.programme()).pk)
    answer = post(staff, at(of, "certificates:propose_all"), enrolment=[elsewhere])
    assert answer.status_code == 404
    issuer = english(make.sign_in(Client(), make.member(of, Role.USER_ORGANISATION)[0]))
    to = at(of, "certificates:issue", second.pk)
    here = at(of, "certificates:issue", first.pk)
    assert post(issuer, here, name="Inger", then="next").url == to
    assert "go to the next" not in text(issuer.get(to))
    assert post(issuer, to, name="Inger", then="next").url == home


def test_those_on_a_course_are_assessed_one_after_the_other(of, staff):
    cohort = training.held(training.running(of, 2))
    first, second = Enrolment.objects.order_by("number")
    here = at(of, "training:assess", first.pk)
    assert here in text(staff.get(at(of, "training:cohort", cohort.pk)))
    end = {"outcome": "not_completed", "words": "Du missade en dag.", "way": "next"}
    to = at(of, "training:assess", second.pk)
    assert "one more to assess" in text(staff.get(here))
    assert twice(staff, here, **end, then="next") == to
    assert post(staff, to, **end, then="next").url.startswith(at(of, "training:cohort", cohort.pk))


def test_nothing_has_a_sentence_and_a_next_step(of, staff):
    answer: Any = staff.get(at(of, "pool:new_wish"))
    assert answer.url == at(of, "workplaces:new")
    assert "No workplace takes part yet." in text(staff.get(answer.url))
    assert "wait for an answer" not in text(staff.get(at(of, "pool:home")))


def test_who_works_with_something_else_is_told_with_whom_the_page_is(of):
    recruiter = english(make.sign_in(Client(), make.member(of, Role.RECRUITER)[0]))
    answer = recruiter.get(at(of, "workplaces:all"))
    assert answer.status_code == 403
    assert "Only the programme leads of the programme have it." in text(answer)
    assert 'href="/arbete/"' in text(answer)
    start: Any = recruiter.get("/arbete/")
    assert start.url == at(of, "recruiting:mine")


def test_a_day_without_anything_leads_to_the_programme_and_not_to_a_library(of):
    user, _actor = make.coordinator(of)
    make.coordinator(of)
    setup.begun(of)
    page = text(english(make.sign_in(Client(), user)).get(at(of, "coordinator:home")))
    assert "When a workplace raises its hand" in page
    assert at(of, "setup:home") in page.split("<main")[1]


def test_the_next_step_of_the_way_comes_after_those_that_are_begun(of):
    setup.decided(of)
    assert [one["state"] for one in standing.way(of, of.slug)] == ["now", *["todo"] * 6]
    workplaces.duties_asked(workplaces.preparing(of))
    training.opened(of)
    states = [one["state"] for one in standing.way(of, of.slug)]
    assert states == ["todo", "done", "done", "todo", "done", "now", "todo"]


def test_who_speaks_for_a_party_is_written_once(of, staff):
    setup.party(of, "employer")
    setup.party(of, "user_organisation", "NSPH Påhitt", name="Ulla Påhittad",
                email="ulla@exempel.invalid")  # fmt: skip
    matrix = workplaces.draft_of(workplaces.preparing(of))
    page = text(staff.get(at(of, "duties:send", matrix.pk)))
    for known in ("Region Påhitt", "NSPH Påhitt", "Ulla Påhittad", "ulla@exempel.invalid"):
        assert f'value="{known}"' in page


def test_from_an_application_to_the_course_to_the_certificate_and_back(of, row, staff):
    candidate = peers.decided(row)
    application = at(of, "recruiting:candidate", candidate.pk)
    assert "The place on a course" not in text(staff.get(application))
    cohort = training.opened(of)
    (place,) = training.invited(cohort, who=[candidate])
    there = at(of, "training:place", place.pk)
    assert there in text(staff.get(application))
    assert application in text(staff.get(there))
    made = certificates.proposed(of)
    course = at(of, "training:place", made.enrolment_id)
    assert course in text(staff.get(at(of, "certificates:one", made.pk)))
    issuer = english(make.sign_in(Client(), make.member(of, Role.USER_ORGANISATION)[0]))
    assert course not in text(issuer.get(at(of, "certificates:one", made.pk)))
