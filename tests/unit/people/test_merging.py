"""Two entries that are one person: found without opening, put together with both histories."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from erfara.foundation import audit, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models.vault import AccessRow, SealedBlob
from erfara.people import actions as people
from erfara.people.actions import interviews, log_questions, parts, presentations
from erfara.people.actions.merging import say_not_same
from erfara.people.duplicates import entries_before, pairs
from erfara.people.models import Consent, Contributor, Merging, Person
from erfara.people.openings import same_case
from erfara.people.own_queries import openings_of
from erfara.people.queries import live_purposes
from erfara.workflows import consent, lend, merging
from tests import factories as make

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
AT, DAY = make.AT, timedelta(days=1)


@pytest.fixture
def here():
    return make.programme()


@pytest.fixture
def two(here):
    """The same woman twice: first from a paper, then from the web."""
    kept = make.contributor(here, "Berg, Anna", email="")
    gone = make.contributor(here, "Anna Berg")
    return kept, gone


def opened(row: Contributor, blob: str, *fields: str, purpose: str = "person_page"):
    found = vault.open(
        tenant_id=row.programme_id, person_ids=[row.person_id], blob=blob, fields=fields,
        purpose=purpose, case=str(row.pk), actor=make.system(row.programme), at=AT,
    )  # fmt: skip
    return found.get(row.person_id, {})


def merge(kept, gone, at=AT + DAY):
    return merging.merge(kept=kept, gone=gone, by=make.system(kept.programme), at=at)


# Finding ------------------------------------------------------------------------------------


def test_a_name_in_another_order_is_the_same_and_nothing_is_opened(here, two):
    make.contributor(here, "Anna Bergström")
    before = AccessRow.objects.count()
    (pair,) = pairs(here)
    assert (pair.first, pair.second) == two
    assert pair.shares == {"name"}
    assert AccessRow.objects.count() == before


def test_nobody_of_another_programme_and_nobody_who_has_left_is_a_pair(here, two):
    make.contributor(make.programme(), "Anna Berg")
    assert len(pairs(here)) == 1
    consent.leave(contributor=two[1], how="phone", by=make.system(here), at=AT)
    assert pairs(here) == []


def test_two_who_are_two_are_not_proposed_again(here, two):
    say_not_same(first=two[1], second=two[0], by=make.system(here), at=AT)
    say_not_same(first=two[0], second=two[1], by=make.system(here), at=AT)
    assert pairs(here) == []


def test_only_the_two_are_opened_and_both_logs_say_so(here, two):
    third = make.contributor(here)
    asked = {
        "tenant_id": here.pk, "blob": "identity", "fields": ("name",), "purpose": "same",
        "case": same_case(two[0].pk, two[1].pk), "actor": make.system(here), "at": AT,
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        vault.open(person_ids=[two[0].person_id, third.person_id], **asked)
    with pytest.raises(NotAllowed):
        vault.open(person_ids=[two[0].person_id], **asked)
    before = AccessRow.objects.count()
    assert len(vault.open(person_ids=[row.person_id for row in two], **asked)) == 2
    assert AccessRow.objects.count() == before + 2


# Knowing all of them ------------------------------------------------------------------------


def test_merging_knows_every_model_that_points_to_somebody():
    pointing = {
        f"{model._meta.label_lower}.{f.name}"
        for model in apps.get_models()
        for f in model._meta.get_fields()
        if isinstance(f, ForeignKey) and f.related_model in (Person, Contributor)
    }
    assert pointing == set(merging.MOVES)


# Putting together ---------------------------------------------------------------------------


def rich(here, name: str, word: str) -> Contributor:
    """Somebody with a row of every kind."""
    row = make.contributor(
        here, name, [people.Told("patient", f"berättelse {word}")],
        consents=("register", "email", "presentation"),
    )  # fmt: skip
    by = make.system(here)
    parts.write_part(
        contributor=row, part="avoid", seen=0, wishes={"avoid": f"inte om {word}"}, by=by, at=AT
    )
    request = make.loan_request(here)
    (mine, _other) = make.asked(request, [row, make.contributor(here)], at=AT)
    make.said_yes(mine)
    lend.confirm(inquiry=mine, amount=Decimal(1066), by=by, at=AT)
    make.said_yes(_other)
    lend.confirm(inquiry=_other, by=by, at=AT)
    make.followed_up(make.carried_out(lend.complete_team(request=request, by=by, at=AT)))
    log_questions.ask_about_log(
        person=row.person, day=AT.date(), purpose="person_page", actor_role="coordinator",
        actor_label="", words=f"varför {word}", by=Actor(Role.PERSON, here.pk, row.person_id),
        at=AT,
    )  # fmt: skip
    talk = interviews.begin_now(contributor=row, how="phone", by=by, at=AT)
    interviews.finish(interview=talk, by=by, at=AT)
    presentations.write(contributor=row, title=f"Om {word}", text="Kort text.", by=by, at=AT)
    return row


def test_everything_is_moved_and_both_histories_are_read(here):
    kept, gone = rich(here, "Anna Berg", "ett"), rich(here, "Berg Anna", "två")
    opened(gone, "identity", "name")
    words_before = set(vault.blobs_of(here.pk, gone.person_id))
    made = merge(kept, gone)
    merging.finish(merging=made, at=AT + DAY)
    kept, gone = Contributor.objects.get(pk=kept.pk), Contributor.objects.get(pk=gone.pk)
    assert gone.state == "merged"
    assert gone.person.erased_at is not None
    assert vault.is_erased(gone.person_id)
    assert not SealedBlob.objects.filter(person_id=gone.person_id).exists()
    for one in ("experiences", "participations", "inquiries", "interviews", "presentations"):
        assert getattr(kept, one).count() == 2, one
        assert getattr(gone, one).count() == 0, one
    assert kept.person.log_questions.count() == 2
    texts = opened(kept, "experience", *(str(e.pk) for e in kept.experiences.all()))
    assert sorted(texts.values()) == ["berättelse ett", "berättelse två"]
    avoid = opened(kept, "wishes", "avoid")["avoid"]
    assert avoid.split("\n") == ["inte om ett", "inte om två"]
    assert words_before <= set(vault.blobs_of(here.pk, kept.person_id))
    assert {row["purpose"] for row in openings_of(kept.person)} >= {"person_page"}
    both = vault.log_for(here.pk, kept.person_id, also=[gone.person_id])
    assert both.filter(person_id=gone.person_id).exists()
    assert entries_before(kept) == [gone.pk]
    events = {e.event for e in audit.history(kept.pk, kept.person_id, gone.pk, gone.person_id)}
    assert {"contributor.merged_in", "contributor.merge"} <= events


def test_an_empty_address_is_filled_in_and_a_full_one_stays(here):
    by = make.system(here)
    kept = people.note_interest(
        programme=here, channel="web", by=by, at=AT,
        identity={"name": "Anna Berg", "email": "", "phone": "070-111 11 11", "address": ""},
    )  # fmt: skip
    gone = people.note_interest(
        programme=here, channel="web", by=by, at=AT,
        identity={"name": "Anna Berg", "email": "anna@exempel.invalid", "phone": "070-222 22 22",
                  "address": "Vägen 1"},
    )  # fmt: skip
    merging.finish(merging=merge(kept, gone), at=AT + DAY)
    assert opened(kept, "identity", "name", "email", "phone", "address") == {
        "name": "Anna Berg", "email": "anna@exempel.invalid", "phone": "070-111 11 11",
        "address": "Vägen 1",
    }  # fmt: skip
    assert vault.index_find(here.pk, "email", "anna@exempel.invalid") == kept.person_id
    assert vault.index_find(here.pk, "phone", "0702222222") is None


def test_of_each_consent_the_stricter_holds(here):
    kept = make.contributor(here, consents=("register", "email", "statistics"))
    gone = make.contributor(here, consents=("register", "statistics", "research"))
    by = make.system(here)
    consent.withdraw(person=gone.person, purpose="statistics", how="phone", by=by, at=AT + DAY)
    consent.give(person=kept.person, purpose="research", how="phone", by=by, at=AT)
    consent.withdraw(person=kept.person, purpose="research", how="phone", by=by, at=AT)
    consent.give(person=gone.person, purpose="social_media", how="phone", by=by, at=AT)
    consent.withdraw(person=gone.person, purpose="social_media", how="phone", by=by, at=AT)
    consent.give(person=kept.person, purpose="social_media", how="phone", by=by, at=AT + 2 * DAY)
    assert set(merging.ends(kept, gone)) == {"statistics", "research"}
    merge(kept, gone, at=AT + 3 * DAY)
    assert live_purposes([kept.person_id])[kept.person_id] == {"register", "email", "social_media"}
    assert not Consent.objects.filter(person=gone.person).exists()


def test_one_who_pauses_pauses_after_it_too(here):
    kept, gone = make.contributor(here), make.contributor(here)
    consent.pause(contributor=gone, until=None, by=make.system(here), at=AT)
    merge(kept, Contributor.objects.get(pk=gone.pk))
    assert Contributor.objects.get(pk=kept.pk).state == "paused"


def test_a_repeated_one_changes_nothing(here, two):
    first = merge(*two)
    count = AccessRow.objects.count()
    assert merge(*two) == first
    assert Merging.objects.count() == 1
    assert AccessRow.objects.count() == count
    merging.finish(merging=first, at=AT)
    merging.finish(merging=first, at=AT)


def test_one_that_is_cut_short_before_the_erasing_is_finished_by_the_worker(here, two):
    """Killed between the move and the erasing: everything is moved, the key is still there."""
    merge(*two)
    assert not vault.is_erased(two[1].person_id)
    assert two[0].experiences.count() == 2
    assert not SealedBlob.objects.filter(person_id=two[1].person_id).exists()
    assert merging.finish_mergings(AT + DAY) == 1
    assert vault.is_erased(two[1].person_id)
    assert merging.finish_mergings(AT + DAY) == 0


def test_one_that_is_cut_short_in_the_middle_has_changed_nothing(here, two, monkeypatch):
    def killed(**_values):
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "hand_over", killed)
    with pytest.raises(KeyboardInterrupt):
        merge(*two)
    kept, gone = two
    assert Contributor.objects.get(pk=gone.pk).state == "active"
    assert gone.experiences.count() == kept.experiences.count() == 1
    assert "experience" in vault.blobs_of(here.pk, gone.person_id)


# Refused ------------------------------------------------------------------------------------


def refused(kept, gone) -> str:
    with pytest.raises(Refused) as caught:
        merge(kept, gone)
    return str(caught.value.message)


def test_two_in_one_loan_and_two_with_an_open_question_are_refused(here, two):
    request = make.loan_request(here)
    inquiries = make.asked(request, two, at=AT)
    assert refused(*two)
    for inquiry in inquiries:
        lend.confirm(inquiry=make.said_yes(inquiry), by=make.system(here), at=AT)
    lend.complete_team(request=request, by=make.system(here), at=AT)
    assert refused(*two)
    assert Contributor.objects.get(pk=two[1].pk).state == "active"


def test_a_question_that_is_over_for_both_stays_with_both_numbers(here, two):
    request = make.loan_request(here)
    make.asked(request, two, at=AT)
    lend.end_request(
        request=request, end_reason="nobody_fits", words="Nej.", by=make.system(here), at=AT
    )
    merge(*two)
    assert two[0].inquiries.count() == two[1].inquiries.count() == 1


def test_herself_another_programme_and_one_who_leaves_are_refused(here, two):
    assert refused(two[0], two[0])
    assert refused(two[0], make.contributor(make.programme()))
    consent.leave(contributor=two[1], how="phone", by=make.system(here), at=AT)
    assert refused(*two)


def test_one_in_the_register_is_kept_before_one_who_only_wants_to(here, two):
    waiting = people.note_interest(
        programme=here, channel="web", by=make.system(here), at=AT,
        identity={"name": "Anna Berg", "email": "ab@exempel.invalid", "phone": "", "address": ""},
    )  # fmt: skip
    assert refused(waiting, two[0])
    merge(two[0], waiting)


def test_protection_of_either_protects_both(here, two):
    vault.shield(tenant_id=here.pk, person_id=two[1].person_id, at=AT)
    merging.finish(merging=merge(*two), at=AT)
    assert vault.shielded(here.pk) == {two[0].person_id}
