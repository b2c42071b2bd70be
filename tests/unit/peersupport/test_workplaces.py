"""Workplaces: from a raised hand to ready, again when the manager changes, and to the end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from erfara.foundation import clock, states, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused
from erfara.foundation.models import OutboxMessage
from erfara.peersupport.workplaces import actions, policies, queries, rounds
from erfara.peersupport.workplaces.models import Workplace
from erfara.peersupport.workplaces.readiness import ITEMS
from erfara.people.actions.contacts import leave_as_contact
from erfara.people.models import PublicMessage
from erfara.workflows import consents_in_time, erasing
from erfara.workflows import workplaces as flow
from erfara.workflows.demonstration.peers import workplaces as demonstration
from tests import factories as make
from tests.factories import AT
from tests.factories.peers import training as courses
from tests.factories.peers import workplaces as peers

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
TODAY = clock.local_day(AT)


@pytest.fixture(autouse=True)
def english():
    """What is refused is recognised by its words, as they stand in the source."""
    with translation.override("en"):
        yield


LATER = AT + timedelta(days=100)


def kinds() -> list[str]:
    return list(OutboxMessage.objects.order_by("created_at", "kind").values_list("kind", flat=True))


def public(of) -> Actor:
    return Actor(Role.PUBLIC, of.pk)


def test_a_raised_hand_is_kept_with_the_one_who_raised_it():
    of = peers.programme()
    row = peers.raised(of, words="Vi har väntat länge.")
    assert row.state == "interested"
    assert row.peers_wanted == 2
    assert row.contact_id is not None
    opened = vault.open(
        tenant_id=of.pk, person_ids=[row.contact_id], blob=row.blob, fields=("words",),
        purpose="workplace", case=str(row.pk), actor=make.system(of), at=AT,
    )  # fmt: skip
    assert opened[row.contact_id]["words"] == "Vi har väntat länge."
    assert kinds() == ["workplace_received"] * 2


def test_a_public_form_changes_nobody_at_a_known_workplace_and_loses_nothing():
    of = peers.programme()
    row = peers.offered(of)
    again = flow.raise_hand(
        programme=of, organisation="Region Påhitt", unit=row.unit.name,
        contact=peers.identity("Någon Annan"), facts={"kind": "forensic"}, words="Vi vill gärna.",
        by=public(of), at=AT,
    )  # fmt: skip
    assert again.pk == row.pk
    row.refresh_from_db()
    assert (row.state, row.kind, row.contact_id) == ("interested", "inpatient", again.contact_id)
    assert PublicMessage.objects.filter(programme=of, wants_answer=True).count() == 1


def test_one_peer_needs_a_reason():
    of = peers.programme()
    with pytest.raises(Refused, match="Two are less alone"):
        peers.raised(of, facts={"kind": "act", "peers_wanted": 1})
    assert not Workplace.objects.exists()
    row = peers.raised(of, facts={"kind": "act", "peers_wanted": 1, "why_one": "Fyra anställda."})
    assert row.why_one == "Fyra anställda."


def test_ready_is_when_everything_is_in_place_and_somebody_has_looked():
    of = peers.programme()
    row = peers.preparing(of)
    hers, going_on = peers.there(row.contact), peers.the_round(row)
    items = queries.items_of(going_on)
    assert list(items) == list(ITEMS)
    with pytest.raises(Refused, match="Write how many"):
        rounds.write_item(item=items["staff_2h"], standing="done", evidence="Alla", done_on=TODAY,
                          by=hers, at=AT)  # fmt: skip
    with pytest.raises(Refused, match="needed at every workplace"):
        rounds.write_item(item=items["manager"], standing="not_needed", evidence="Nej", by=hers,
                          at=AT)  # fmt: skip
    with pytest.raises(Refused, match="has not been yet"):
        rounds.write_item(item=items["desk"], standing="done", evidence="Rum 4",
                          done_on=TODAY + timedelta(days=1), by=hers, at=AT)  # fmt: skip
    rounds.write_item(item=items["clothes"], standing="not_needed", evidence="Egna kläder här.",
                      by=hers, at=AT)  # fmt: skip
    for key, item in items.items():
        if key not in {"clothes", "keys"}:
            peers.put_in_place(item, hers)
    going_on.refresh_from_db()
    assert going_on.state == "open"
    with pytest.raises(Refused, match="Something is left"):
        rounds.approve(readiness=going_on, by=make.system(of), at=AT)
    peers.put_in_place(items["keys"], hers)
    going_on.refresh_from_db()
    assert going_on.state == "filled"
    rounds.say_left(item=items["keys"], words="Nyckeln till förrådet.", by=make.system(of), at=AT)
    going_on.refresh_from_db()
    assert going_on.state == "open"
    peers.put_in_place(items["keys"], hers)
    going_on = peers.the_round(row)
    with pytest.raises(Refused, match="who the clinician is"):
        rounds.approve(readiness=going_on, by=make.system(of), at=AT)
    flow.name_person(workplace=going_on.workplace, role="clinician", identity=peers.identity(),
                     by=hers, at=AT)  # fmt: skip
    rounds.approve(readiness=going_on, by=make.system(of), at=AT)
    row.refresh_from_db()
    assert (row.state, row.recheck_on) == ("ready", TODAY + timedelta(days=365))
    with pytest.raises(Refused, match="only with one"):
        flow.name_person(workplace=row, role="clinician", identity=None, by=hers, at=AT)


def test_only_a_lead_says_that_a_workplace_is_ready():
    of = peers.programme()
    row = peers.filled(of)
    with pytest.raises(Refused):
        rounds.approve(readiness=peers.the_round(row), by=peers.there(row.contact), at=AT)
    row.refresh_from_db()
    assert row.state == "preparing"


def test_not_ready_needs_a_written_reason():
    of = peers.programme()
    row = peers.preparing(of)
    with pytest.raises(Refused, match="write why"):
        policies.check_ready(row)
    assert policies.check_ready(row, "Peern har redan arbetat där i fyra år.") is False
    assert policies.check_ready(peers.ready(of)) is True


def test_another_manager_makes_a_ready_workplace_look_again():
    of = peers.programme()
    row = peers.ready(of)
    before = row.manager
    assert before is not None
    flow.new_manager(workplace=row, identity=None, since=TODAY, by=peers.there(row.contact), at=AT)
    flow.new_manager(workplace=row, identity=None, since=TODAY, by=peers.there(row.contact), at=AT)
    row.refresh_from_db()
    assert (row.state, row.manager) == ("rechecking", None)
    going_on = peers.the_round(row)
    standing = {key: item.standing for key, item in queries.items_of(going_on).items()}
    assert {key for key, is_so in standing.items() if is_so == "missing"} == {
        key for key, item in ITEMS.items() if item.of_manager
    }
    assert standing["desk"] == "kept"
    rounds.still_so(readiness=going_on, by=peers.there(row.contact), at=AT)
    for key in ("manager", "does", "environment"):
        peers.put_in_place(going_on.items.get(key=key), peers.there(row.contact))
    assert peers.the_round(row).state == "filled"
    # What was said while nobody was manager is asked of the one who comes.
    flow.new_manager(workplace=row, identity=peers.identity(), since=TODAY,
                     by=peers.there(row.contact), at=AT)  # fmt: skip
    assert (peers.the_round(row).pk, peers.the_round(row).state) == (going_on.pk, "open")
    assert going_on.items.get(key="manager").standing == "missing"
    assert going_on.items.get(key="desk").standing == "done"
    before.refresh_from_db()
    assert before.erase_after == AT + flow.LET_GO_AFTER


def test_a_function_stands_instead_of_one_with_protected_details_who_goes_at_once():
    of = peers.programme()
    row = peers.preparing(of)
    before, by = row.contact, peers.there(row.contact)
    assert before is not None
    same = {"name": "Enhetschef", "email": "brevlada@exempel.invalid", "phone": ""}
    peers_mail = vault.open(
        tenant_id=of.pk, person_ids=[before.pk], blob="identity", fields=("email",),
        purpose="workplace", case=str(row.pk), actor=make.system(of), at=AT,
    )[before.pk]["email"]  # fmt: skip

    def named(identity):
        flow.name_person(
            workplace=row, role="contact", identity=identity, erase_now=True, by=by, at=AT
        )

    with pytest.raises(Refused, match="mailbox"):
        named({**same, "email": peers_mail})
    named(same)
    before.refresh_from_db()
    assert before.erase_after == AT
    assert row.contact_id != before.pk


def test_one_who_stands_somewhere_else_too_is_not_said_to_be_erased_at_once():
    of, mine = peers.programme(), peers.identity()
    here, also = (peers.preparing(of, contact=mine) for _turn in range(2))
    both, by = here.contact, make.system(of)
    assert both is not None

    def named(row, *, erase_now):
        flow.name_person(
            workplace=row, role="contact", identity=peers.identity("Enhetschef"),
            erase_now=erase_now, by=by, at=AT,
        )  # fmt: skip

    with pytest.raises(Refused, match="somewhere else"):
        named(here, erase_now=True)
    here.refresh_from_db()
    assert here.contact_id == both.pk
    named(also, erase_now=False)
    named(here, erase_now=True)
    both.refresh_from_db()
    assert both.erase_after == AT


def test_another_manager_while_the_list_is_late_gives_time():
    of = peers.programme()
    row = peers.preparing(of)
    for key in ("manager", "desk"):
        peers.put_in_place(peers.the_round(row).items.get(key=key), peers.there(row.contact))
    assert flow.keep_up(LATER) >= 1
    going_on = peers.the_round(row)
    assert going_on.state == "late"
    flow.new_manager(workplace=row, identity=peers.identity(), since=TODAY,
                     by=peers.there(row.contact), at=LATER)  # fmt: skip
    going_on.refresh_from_db()
    # What hung on the one before falls, and nothing else.
    assert going_on.items.get(key="manager").standing == "missing"
    assert going_on.items.get(key="desk").standing == "done"
    assert (going_on.state, going_on.due_on) == (
        "open", clock.local_day(LATER + actions.RECHECK_WITHIN)
    )  # fmt: skip


def test_the_worker_asks_again_after_a_year_and_reminds_once():
    of = peers.programme()
    row = peers.ready(of)
    assert flow.keep_up(AT + timedelta(days=300)) == 0
    year = AT + timedelta(days=366)
    assert flow.keep_up(year) == 1
    row.refresh_from_db()
    assert (row.state, peers.the_round(row).why) == ("rechecking", "yearly")
    assert flow.keep_up(year + timedelta(days=16)) == 1
    assert flow.keep_up(year + timedelta(days=17)) == 0
    assert kinds().count("readiness_reminder") == 2
    assert flow.keep_up(year + timedelta(days=31)) == 1
    assert peers.the_round(row).state == "late"


def test_an_offer_that_nobody_answers_comes_back():
    of = peers.programme()
    row = peers.offered(of)
    flow.keep_up(AT + timedelta(days=12))
    flow.keep_up(AT + timedelta(days=13))
    assert kinds().count("workplace_reminder") == 1
    flow.keep_up(AT + timedelta(days=22))
    row.refresh_from_db()
    assert row.state == "unanswered"
    actions.rest(workplace=row, look_again_on=TODAY + timedelta(days=90), by=make.system(of),
                 at=AT)  # fmt: skip
    flow.keep_up(AT + timedelta(days=91))
    row.refresh_from_db()
    assert row.state == "interested"


def test_an_ended_workplace_lets_its_people_go_and_keeps_who_is_needed():
    of = peers.programme()
    mine = peers.identity("Två Platser")
    row, other = peers.ready(of, contact=mine), peers.preparing(of, contact=mine)
    peers.duties_agreed(row)
    assert row.contact_id == other.contact_id
    flow.end(workplace=row, reason="Enheten läggs ned.", by=make.system(of), at=AT)
    row.refresh_from_db()
    assert (row.state, row.matrices.get().state) == ("ended", "ended")
    assert row.manager is not None
    assert row.contact is not None
    row.manager.refresh_from_db()
    row.contact.refresh_from_db()
    assert row.manager.erase_after == AT + flow.LET_GO_AFTER
    assert row.contact.erase_after is None
    erasing.erase_contact(person=row.manager, at=AT + timedelta(days=15))
    row.manager.refresh_from_db()
    assert row.manager.erased_at is not None


def test_somebody_who_was_let_go_and_is_needed_again_stays():
    of = peers.programme()
    mine = peers.identity()
    row = peers.raised(of, contact=mine)
    flow.end(workplace=row, reason="Fel enhet.", by=make.system(of), at=AT)
    again = peers.raised(of, contact=mine)
    assert again.contact_id == row.contact_id
    assert again.contact is not None
    assert again.contact.erase_after is None


def test_somebody_who_was_let_go_and_has_come_to_a_course_since_is_not_erased():
    of = peers.programme()
    gone, comes = (peers.raised(of, contact=peers.identity()) for _turn in range(2))
    for row in (gone, comes):
        flow.end(workplace=row, reason="Enheten läggs ned.", by=make.system(of), at=AT)
    assert gone.contact is not None
    assert comes.contact is not None
    courses.invited(courses.opened(of, "supervisors"), who=[comes.contact])
    consents_in_time.erase_contacts_who_left(AT + flow.LET_GO_AFTER + timedelta(days=1))
    for person in (gone.contact, comes.contact):
        person.refresh_from_db()
    assert gone.contact.erased_at is not None
    assert (comes.contact.erased_at, comes.contact.erase_after) == (None, None)


def test_who_has_asked_to_be_forgotten_is_so_also_when_a_lead_names_her_anew():
    of = peers.programme()
    mine = peers.identity()
    person = peers.raised(of, contact=mine).contact
    assert person is not None
    leave_as_contact(person=person, by=peers.there(person), at=AT)
    assert peers.preparing(of, contact=mine).contact_id == person.pk
    consents_in_time.erase_contacts_who_left(AT + timedelta(days=3))
    person.refresh_from_db()
    assert person.erased_at is not None


def test_a_course_is_evidence():
    of = peers.programme()
    row = peers.preparing(of)
    rounds.note_course(workplace=row, hours=2, came=14, held_on=TODAY, by=make.system(of), at=AT)
    item = peers.the_round(row).items.get(key="staff_2h")
    assert (item.standing, item.number, item.told_by) == ("done", 14, "course")


def test_what_somebody_says_at_the_same_moment_stays_when_a_course_is_put_right(monkeypatch):
    of = peers.programme()
    row, by = peers.preparing(of), make.system(of)
    rounds.note_course(workplace=row, hours=2, came=14, held_on=TODAY, by=by, at=AT)
    items = peers.the_round(row).items.filter(key="staff_2h")

    def said_meanwhile(obj):
        items.update(told_by="workplace", number=3)
        states.lock(obj)

    monkeypatch.setattr(rounds, "lock", said_meanwhile)
    rounds.correct_course(workplace=row, hours=2, held_on=TODAY, shows=None, by=by, at=AT)
    assert (items.get().standing, items.get().number) == ("done", 3)


def test_rest_stops_what_was_waited_for():
    of = peers.programme()
    row = peers.preparing(of)
    actions.rest(workplace=row, look_again_on=None, by=peers.there(row.contact), at=AT)
    assert queries.live_round(row) is None
    flow.begin(workplace=row, due_on=TODAY + timedelta(days=30), by=make.system(of), at=AT)
    assert peers.the_round(row).why == "first"


def test_what_hung_on_a_manager_who_left_while_it_rested_is_asked_about_when_it_is_back():
    of = peers.programme()
    row, by = peers.ready(of), make.system(of)
    flow.rest(workplace=row, look_again_on=None, by=by, at=AT)
    flow.new_manager(workplace=row, identity=peers.identity(), since=TODAY, by=by, at=LATER)
    flow.begin(workplace=row, due_on=clock.local_day(LATER), by=by, at=LATER)
    standing = {key: one.standing for key, one in queries.items_of(peers.the_round(row)).items()}
    assert {key for key, is_so in standing.items() if is_so == "missing"} == {
        key for key, item in ITEMS.items() if item.of_manager
    }


def test_a_lead_who_asks_early_says_so_and_what_is_left_on_a_late_list_gets_its_time():
    of = peers.programme()
    row, by = peers.ready(of), make.system(of)
    going_on = actions.recheck(workplace=row, by=by, at=AT)
    assert going_on.why == "asked"
    rounds.still_so(readiness=going_on, by=by, at=AT)
    rounds.write_item(item=going_on.items.get(key="desk"), standing="missing", by=by, at=AT)
    flow.keep_up(LATER)
    going_on.refresh_from_db()
    assert going_on.state == "late"
    rounds.say_left(item=going_on.items.get(key="keys"), words="Nycklarna.", by=by, at=LATER)
    going_on.refresh_from_db()
    assert (going_on.state, going_on.due_on) == ("open", clock.local_day(LATER + rounds.AT_LEAST))


def test_the_demonstration_has_one_workplace_in_each_queue():
    of = peers.programme()
    place = [
        demonstration.Place("Region Påhitt", f"Enhet {number}", "outpatient", "Påhittstad",
                            f"Kontakt{number} Låtsas", f"Chef{number} Påhittad")
        for number in range(12)
    ]  # fmt: skip
    parties = [
        demonstration.Party("employer", "Region Påhitt", "Arne Exempelsson"),
        demonstration.Party("user_org", "NSPH Påhitt", "Nora Exempelsson"),
    ]
    ready = demonstration.play(of, place[:2], parties, LATER)
    assert {row.state for row in ready} == {"ready"}
    demonstration.queues(of, place[2:], parties, LATER)
    states = set(Workplace.objects.values_list("state", flat=True))
    assert states == {
        "interested", "offered", "unanswered", "wants_out", "preparing", "rechecking", "ready",
        "resting",
    }  # fmt: skip
