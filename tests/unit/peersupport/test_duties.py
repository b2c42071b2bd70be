"""Who does what: agreed by all parties, asked again when somebody new speaks for one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from erfara.foundation import clock, vault
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import OutboxMessage
from erfara.peersupport.duties import actions, policies, queries, tasks
from erfara.peersupport.duties.models import DutyAnswer, DutyMatrix
from erfara.workflows import workplaces as flow
from tests import factories as make
from tests.factories import AT
from tests.factories.peers import workplaces as peers

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
TODAY = clock.local_day(AT)


@pytest.fixture(autouse=True)
def english():
    """What is refused is recognised by its words, as they stand in the source."""
    with translation.override("en"):
        yield


def side(matrix: DutyMatrix, name: str) -> DutyAnswer:
    return next(row for row in queries.answers(matrix) if row.side == name)


def sent(kind: str) -> int:
    return OutboxMessage.objects.filter(kind=kind).count()


def test_it_begins_with_what_others_have_settled():
    of = peers.programme()
    row = peers.preparing(of)
    draft = peers.draft_of(row)
    assert [one["key"] for one in draft.rows] == [task.key for task in tasks.TASKS]
    assert tasks.missing(draft.rows) == []
    first = draft.rows[0]
    assert first["title"]["en"] == "Salary and contract"
    actions.write_row(
        matrix=draft, key="salary", title=first["title"]["en"], does="employer",
        decides="workplace", told=["peer"], note="Enligt avtal.", by=make.system(of), at=AT,
    )  # fmt: skip
    draft.refresh_from_db()
    # The title was not touched: it stays in both languages.
    assert draft.rows[0]["title"] == first["title"]
    assert draft.rows[0]["note"] == {"sv": "Enligt avtal.", "en": "Enligt avtal."}
    actions.drop_row(matrix=draft, key="holiday", by=make.system(of), at=AT)
    peers.duties_agreed(row)
    second = peers.draft_of(peers.preparing(of))
    assert second.rows[0]["decides"] == "workplace"
    assert [str(title) for title in tasks.missing(second.rows)] == ["Holiday and working hours"]


def test_it_is_agreed_when_all_parties_have_said_yes():
    of = peers.programme()
    row = peers.preparing(of)
    with pytest.raises(Refused, match="not agreed"):
        policies.check_agreed(row)
    matrix = peers.duties_asked(row)
    assert sent("duties") == 3
    assert side(matrix, "workplace").person_id == row.manager_id
    for name in ("employer", "user_org"):
        peers.says_yes(side(matrix, name))
    matrix.refresh_from_db()
    assert matrix.state == "asked"
    peers.says_yes(side(matrix, "workplace"))
    matrix.refresh_from_db()
    assert matrix.state == "agreed"
    assert policies.check_agreed(row) is True


def test_words_are_answered_or_lead_to_a_new_version():
    of = peers.programme()
    row = peers.preparing(of)
    matrix = peers.duties_agreed(row)
    answer = side(matrix, "user_org")
    actions.want_change(answer=answer, version=1, words="Handledning varje vecka.",
                        by=peers.there(answer.person), at=AT)  # fmt: skip
    matrix.refresh_from_db()
    assert matrix.state == "asked"
    with pytest.raises(Refused):
        policies.check_agreed(row)
    opened = vault.open(
        tenant_id=of.pk, person_ids=[answer.person_id], blob=answer.blob, fields=("wish",),
        purpose="duties", case=str(row.pk), actor=make.system(of), at=AT,
    )  # fmt: skip
    assert opened[answer.person_id]["wish"] == "Handledning varje vecka."
    new = actions.new_version(workplace=row, by=make.system(of), at=AT)
    assert (new.version, peers.counting(row).version) == (2, 1)
    new.workplace = row
    flow.send_duties(matrix=new, parties=peers.parties(), answer_by=TODAY, by=make.system(of),
                     at=AT)  # fmt: skip
    matrix.refresh_from_db()
    assert matrix.state == "replaced"
    assert set(matrix.answers.values_list("state", flat=True)) == {"over"}
    answer.refresh_from_db()
    with pytest.raises(Stale):
        peers.says_yes(answer)


def test_a_new_manager_is_asked_for_a_yes_of_her_own():
    of = peers.programme()
    row = peers.ready(of)
    matrix = peers.duties_agreed(row)
    flow.new_manager(workplace=row, identity=peers.identity(), since=TODAY,
                     by=make.system(of), at=AT)  # fmt: skip
    matrix.refresh_from_db()
    answer = side(matrix, "workplace")
    assert (matrix.state, answer.state, answer.person_id) == ("asked", "asked", row.manager_id)
    assert sent("duties_again") == 1
    assert side(matrix, "employer").state == "accepted"
    peers.says_yes(answer)
    matrix.refresh_from_db()
    assert matrix.state == "agreed"


def test_another_who_speaks_for_the_employer_is_asked_too():
    of = peers.programme()
    matrix = peers.duties_agreed(peers.preparing(of))
    answer = side(matrix, "employer")
    before = answer.person
    flow.hand_over(answer=answer, identity=peers.identity(), by=make.system(of), at=AT)
    matrix.refresh_from_db()
    assert matrix.state == "asked"
    before.refresh_from_db()
    assert before.erase_after is not None


def test_late_is_a_leads_to_decide():
    of = peers.programme()
    row = peers.preparing(of)
    matrix = peers.duties_asked(row)
    flow.keep_up(AT + timedelta(days=8))
    flow.keep_up(AT + timedelta(days=9))
    assert sent("duties_reminder") == 3
    flow.keep_up(AT + timedelta(days=15))
    matrix.refresh_from_db()
    assert matrix.state == "late"
    with pytest.raises(Refused, match="Write why"):
        actions.go_without(matrix=matrix, reason=" ", by=make.system(of), at=AT)
    actions.go_without(matrix=matrix, reason="Föreningen har inget möte förrän i juni.",
                       by=make.system(of), at=AT)  # fmt: skip
    assert policies.check_agreed(row) is False


def test_a_yes_by_phone_says_so():
    of = peers.programme()
    answer = side(peers.duties_asked(peers.preparing(of)), "employer")
    with pytest.raises(Refused, match="how you got to know"):
        actions.accept(answer=answer, version=1, by=make.system(of), at=AT)
    actions.accept(answer=answer, version=1, how="phone", by=make.system(of), at=AT)
    assert answer.how == "phone"


def test_a_draft_is_not_changed_after_it_was_sent():
    of = peers.programme()
    matrix = peers.duties_asked(peers.preparing(of))
    with pytest.raises(Stale, match="has been sent"):
        actions.drop_row(matrix=matrix, key="salary", by=make.system(of), at=AT)
