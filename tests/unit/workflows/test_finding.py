"""The search's index of a library: in step with the database in every process, and fair."""

from dataclasses import replace
from datetime import timedelta

import pytest

from erfara.foundation import vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed
from erfara.foundation.models import AuditEvent
from erfara.foundation.models.vault import AccessRow
from erfara.lending.actions import inquiries
from erfara.lending.models import LocalWord, Participation, RequestConcept
from erfara.people import actions as people
from erfara.people.actions import parts, protection, staying
from erfara.people.models import Experience
from erfara.workflows import consent, erasing, finding
from erfara.workflows.finding import Filters, Library, following, library
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
WISH = "Anhöriga till personer med demens."


def told(text, role="relative", **more):
    return people.Told(role, text, **more)


@pytest.fixture
def county():
    finding.forget_all()
    yield factories.programme()
    finding.forget_all()


@pytest.fixture
def asked(county):
    return factories.specified(factories.loan_request(county, wished_experience=WISH, purpose="-"))


def add(county, *texts, **more):
    return factories.contributor(county, told=[told(text) for text in texts], **more)


def ids(proposal):
    return {line.id for line in proposal.lines}


def test_a_proposal_has_reasons_in_the_words_of_both_sides(county, asked):
    she = add(county, "Pappa fick svårt att minnas och gick vilse.")
    add(county, "Bröt benet i skidbacken.")
    proposal = finding.propose(asked, at=AT)
    assert ids(proposal) == {she.pk}
    (line,) = proposal.lines
    assert "svårt att minnas" in line.reasons[0]
    assert "demens" in line.reasons[0]
    assert line.in_team
    assert not proposal.nobody_fits


def test_nobody_fits_is_said(county, asked):
    add(county, "Bröt benet i skidbacken.")
    proposal = finding.propose(asked, at=AT)
    assert proposal.nobody_fits
    assert proposal.lines == ()
    assert "emens" in proposal.why_nobody


def test_making_it_is_one_row_in_the_systems_log_and_none_in_anybodys(county, asked):
    add(county, "Pappa fick svårt att minnas.")
    before = AccessRow.objects.count()
    finding.propose(asked, at=AT)
    finding.propose(asked, at=AT)
    assert AuditEvent.objects.filter(event="index.built", tenant_id=county.pk).count() == 1
    assert AccessRow.objects.count() == before


def test_only_the_system_may_read_for_an_index(county):
    she = add(county, "Pappa fick svårt att minnas.")
    other = factories.programme()
    for actor in (factories.system(county), Actor(Role.PERSON, county.pk, she.person_id),
                  Actor(Role.OPERATOR), Actor.system(other.pk), Actor.system()):  # fmt: skip
        with pytest.raises(NotAllowed):
            vault.read_for_index(
                tenant_id=county.pk, person_ids=[she.person_id], blobs={"experience": None},
                whole=True, actor=actor, at=AT,
            )  # fmt: skip


def withdraw(county, she):
    consent.withdraw(
        person=she.person, purpose="register", how="own_page",
        by=Actor(Role.PERSON, county.pk, she.person_id), at=AT,
    )  # fmt: skip


def pause(county, she):
    consent.pause(
        contributor=she, until=(AT + timedelta(days=30)).date(), by=factories.system(county), at=AT
    )


def hide(county, she):
    (row,) = Experience.objects.filter(contributor=she)
    people.set_experiences(
        contributor=she,
        told=[told("Pappa fick svårt att minnas.", id=row.pk, matchable=False)],
        by=factories.system(county), at=AT,
    )  # fmt: skip


def erase(county, she):
    withdraw(county, she)
    she.refresh_from_db()
    erasing.erase(contributor=she, at=AT + timedelta(days=3))


def protect(county, she):
    protection.protect(contributor=she, by=factories.system(county), at=AT)


def tell_otherwise(county, she):
    people.set_experiences(
        contributor=she, told=[told("Bröt armen på isen.")], by=factories.system(county), at=AT
    )


@pytest.mark.parametrize("happens", [withdraw, pause, hide, erase, protect, tell_otherwise])
def test_what_happens_to_somebody_is_so_in_every_process_at_the_next_request(
    county, asked, happens
):
    """Two indexes of the same library, as two web processes have them."""
    she = add(county, "Pappa fick svårt att minnas.")
    here, there = Library(county.pk), Library(county.pk)
    for one in (here, there):
        library._libraries[county.pk] = one
        assert ids(finding.propose(asked, at=AT)) == {she.pk}
    happens(county, she)
    for one in (here, there):
        library._libraries[county.pk] = one
        assert ids(finding.propose(asked, at=AT)) == set()
        matcher = one.matcher
        assert matcher is not None
        texts = [e.text for e in matcher.index._texts if e is not None]
        if happens is not pause:
            assert "Pappa fick svårt att minnas." not in texts
            assert not any("Pappa" in s for s, _ in matcher.recogniser._known)


def test_somebody_new_is_found_and_a_pause_that_ends_lets_her_be_found_again(county, asked):
    finding.propose(asked, at=AT)
    she = add(county, "Pappa fick svårt att minnas.")
    assert ids(finding.propose(asked, at=AT)) == {she.pk}
    pause(county, she)
    assert finding.propose(asked, at=AT).left_out == {"paused": 1}
    people.resume(contributor=she, by=factories.system(county), at=AT)
    assert ids(finding.propose(asked, at=AT)) == {she.pk}


def test_a_process_that_nobody_asks_forgets_as_well(county, asked):
    she = add(county, "Pappa fick svårt att minnas.")
    finding.propose(asked, at=AT)
    erase(county, she)
    finding.look_after()
    held = library.library_of(county)
    assert held.ready
    assert she.pk not in held.entries
    finding.look_after(now=lambda: held.used + following.IDLE + 1)
    assert not held.ready


def test_a_large_library_is_prepared_in_the_background(county, asked, monkeypatch):
    add(county, "Pappa fick svårt att minnas.")
    begun = []
    monkeypatch.setattr(library, "WAITS_FOR", 0)
    monkeypatch.setattr(Library, "_make_in_background", lambda *args: begun.append(args))
    proposal = finding.propose(asked, at=AT)
    assert not proposal.ready
    assert len(begun) == 1
    assert isinstance(finding.looking(asked, at=AT), finding.Preparing)


def test_those_left_out_are_counted_by_why(county, asked):
    add(county, "Pappa fick svårt att minnas.")
    silent = add(county, "Mamma glömmer allt.")
    parts.write_part(
        contributor=silent, part="avoid", seen=0, wishes={"avoid": "Demens och mamma."},
        by=factories.system(county), at=AT,
    )  # fmt: skip
    seldom = add(county, "Mannen har demens.")
    staying.set_rhythm(
        contributor=seldom, ask_often="yearly", away_from=None, away_until=None,
        by=factories.system(county), at=AT,
    )  # fmt: skip
    other = factories.loan_request(county)
    factories.asked(other, [seldom], at=AT - timedelta(days=30))
    already = add(county, "Farfar är dement.")
    rows = [
        inquiries.choose(request=asked, contributor=already, by=factories.system(county), at=AT)
    ]
    # On the list she stands where she stood; asked she is out of the proposal.
    assert already.pk in ids(finding.propose(asked, at=AT))
    inquiries.send(
        request=asked, inquiries=rows, answer_by=AT.date(), by=factories.system(county), at=AT
    )
    asked.refresh_from_db()
    assert finding.propose(asked, at=AT).left_out == {"no_go": 1, "too_soon": 1, "asked": 1}


def test_who_has_been_lent_less_goes_first_into_a_team(county, asked):
    often = add(county, "Mamma har demens sedan fyra år.")
    loan = factories.team(factories.loan_request(county))
    seldom = [add(county, "Mamma har demens sedan fyra år.") for _ in range(2)]
    one = Participation.objects.filter(loan=loan).values_list("pk", flat=True)[:1]
    Participation.objects.filter(pk__in=list(one)).update(contributor=often)
    finding.forget_all()
    team = {line.id for line in finding.propose(asked, at=AT + timedelta(days=1)).team}
    assert team == {one.pk for one in seldom}


def test_severity_recency_and_closeness_count_for_nothing(county, asked):
    """Exchanged between people, they leave the order as it was."""
    texts = ["Mamma glömde vilka vi var.", "Maken gick ut i nattlinne och hittade inte hem.",
             "Brodern har demens."]  # fmt: skip
    orders = []
    for roles, ago in ((("relative", "companion", "relative"), 400),
                       (("companion", "relative", "companion"), 10)):  # fmt: skip
        of = factories.programme()
        row = factories.specified(factories.loan_request(of, wished_experience=WISH, purpose="-"))
        rows = [
            factories.contributor(of, told=[told(t, r)], at=AT - timedelta(days=ago))
            for t, r in zip(texts, roles, strict=True)
        ]
        place = {one.pk: at for at, one in enumerate(rows)}
        orders.append([(place[i.id], i.score) for i in finding.propose(row, at=AT).lines])
    assert orders[0] == orders[1]
    assert len(orders[0]) == 3


def test_a_coordinators_word_on_what_a_request_is_about_counts(county, asked):
    she = add(county, "Pappa fick svårt att minnas.")
    proposal = finding.propose(asked, at=AT)
    assert "dementia" in {one.concept for one in proposal.asked_for}
    for concept in {one.concept for one in proposal.asked_for}:
        RequestConcept.objects.create(
            programme=county, request=asked, concept=concept, accepted=False, created_at=AT
        )
    assert ids(finding.propose(asked, at=AT)) == set()
    RequestConcept.objects.filter(concept="dementia").update(accepted=True)
    assert ids(finding.propose(asked, at=AT)) == {she.pk}


def test_a_librarys_local_word_is_known_from_the_next_request_on(county, asked):
    she = add(county, "Gick på Knutpunkten varje vecka.")
    assert finding.propose(asked, at=AT).nobody_fits
    LocalWord.objects.create(
        programme=county, word="Knutpunkten", concept="dementia-relatives", created_at=AT
    )
    assert ids(finding.propose(asked, at=AT)) == {she.pk}


def looked(asked) -> finding.Looking:
    look = finding.looking(asked, at=AT)
    assert isinstance(look, finding.Looking)
    return look


def test_the_register_is_looked_through(county, asked):
    reads = add(county, "Pappa fick svårt att minnas.")
    leg = factories.contributor(
        county, told=[told("Bröt benet på väg till vårdcentralen.", "patient", area="hospital")]
    )
    parts.write_part(
        contributor=leg, part="where", seen=0,
        wishes={"places": "Flen, Katrineholm", "on_screen": "yes"},
        by=factories.system(county), at=AT,
    )  # fmt: skip
    parts.write_part(
        contributor=leg, part="language", seen=0, wishes={"language": "Somaliska"},
        by=factories.system(county), at=AT,
    )  # fmt: skip
    parts.write_trainings(
        contributor=leg, trained=[parts.Trained("peer_support", 2020)], seen=0,
        by=factories.system(county), at=AT,
    )  # fmt: skip
    factories.asked(factories.loan_request(county), [leg], at=AT - timedelta(days=500))

    def found(**filters):
        return set(looked(asked).find(Filters(**filters)))

    assert found() == {reads.pk, leg.pk}
    for filters in (
        {"words": "benbrott"}, {"area": "hospital"}, {"role": "patient"}, {"place": "flen"},
        {"language": "somaliska"}, {"on_screen": True}, {"training": "peer_support"},
        {"asked": "long", "role": "patient"},
    ):  # fmt: skip
        assert found(**filters) == {leg.pk}, filters
    for filters in ({"words": "glömska"}, {"asked": "never"}, {"role": "relative"}):
        assert found(**filters) == {reads.pk}, filters
    assert found(travels=True) == set()
    pause(county, reads)
    assert found(may="paused") == {reads.pk}
    assert found(may="yes") == {leg.pk}
    seen = looked(asked).asking()
    assert (seen.never, seen.may, seen.left_out) == (1, 1, {"paused": 1})


def test_filters_are_compared_whole():
    assert not Filters().any
    assert replace(Filters(), on_screen=True).any
