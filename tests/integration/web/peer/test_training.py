"""The pages of courses, for who leads, teaches, takes part and steers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

import pytest
from django.test import Client
from django.urls import reverse

from erfara.foundation import clock, links, vault
from erfara.foundation.actors import Role
from erfara.foundation.models import OutboxMessage
from erfara.foundation.spans import Span
from erfara.organisations.models import Organisation
from erfara.peersupport.training import policies, queries
from erfara.peersupport.training.actions import places, sessions
from erfara.peersupport.training.models import Cohort, Enrolment
from erfara.people.models import Person
from tests import factories as make
from tests.factories.peers import recruitment
from tests.factories.peers import training as courses
from tests.integration.web.looking import english, post, queries_of

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT = make.AT


class Moment:
    """The story's clock: the product reads it instead of the machine's."""

    at = AT

    def __call__(self) -> Any:
        return self.at


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Moment:
    moment = Moment()
    monkeypatch.setattr(clock, "now", moment)
    return moment


@pytest.fixture
def here(now: Moment) -> Any:
    return recruitment.programme()


@pytest.fixture
def lead(here: Any) -> Client:
    return english(make.sign_in(Client(), make.coordinator(here)[0]))


def url(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def to(page: str, here: Any, *args: Any) -> str:
    return url(f"training:{page}", here.slug, *args)


def text(answer: Any) -> str:
    return answer.content.decode()


def seen(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, f"{answer.status_code} at {address}"
    return text(answer)


def test_a_lead_plans_a_course_gives_its_places_and_sees_who_is_in_line(lead, here, now):
    assert "No course is planned yet" in seen(lead, to("home", here))
    assert "Basic course" in seen(lead, to("templates", here))
    user, _actor = courses.trainer(here)
    form = to("new", here) + "?mall=two_days"
    assert "Begins at the earliest" in seen(lead, form)
    answer = post(
        lead, form, name="Vinterns kurs", starts_on="2026-11-30", place="Påhittade huset",
        places="2", answer_days="7", teachers=[str(user.pk)],
    )  # fmt: skip
    cohort = Cohort.objects.get()
    assert answer.url == to("cohort", here, cohort.pk)
    page = seen(lead, answer.url)
    assert "The dates are proposed" in page
    post(lead, to("open", here, cohort.pk))
    row = recruitment.announced(here)
    chosen = [recruitment.decided(row) for _ in range(3)]
    offer = to("offer", here, cohort.pk)
    assert "2 places are free." in seen(lead, offer)
    post(lead, offer, who=[str(one.pk) for one in chosen])
    states = list(Enrolment.objects.order_by("number").values_list("state", flat=True))
    assert states == ["asked", "asked", "waiting"]
    page = seen(lead, to("cohort", here, cohort.pk))
    assert "All places are given or offered." in page
    assert "number 3 in line" in page
    assert "Påhittad Sökande" in page
    assert "Nobody is offered training right now" in seen(lead, offer)


def test_a_trainer_sees_her_own_courses_and_takes_attendance(here, now):
    user, _actor = courses.trainer(here)
    hers = courses.running(here, 2, teachers=[user.pk])
    other = courses.opened(here, name="En annans kurs", starts_on=courses.FIRST_DAY)
    trainer = english(make.sign_in(Client(), user))
    page = seen(trainer, to("home", here))
    assert "Vinterns kurs" in page
    assert "En annans kurs" not in page
    seen(trainer, to("cohort", here, other.pk), 404)
    assert trainer.get(to("templates", here)).status_code == 200
    assert trainer.get(to("change_template", here, "five_weeks")).status_code == 403
    session = courses.times(hers)[0]
    now.at = session.ends_at + timedelta(minutes=5)
    trainer = english(make.sign_in(Client(), user))
    page = seen(trainer, to("presence", here, session.pk))
    assert page.count("checked") == 2
    one, two = queries.enrolments_of(hers)
    post(trainer, to("presence", here, session.pk), present=[str(one.pk)])
    page = seen(trainer, to("presence", here, session.pk))
    assert "Has made it up" in page
    missed = two.presences.get()
    post(trainer, to("made_up", here, missed.pk))
    missed.refresh_from_db()
    assert missed.came == "made_up"


def test_a_changed_time_says_who_hears_and_refuses_what_somebody_else_changed(lead, here, now):
    cohort = courses.opened(here)
    (row,) = courses.invited(cohort)
    courses.yes(row)
    session = courses.times(cohort)[0]
    address = to("change_session", here, session.pk)
    page = seen(lead, address)
    assert "These get a message when the time or the place changes:" in page
    assert "Phone these yourself" not in page
    values = {
        "seen": policies.session_version(session), "day": "2026-12-01", "starts": "10:00",
        "ends": "15:00", "place": "Ett annat hus", "module": session.module, "about": "",
        "material": "", "teacher": "",
    }  # fmt: skip
    assert post(lead, address, **values).status_code == 302
    assert OutboxMessage.objects.filter(kind="course_session_changed").count() == 1
    answer = post(lead, address, **values)
    assert answer.status_code in (302, 422)
    assert OutboxMessage.objects.filter(kind="course_session_changed").count() == 1


def test_busy_people_are_asked_about_before_they_are_on_two_courses(lead, here, now):
    row = recruitment.announced(here)
    one = recruitment.decided(row)
    courses.yes(courses.invited(courses.opened(here), who=[one.person])[0])
    other = courses.opened(here, "five_days", name="Samma vecka")
    offer = to("offer", here, other.pk)
    answer = post(lead, offer, who=[str(one.pk)])
    assert answer.status_code == 422
    assert "It may be so" in text(answer)
    assert post(lead, offer, who=[str(one.pk)], overlap_ok="on").status_code == 302


@pytest.fixture
def hers(here: Any) -> tuple[Client, Enrolment]:
    """Somebody who is asked, signed in."""
    (row,) = courses.invited(courses.opened(here))
    return english(make.person_sign_in(Client(), row.person)), row


def own(here: Any, row: Enrolment, page: str = "place") -> str:
    return url(f"course:{page}", here.slug, row.pk)


def test_one_who_is_asked_says_yes_reads_signs_and_takes_the_times_home(hers, here, now):
    client, row = hers
    assert "Yes, I take the place" in seen(client, own(here, row))
    post(client, own(here, row, "answer"), answer="yes")
    page = seen(client, own(here, row))
    assert "You have a place on a course" in page
    assert "Read the rules" in page
    file = client.get(own(here, row, "times"))
    assert file["Content-Type"].startswith("text/calendar")
    assert b"kurs" not in file.content.lower()
    assert "I keep no notes about patients" in seen(client, own(here, row, "ethics"))
    assert post(client, own(here, row, "ethics"), version="1").status_code == 422
    post(client, own(here, row, "ethics"), version="1", agree="on")
    assert "The ethical rules you have signed" in seen(client, own(here, row))
    assert "You have signed these rules" in seen(client, own(here, row, "ethics"))
    post(client, own(here, row, "leave"), again="yes")
    assert "You have left the course" in seen(client, own(here, row))


def test_the_same_by_a_link_and_how_it_ended_is_read_signed_in(here, now):
    cohort = courses.running(here, 1)
    courses.held(cohort)
    (row,) = queries.enrolments_of(cohort)
    now.at = AT + timedelta(days=60)
    courses.completed(row)
    link = links.issue(
        tenant_id=here.pk, purpose="course", about_id=row.pk, person_id=row.person_id,
        expires_at=now.at + timedelta(days=9), at=now.at,
    )  # fmt: skip
    client = english(Client())
    page = seen(client, f"/{here.slug}/utbildning/{links.token(link)}/")
    assert "Sign in to read it" in page
    assert "Bra." not in page
    signed_in = english(make.person_sign_in(Client(), row.person))
    page = seen(signed_in, own(here, row))
    assert "Bra." in page
    post(signed_in, own(here, row, "read"))
    row.assessment.refresh_from_db()
    assert row.assessment.read_at is not None


def test_nobody_sees_somebody_elses_place(hers, here, now):
    client, _row = hers
    (other,) = courses.invited(courses.opened(here, name="En annan", starts_on=AT.date()
                                              + timedelta(days=60)))  # fmt: skip
    for page in ("place", "ethics", "leave", "times"):
        assert client.get(own(here, other, page)).status_code == 404


def test_who_steers_sees_numbers_and_nobody(here, now):
    cohort = courses.opened(here)
    (row,) = courses.invited(cohort)
    steering = english(make.sign_in(Client(), make.member(here, Role.STEERING)[0]))
    page = seen(steering, to("numbers", here))
    assert "Vinterns kurs" in page
    assert "Påhittad" not in page.replace("Påhittade huset", "")
    assert steering.get(to("cohort", here, cohort.pk)).status_code == 403
    assert steering.get(to("place", here, row.pk)).status_code == 403


def test_a_lead_assesses_and_the_course_is_done(lead, here, now):
    cohort = courses.running(here, 1)
    courses.held(cohort)
    (row,) = queries.enrolments_of(cohort)
    now.at = AT + timedelta(days=60)
    lead = english(make.sign_in(Client(), make.coordinator(here)[0]))
    assert "One person is to be assessed" in seen(lead, url("coordinator:home", here.slug))
    address = to("assess", here, row.pk)
    assert "Has not signed the ethical rules." in seen(lead, address)
    answer = post(lead, address, outcome="not_completed", words="", way="", way_words="")
    assert answer.status_code == 422
    post(lead, to("signed_on_paper", here, row.pk))
    post(lead, address, outcome="completed", met=["0"], words="Fint gjort.", way="", way_words="")
    page = seen(lead, to("place", here, row.pk))
    assert "Fint gjort." in page
    assert Cohort.objects.get().state == "done"


def test_those_whom_no_message_reaches_stand_among_those_to_phone(lead, here, now):
    user, _actor = courses.trainer(here)
    whose = Organisation.objects.create(
        programme=here, name="Föreningen Påhittet", sort_key="f", created_at=AT
    )
    cohort = courses.opened(here, "organisations", teachers=[user.pk])
    courses.with_group(cohort, organisation=whose)
    session = courses.times(cohort)[0]
    for address in (
        to("change_session", here, session.pk),
        to("cancel_session", here, session.pk),
        to("cancel", here, cohort.pk),
    ):
        page = seen(lead, address)
        assert "Phone these yourself: Föreningen Påhittet." in page
        assert f"{user.name}." in page.partition("These get a message")[2]


def test_whom_to_phone_stands_on_the_page_after_the_course_is_cancelled(lead, here, now):
    heading = "Phone these: the course is cancelled"
    # An organisation too, unless the dates were only proposed: then it has heard of nothing.
    whose = Organisation.objects.create(
        programme=here, name="Föreningen Påhittet", sort_key="f", created_at=AT
    )
    for begin, heard in ((courses.planned, False), (courses.opened, True)):
        cohort = begin(here, "organisations")
        courses.with_group(cohort, organisation=whose)
        post(lead, to("cancel", here, cohort.pk), reason="För få kan.")
        assert (heading in seen(lead, to("cohort", here, cohort.pk))) is heard

    cohort = courses.opened(here)
    names = {"Sade Nej": "", "Utan Adress": "", "Har Adress": None}
    gone, *_others = courses.invited(
        cohort, who=[courses.person(here, name, email=email) for name, email in names.items()]
    )
    places.decline(enrolment=gone, by=courses.herself(gone), at=AT)
    page = to("cohort", here, cohort.pk)
    for _click in range(2):  # as good as one
        post(lead, to("cancel", here, cohort.pk), reason="Läraren är sjuk.", once="en gång")
        assert "Those a message reaches are told" in seen(lead, page)
    notice = seen(lead, page).partition(heading)[2].partition("</p>")[0]
    assert [name for name in names if name in notice] == ["Utan Adress"]
    # When it would have been over there is nothing left to say.
    now.at = courses.times(cohort)[-1].ends_at
    lead = english(make.sign_in(Client(), make.coordinator(here)[0]))
    assert heading not in seen(lead, page)


def test_whom_to_phone_stands_on_the_page_after_one_time_is_cancelled(lead, here, now):
    heading = "Phone these: a time is cancelled"
    cohort = courses.opened(here)
    names = {"Utan Adress": "", "Har Adress": None, "Slutade Då": ""}
    rows = courses.invited(
        cohort, who=[courses.person(here, name, email=email) for name, email in names.items()]
    )
    for row in rows:
        courses.yes(row)
    places.leave(enrolment=rows[2], again=False, by=courses.herself(rows[2]), at=AT)
    page = to("cohort", here, cohort.pk)
    assert heading not in seen(lead, page)
    session = courses.times(cohort)[-1]
    post(lead, to("cancel_session", here, session.pk), reason="Läraren är sjuk.")
    notice = seen(lead, page).partition(heading)[2].partition("</div>")[0]
    assert [name for name in names if name in notice] == ["Utan Adress"]
    now.at = session.ends_at
    lead = english(make.sign_in(Client(), make.coordinator(here)[0]))
    assert heading not in seen(lead, page)


def test_numbers_of_staff_are_written_for_each_workplace(lead, here, now):
    from tests.factories.peers import workplaces as there

    workplace = there.preparing(here)
    cohort = courses.opened(here, "workplaces")
    post(lead, to("add_group", here, cohort.pk), which=str(workplace.pk), expected="12")
    assert "12 are expected" in seen(lead, to("cohort", here, cohort.pk))
    session = courses.times(cohort)[0]
    now.at = session.ends_at
    lead = english(make.sign_in(Client(), make.coordinator(here)[0]))
    group = cohort.groups.get()
    assert "How many were there?" in seen(lead, to("presence", here, session.pk))
    post(lead, to("presence", here, session.pk), **{f"g-{group.pk}": "11"})
    assert "there were 11" in seen(lead, to("cohort", here, cohort.pk))
    # Who speaks for a workplace reads when it is, and how many were there.
    contact = english(make.person_sign_in(Client(), cast(Person, workplace.contact)))
    page = seen(contact, url("workplace:page", here.slug, workplace.pk))
    assert "Courses for those who work there" in page
    assert "11 people from you were there." in page


def test_templates_and_rules_can_be_changed(lead, here, now):
    assert "Its parts" in seen(lead, to("template", here, "five_weeks"))
    change = to("change_template", here, "five_weeks")
    seen(lead, change)
    post(lead, change, name="Vår kurs", places="9", share="70", criteria="Ett\n\nTvå")
    page = seen(lead, to("template", here, "five_weeks"))
    assert "Vår kurs" in page
    seen(lead, to("new_module", here, "five_weeks"))
    post(
        lead, to("new_module", here, "five_weeks"), title="En del till", about="", material="",
        kind="class", week="6", days=["1", "2"], begins="09:00", hours="3",
    )  # fmt: skip
    assert "En del till" in seen(lead, to("template", here, "five_weeks"))
    template = queries.template_data(here, "five_weeks")
    assert template is not None
    number = len(template["modules"]) - 1
    part = to("module", here, "five_weeks", number)
    assert "Take the part away" in seen(lead, part)
    post(lead, part, do="drop")
    assert "En del till" not in seen(lead, to("template", here, "five_weeks"))
    seen(lead, to("ethics", here))
    post(lead, to("ethics", here), seen="0", text="Vi håller ihop.")
    assert "Version 1" in seen(lead, to("ethics", here))


def test_one_with_protected_details_has_a_number_on_the_course(lead, here, now, mailoutbox):
    """No name for who teaches; for the lead after one more step, and nothing is sent."""
    user, _actor = make.member(here, Role.TRAINER)
    cohort = courses.opened(here, teachers=[user.pk])
    who = {"name": "Hemlig Person", "email": "hemlig@exempel.invalid", "phone": "070-1740605"}
    post(lead, to("add_person", here, cohort.pk), **who, protected="on")
    row = Enrolment.objects.get()
    trainer = english(make.sign_in(Client(), user))
    place = to("place", here, row.pk)
    for client, page in (
        (lead, to("cohort", here, cohort.pk)), (trainer, to("cohort", here, cohort.pk)),
        (trainer, place),
    ):  # fmt: skip
        shown = seen(client, page)
        assert "Number 1, protected details" in shown
        assert "Hemlig" not in shown
        assert "hemlig@" not in shown
    assert trainer.get(to("open_protected", here, row.pk)).status_code == 403
    step = lead.get(place).url
    assert step.startswith(to("open_protected", here, row.pk))
    post(lead, step, next=place)
    assert "Hemlig Person" in seen(lead, place)
    assert "Hemlig" not in seen(lead, to("cohort", here, cohort.pk))
    assert not OutboxMessage.objects.filter(to_id=row.person_id).exists()


def test_one_who_is_there_gets_protected_details_and_loses_them_by_the_lead(
    lead, here, django_capture_on_commit_callbacks
):
    """She is on a course by then, with a question she hasn't answered and an answer not sent."""
    row = courses.opened(here)
    she = recruitment.decided(recruitment.announced(here), name="Hemlig Person")
    (place,) = courses.invited(row, who=[she])
    page, protect = (
        url(f"recruiting:{name}", here.slug, she.pk) for name in ("candidate", "protect")
    )
    assert protect in lead.get(page).content.decode()
    assert "Hemlig Person" in seen(lead, protect)
    post(lead, protect)
    assert vault.shielded(here.pk) == {she.person_id}
    place.refresh_from_db()
    she.refresh_from_db()
    assert (place.by_phone, she.to_tell) == (True, True), "a lead phones"
    for page_ in (
        url("recruiting:round", here.slug, she.round_id),
        url("training:cohort", here.slug, row.pk),
    ):
        assert "Hemlig" not in seen(lead, page_)
    # The other's page leads to the step, and so does ending it.
    end = url("training:end_protection", here.slug, place.pk)
    assert lead.get(end).url.startswith(url("training:open_protected", here.slug, place.pk))
    post(lead, url("training:open_protected", here.slug, place.pk))
    assert end in lead.get(url("training:place", here.slug, place.pk)).content.decode()
    assert "once more" in seen(lead, end)
    assert "Is it sure" in post(lead, end, reason="Behövs inte.").content.decode()
    assert vault.shielded(here.pk), "asked once more"
    with django_capture_on_commit_callbacks(execute=True):
        post(lead, end, reason="Behövs inte.", sure="yes")
    assert not vault.shielded(here.pk)
    assert "Hemlig Person" in seen(lead, page)


def test_times_of_a_part_are_changed_where_they_stand_by_who_teaches_too(lead, here, now):
    """Each has a page: it is moved, one is added, one taken out; what it is evidence of stays."""
    user, _actor = make.member(here, Role.TRAINER)
    trainer = english(make.sign_in(Client(), user))
    part = to("module", here, "workplaces", 0)
    assert "week 1, Tuesday, 13:00, 2 hours" in seen(trainer, part)
    change = to("slot", here, "workplaces", 0, 0)
    assert 'name="week"' in trainer.get(change).content.decode()
    moved = {"kind": "class", "week": "3", "days": ["5"], "begins": "10:30", "hours": "2"}
    post(trainer, change, **moved)
    post(lead, to("slot", here, "workplaces", 0, 1), **{**moved, "days": ["6", "7"]})

    def slots() -> list[dict[str, Any]]:
        data = queries.template_data(here, "workplaces")
        assert data is not None
        found: list[dict[str, Any]] = data["modules"][0]["slots"]
        return found

    assert [(one["day"], one["at"], one["hours"]) for one in slots()] == [
        (5, "10:30", 2), (6, "10:30", 2), (7, "10:30", 2),
    ]  # fmt: skip
    assert [one["evidence"] for one in slots()] == ["staff_2h", "", ""]
    for at in (2, 0):
        post(lead, to("slot", here, "workplaces", 0, at), do="drop")
    last = lead.post(to("slot", here, "workplaces", 0, 0), {"do": "drop"}, follow=True)
    assert "A part has at least one time" in last.content.decode()
    assert lead.get(to("slot", here, "workplaces", 0, 9)).status_code == 404


def test_lists_and_pages_ask_as_much_of_three_as_of_one(lead, here, now):
    cohort = courses.opened(here, places=5)
    courses.yes(courses.invited(cohort, 1)[0])
    pages = [to("home", here), to("cohort", here, cohort.pk), url("coordinator:home", here.slug)]
    before = [queries_of(lead, page) for page in pages]
    for row in courses.invited(cohort, 2):
        courses.yes(row)
    for name in ("Två", "Tre"):
        courses.opened(here, name=name)
    sessions.add_session(
        cohort=cohort, kind="class", module="En till", by=make.system(here), at=AT,
        span=Span(AT + timedelta(days=50), AT + timedelta(days=50, hours=1)),
    )  # fmt: skip
    assert [queries_of(lead, page) for page in pages] == before
