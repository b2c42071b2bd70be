"""Whom to ask: the register looked through, what the search proposes, and what is kept of it."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erfara.foundation import clock, vault
from erfara.foundation.models.vault import AccessRow
from erfara.lending.models import (
    Draw,
    Inquiry,
    LocalWord,
    Proposal,
    ProposalLine,
    RequestConcept,
    Sought,
)
from erfara.people.actions import Told, staying
from erfara.people.actions import concepts as said_concepts
from erfara.people.models import Contributor, Experience
from erfara.people.policies import left_out
from erfara.web.coordinator.choosing import address_of, filters_in
from erfara.workflows import consent, finding
from erfara.workflows.finding import Filters
from erfara.workflows.finding.drawing import same_again
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
WISH = "Anhöriga till personer med demens."
HERS = "Pappa fick svårt att minnas och gick vilse."


@pytest.fixture
def library():
    finding.forget_all()
    yield make.programme()
    finding.forget_all()


@pytest.fixture
def staff(library):
    user, _actor = make.coordinator(library)
    return make.sign_in(Client(), user)


@pytest.fixture
def row(library):
    return make.specified(make.loan_request(library, wished_experience=WISH, purpose="-"))


def she(library: Any, text: str = HERS, name: str = "", role: str = "relative") -> Any:
    return make.contributor(library, name, told=[Told(role, text)])


def url(name: str, row: Any) -> str:
    return reverse(f"coordinator:{name}", args=[row.programme.slug, row.pk])


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


class TestLooking:
    def test_words_stand_in_no_address(self, staff, library, row):
        anna = she(library, name="Anna Påhitt")
        she(library, "Bröt benet i skidbacken.", name="Bo Påhitt")
        sent = staff.post(url("look", row), {"words": "glömska demens", "role": "relative"})
        assert sent.status_code == 302
        assert "roll=relative" in sent.url
        assert "gl" not in sent.url.lower().split("s=")[0].partition("?")[2].replace("roll", "")
        assert "demens" not in sent.url
        page = staff.get(sent.url)
        assert [one.contributor.pk for one in page.context["candidates"]] == [anna.pk]
        # Why she stands there, in the words of both sides; and what was looked for, still there.
        assert "gick vilse" in page.context["candidates"][0].reasons[0]
        assert "du söker" in page.context["candidates"][0].reasons[0]
        assert "glömska demens" in text(page)

    def test_an_address_from_elsewhere_looks_for_nothing(self, library):
        other = make.programme()
        address = QueryDict(address_of(other.pk, Filters(words="demens", area="hospital")))
        assert filters_in(library.pk, address) == Filters(area="hospital")
        for wrong in ("s=x", "s=" + "A" * 5000, "s=å", "omrade=nowhere&kan=%00", "s=AAAA"):
            assert filters_in(library.pk, QueryDict(wrong)) == Filters()

    def test_filters_go_through_pages_and_choices(self, staff, library, row):
        anna = she(library)
        she(library, "Bröt benet.", role="patient")
        address = address_of(library.pk, Filters(role="relative"))
        page = staff.get(f"{url('choose', row)}?{address}")
        assert [one.contributor.pk for one in page.context["candidates"]] == [anna.pk]
        sent = staff.post(page.context["here"], {"contributor": str(anna.pk), "page": "1"})
        assert sent.status_code == 302
        assert "roll=relative" in sent.url
        assert Inquiry.objects.get().contributor_id == anna.pk

    def test_who_is_never_asked_and_who_cannot_be_is_said_and_listed(self, staff, library, row):
        anna, bo = she(library), she(library)
        consent.pause(contributor=bo, until=None, by=make.system(library), at=clock.now())
        page = staff.get(url("choose", row))
        assert page.context["asking"]["never"] == 2
        (paused,) = page.context["asking"]["left_out"]
        listed = staff.get(paused[2].partition("#")[0])
        assert [one.contributor.pk for one in listed.context["candidates"]] == [bo.pk]
        never = staff.get(page.context["asking"]["never_url"].partition("#")[0])
        assert {one.contributor.pk for one in never.context["candidates"]} == {anna.pk, bo.pk}

    def test_nobody_is_like_that(self, staff, library, row):
        she(library)
        page = staff.get(f"{url('choose', row)}?roll=client")
        assert "Ingen i registret är sådan" in text(page)

    def test_the_protected_are_in_no_list(self, staff, library, row):
        from erfara.people.actions import protection

        anna = she(library, name="Anna Påhitt")
        protection.protect(contributor=anna, by=make.system(library), at=clock.now())
        for page in (staff.get(url("choose", row)), staff.get(url("proposal", row)),
                     staff.get(f"{url('choose', row)}?roll=relative")):  # fmt: skip
            assert "Anna Påhitt" not in text(page)
            assert str(anna.pk) not in text(page)

    def test_what_is_too_long_is_said(self, staff, row):
        answer = staff.post(url("look", row), {"words": "x" * 500})
        assert answer.status_code == 422

    def test_its_queries_do_not_grow(self, staff, library, row):
        counts = []
        for more in (1, 3):
            for _ in range(more):
                she(library)
            address = address_of(library.pk, Filters(words="demens", role="relative"))
            for place in (
                f"{url('choose', row)}?{address}",
                url("proposal", row),
                url("try_team", row),
            ):
                staff.get(place)
                with CaptureQueriesContext(connection) as seen:
                    assert staff.get(place).status_code == 200
                counts.append(len(seen))
        assert counts[:3] == counts[3:]


class TestProposal:
    def test_reasons_stand_beside_names_and_opening_is_logged(self, staff, library, row):
        anna = she(library, name="Anna Påhitt")
        she(library, "Mamma har demens sedan fyra år.", name="Bo Påhitt")
        stranger = she(library, "Bröt benet.", name="Cia Påhitt")
        page = text(staff.get(url("proposal", row)))
        assert "Anna Påhitt" in page
        assert "svårt att minnas" in page
        assert "Cia Påhitt" not in page
        assert AccessRow.objects.filter(person_id=anna.person_id, purpose="choose").exists()
        assert not AccessRow.objects.filter(person_id=stranger.person_id).exists()

    def test_the_whole_team_is_chosen_with_one_press_and_nobody_is_kept(self, staff, library, row):
        for _ in range(3):
            she(library)
        page = staff.get(url("proposal", row))
        ids = page.context["team_ids"]
        assert len(ids.split()) == 2
        for _ in range(2):
            assert staff.post(url("choose_proposed", row), {"people": ids}).status_code == 302
        assert Inquiry.objects.filter(state="chosen").count() == 2
        kept = Proposal.objects.get()
        assert "dementia-relatives" in kept.concepts
        lines = list(ProposalLine.objects.order_by("rank"))
        assert [line.chosen for line in lines] == [True, True, False]
        assert [line.in_team for line in lines] == [True, True, False]
        people = {str(one.contributor.pk) for one in page.context["team"]}
        people |= {str(one.contributor.person_id) for one in page.context["team"]}
        for model in (Proposal, ProposalLine):
            assert not any(str(value) in people for row in model.objects.values() for value in
                           row.values())  # fmt: skip

    def test_a_choice_that_is_taken_back_or_made_beside_is_counted(self, staff, library, row):
        she(library)
        beside = she(library, "Bröt benet i skidbacken.")
        proposed = staff.get(url("proposal", row)).context["team"][0].contributor
        staff.post(url("choose_proposed", row), {"people": str(proposed.pk)})
        staff.post(url("choose", row), {"contributor": str(beside.pk)})
        assert Proposal.objects.get().chosen_beside == 1
        inquiry = Inquiry.objects.get(contributor=proposed)
        sent = staff.post(
            reverse("coordinator:drop", args=[library.slug, inquiry.pk]), {"from": "proposal"}
        )
        assert sent.url == url("proposal", row)
        assert not ProposalLine.objects.filter(chosen=True).exists()
        staff.post(url("say_difference", row), {"difference": "share"})
        assert Proposal.objects.get().difference == "share"
        staff.post(url("say_difference", row), {"difference": "nonsense"})
        assert Proposal.objects.get().difference == "share"

    def test_nobody_has_told_of_it_and_there_are_three_ways_on(self, staff, library, row):
        she(library, "Bröt benet i skidbacken.")
        page = text(staff.get(url("proposal", row)))
        assert "har berättat om det än" in page
        for place in ("seek", "end_request", "choose"):
            assert url(place, row) in page
        for _ in range(2):
            assert staff.post(url("seek", row)).status_code == 302
        noted = Sought.objects.get()
        assert noted.words == WISH
        assert WISH in text(staff.get(reverse("coordinator:sought", args=[library.slug])))
        end = reverse("coordinator:end_sought", args=[library.slug, noted.pk])
        staff.post(end, {"end": "found"})
        noted.refresh_from_db()
        assert noted.end == "found"

    def test_wishes_that_cannot_be_met_say_by_how_little(self, staff, library, row):
        she(library)
        she(library)
        page = staff.get(url("proposal", row), {"size": "2", "municipalities": "3"})
        assert "3 olika kommuner" in text(page)
        assert staff.get(url("proposal", row), {"size": "x" * 50}).status_code == 422

    def test_what_the_request_is_about_can_be_set_right(self, staff, library, row):
        she(library)
        page = staff.get(url("request_about", row))
        found = [one.concept for one in page.context["found"]]
        assert "dementia-relatives" in found
        staff.post(url("request_about", row), {"about_wish": []})
        assert not RequestConcept.objects.filter(accepted=True).exists()
        understood = staff.get(url("proposal", row)).context["proposal"].asked_for
        assert not {one.concept for one in understood} & set(found)
        staff.post(url("request_about", row), {"about_wish": ["dementia-relatives"]})
        understood = staff.get(url("proposal", row)).context["proposal"].asked_for
        assert "dementia-relatives" in {one.concept for one in understood}

    def test_nothing_is_proposed_when_nobody_may_be_asked(self, staff, library):
        she(library)
        row = make.loan_request(library, wished_experience=WISH)
        page = staff.get(url("proposal", row))
        assert page.status_code == 200
        assert page.context["proposal"] is None
        assert not AccessRow.objects.filter(purpose="choose").exists()


class TestWords:
    def test_a_word_of_our_own_is_added_and_taken_away(self, staff, library, row):
        anna = she(library, "Gick på Knutpunkten varje vecka.")
        here = reverse("coordinator:local_words", args=[library.slug])
        assert staff.get(here).status_code == 200
        staff.post(here, {"word": " Knutpunkten ", "concept": "dementia-relatives"})
        word = LocalWord.objects.get()
        assert word.word == "Knutpunkten"
        page = staff.get(url("proposal", row))
        assert [one.contributor.pk for one in page.context["team"]] == [anna.pk]
        staff.post(reverse("coordinator:drop_local_word", args=[library.slug, word.pk]))
        assert not LocalWord.objects.exists()
        assert staff.post(here, {"word": "x", "concept": "nowhere"}).status_code == 422

    def test_what_is_said_of_her_words_lies_in_the_vault_and_counts(self, staff, library, row):
        anna = she(library)
        here = url("told_about", anna)
        (told,) = Experience.objects.filter(contributor=anna)
        page = staff.get(here)
        ticked = page.context["form"][f"about_{told.pk}"].value()
        assert ticked
        staff.post(here, {f"about_{told.pk}": []})
        opened = vault.open(
            tenant_id=library.pk, person_ids=[anna.person_id], blob=said_concepts.BLOB,
            fields=[str(told.pk)], purpose="talk", case=str(anna.pk), at=clock.now(),
            actor=make.system(library),
        )  # fmt: skip
        assert set(opened[anna.person_id][str(told.pk)]["no"]) >= set(ticked)
        assert staff.get(url("proposal", row)).context["proposal"].nobody_fits

    def test_she_sees_it_on_her_own_page_and_sets_it_right(self, library, row):
        anna = she(library)
        hers = make.person_sign_in(Client(), anna.person)
        here = reverse("person:told_about", args=[library.slug])
        (told,) = Experience.objects.filter(contributor=anna)
        page = hers.get(here)
        assert page.status_code == 200
        assert page.context["form"][f"about_{told.pk}"].value()
        sent = hers.post(here, {f"about_{told.pk}": ["dementia-relatives"]})
        assert sent.status_code in {302, 422}


class TestTrying:
    """A team changed by hand: before and after, what wishes take, the next best."""

    def test_it_begins_with_the_proposal_and_shows_what_changes(self, staff, library, row):
        anna, bo = she(library, name="Anna Påhitt"), she(library, name="Bo Påhitt")
        dag = she(library, "Mamma har demens. Jag fick min cancer.", name="Dag Påhitt")
        begun = staff.get(url("try_team", row))
        assert begun.context["same"]
        proposed = {one.contributor.pk for one in staff.get(url("proposal", row)).context["team"]}
        assert {UUID(one) for one in begun.context["form"].initial["lag"]} == proposed
        other = ({anna.pk, bo.pk, dag.pk} - proposed).pop()
        kept = min(proposed)
        page = staff.get(url("try_team", row), {"andrat": "1", "lag": [str(kept), str(other)]})
        assert not page.context["same"]
        assert len(page.context["out"]) == len(page.context["into"]) == 1
        near = page.context["lines"][-1]
        assert near[1] == "100 %"
        assert int(near[2].split()[0]) <= 100
        # The next best in the place of the one put in is the one taken out.
        swap = {name: url_ for name, _other, url_ in page.context["places"]}
        there = staff.get(url("try_team", row) + swap[page.context["into"][0]])
        assert there.context["same"]
        assert not Inquiry.objects.exists()
        staff.post(page.context["choose_url"], {"people": page.context["team_ids"]})
        assert set(Inquiry.objects.values_list("contributor", flat=True)) == {kept, other}

    def test_what_a_wish_takes_and_what_is_not_met_is_said(self, staff, library, row):
        for _ in range(2):
            she(library)
        address = {"municipalities": "3", "andrat": "1"}
        page = staff.get(url("try_team", row), address)
        assert page.context["costs"] == [("Från minst så många orter", 3, 0)]
        assert page.context["unmet"]
        assert page.context["team_size"] == 0

    def test_who_cannot_be_asked_is_named_and_is_not_in_it(self, staff, library, row):
        she(library)
        bo = she(library, name="Bo Påhitt")
        elsewhere = she(make.programme(), name="Cia Påhitt")
        consent.pause(contributor=bo, until=None, by=make.system(library), at=clock.now())
        sent = {"andrat": "1", "lag": [str(bo.pk), str(elsewhere.pk), "nonsense"]}
        page = staff.get(url("try_team", row), sent)
        assert page.context["cannot"] == [("Bo Påhitt", "pausar")]
        assert not page.context["team_ids"]
        assert "Cia Påhitt" not in text(page)


class TestRest:
    """Who has been asked much rests until a day; she sees it and may end it herself."""

    def test_who_rests_is_left_out_by_name_and_is_asked_again(self, staff, library, row):
        anna, bo = she(library, name="Anna Påhitt"), she(library, name="Bo Påhitt")
        here = url("spare", anna) + f"?forfragan={row.pk}"
        assert staff.get(here).status_code == 200
        assert staff.post(here, {"until": "2020-01-01"}).status_code == 422
        until = clock.local_day(clock.now()) + timedelta(days=30)
        sent = staff.post(here, {"until": until.isoformat()})
        assert sent.url == url("proposal", row)
        page = staff.get(sent.url)
        assert [one.contributor.pk for one in page.context["team"]] == [bo.pk]
        assert [one.contributor.pk for one in page.context["resting"]] == [anna.pk]
        staff.post(url("choose_proposed", row), {"people": str(anna.pk)})
        assert not Inquiry.objects.exists()
        staff.post(url("end_sparing", anna), {"request": str(row.pk)})
        assert len(staff.get(sent.url).context["team"]) == 2

    def test_she_sees_it_and_may_end_it_and_what_she_was_asked_stays(self, library, row):
        anna = she(library)
        (inquiry,) = make.asked(row, [anna])
        until = clock.local_day(clock.now()) + timedelta(days=30)
        staying.spare(contributor=anna, until=until, by=make.system(library), at=clock.now())
        inquiry.refresh_from_db()
        assert inquiry.state == "sent"
        hers = make.person_sign_in(Client(), anna.person)
        home = reverse("person:home", args=[library.slug])
        assert "Jag vill tillfrågas ändå" in text(hers.get(home))
        hers.post(reverse("person:end_sparing", args=[library.slug]))
        assert Contributor.objects.get(pk=anna.pk).spared_until is None
        assert "Jag vill tillfrågas ändå" not in text(hers.get(home))

    def test_it_ends_by_itself(self, library):
        anna = she(library)
        today = clock.local_day(clock.now())
        anna.spared_until = today
        assert left_out(anna, {"register"}, today) is None
        assert left_out(anna, {"register"}, today - timedelta(days=1)) == "spared"


class TestLastTime:
    def test_who_was_asked_about_the_like_of_it_and_what_was_chosen_otherwise(
        self, staff, library, row
    ):
        anna, bo = she(library, name="Anna Påhitt"), she(library, name="Bo Påhitt")
        before = make.specified(make.loan_request(library, wished_experience=WISH, purpose="-"))
        other = make.specified(
            make.loan_request(library, wished_experience="Barn med diabetes.", purpose="-")
        )
        staff.post(url("choose_proposed", before), {"people": str(anna.pk)})
        beside = she(library, "Bröt benet i skidbacken.", name="Cia Påhitt")
        staff.post(url("choose", before), {"contributor": str(beside.pk)})
        staff.post(url("say_difference", before), {"difference": "share"})
        staff.post(url("choose", other), {"contributor": str(bo.pk)})
        page = staff.get(url("last_time", row))
        (one,) = page.context["before"]
        assert one["request"].pk == before.pk
        assert [(name, now) for name, _then, now in one["rows"]] == [
            ("Anna Påhitt", "i laget"), ("Cia Påhitt", "föreslås inte"),
        ]  # fmt: skip
        assert one["said"] == [
            "Av de 2 som föreslogs som lag valdes 1.", "En valdes vid sidan av förslaget.",
            "Varför: andra ska få vara med.",
        ]  # fmt: skip
        assert one["again"] == 1
        assert AccessRow.objects.filter(person_id=beside.person_id, purpose="choose").exists()
        with CaptureQueriesContext(connection) as few:
            staff.get(url("last_time", row))
        for _ in range(2):
            third = make.specified(make.loan_request(library, wished_experience=WISH, purpose="-"))
            staff.post(url("choose_proposed", third), {"people": f"{anna.pk} {bo.pk}"})
        staff.get(url("last_time", row))  # what has changed is read again
        with CaptureQueriesContext(connection) as many:
            assert len(staff.get(url("last_time", row)).context["before"]) == 3
        assert len(many) <= len(few) + 1  # names of more people than one are opened at once


class TestDraw:
    def test_a_panel_is_drawn_shown_drawn_again_and_chosen(self, staff, library, row):
        own = [she(library, "Jag har demens själv.", role="patient") for _ in range(2)]
        for _ in range(6):
            she(library)
        sent = {"size": "3", "whom": "told", "least_own": "1", "seed": "7"}
        assert staff.get(url("draw", row)).status_code == 200
        gone = staff.post(url("draw", row), sent)
        drawn = Draw.objects.get()
        assert gone.url == reverse("coordinator:drawn", args=[library.slug, drawn.pk])
        assert len(drawn.panel) == 3
        assert {int(one) for one in drawn.panel} & {one.number for one in own}
        page = staff.get(gone.url + "?igen=1")
        assert page.context["again"] is True
        # Two own of whom at least one is drawn, six others of whom at most two are.
        assert (page.context["smallest"], page.context["largest"]) == ("33,3 %", "50,0 %")
        file = staff.get(reverse("coordinator:drawn_file", args=[library.slug, drawn.pk])).json()
        assert file["seed"] == 7
        assert not any(str(one.pk) in str(file) for one in own)
        staff.post(
            reverse("coordinator:choose_drawn", args=[library.slug, drawn.pk]), {"once": "x"}
        )
        assert Inquiry.objects.filter(request=row, state="chosen").count() == 3
        # Another seed is another draw; both stay.
        staff.post(url("draw", row), {**sent, "seed": ""})
        assert [one.number for one in row.draws.order_by("number")] == [1, 2]
        Draw.objects.filter(number=1).update(seed=8)
        draw, same = Draw.objects.get(number=1), []
        for seed in range(8, 14):
            draw.seed = seed
            same.append(same_again(draw))
        assert not all(same)

    def test_what_cannot_be_drawn_is_said_and_nothing_kept(self, staff, library, row):
        she(library)
        she(library)
        for wrong in ({"size": "5"}, {"size": "2", "least_own": "1"}, {"size": "x"},
                      {"size": "1", "least_own": "2", "most_own": "1"}):  # fmt: skip
            assert staff.post(url("draw", row), {"whom": "told", **wrong}).status_code == 422
        assert not Draw.objects.exists()
