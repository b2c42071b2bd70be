"""Only she approves, nothing is shown without her consents, and down means down at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from erfara.foundation import outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused
from erfara.foundation.models import OutboxMessage
from erfara.foundation.models.vault import SealedBlob
from erfara.foundation.outbox import registry
from erfara.people import actions as people
from erfara.people.actions import presentations
from erfara.people.models import Contributor, Presentation
from erfara.people.presentation_queries import published, words_of
from erfara.workflows import consent, presentations_in_time
from erfara.workflows.today import today
from tests import factories as make
from tests.factories import AT

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

DAY = timedelta(days=1)


def her(row: Contributor) -> Actor:
    return Actor(Role.PERSON, row.programme_id, row.person_id)


def write(row: Contributor, text: str = "En text.", by: Actor | None = None) -> Presentation:
    return presentations.write(
        contributor=row, title="En rubrik", text=text, by=by or make.system(row.programme), at=AT
    )


def send(row: Contributor, text: str = "En text.") -> Presentation:
    return presentations.send(
        presentation=write(row, text), found=[], looked_at=[], by=make.system(row.programme), at=AT
    )


def approve(one: Presentation, by: Actor | None = None, agrees: bool = True) -> Presentation:
    return presentations.approve(
        presentation=one, agrees=agrees, how="own_page", by=by or her(one.contributor), at=AT
    )


def public(row: Contributor) -> Presentation:
    return approve(send(row))


def shown(row: Contributor) -> list[str]:
    """The texts that everybody can read."""
    found = published(row.programme)
    return [words["text"] for words in words_of(row.programme, found).values()]


@pytest.fixture
def maja() -> Contributor:
    return make.contributor(make.programme(), "Maja Påhittad")


def test_nobody_but_she_approves(maja: Contributor) -> None:
    one = send(maja)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR, Role.SYSTEM, Role.PUBLIC, Role.BORROWER):
        with pytest.raises(NotAllowed):
            approve(one, Actor(role, maja.programme_id, maja.person_id))
    with pytest.raises(Refused):
        presentations.approve_on_paper(
            presentation=one, signed_on=AT.date(), by=make.system(maja.programme), at=AT
        )
    assert shown(maja) == []
    approve(one)
    assert shown(maja) == ["En text."]


def test_a_draft_is_not_approved_before_it_was_looked_at(maja: Contributor) -> None:
    mine = write(maja, by=her(maja))
    with pytest.raises(Refused):
        approve(mine)
    with pytest.raises(Refused):
        presentations.send(
            presentation=mine, found=["place|Flen"], looked_at=[], by=make.system(maja.programme),
            at=AT,
        )  # fmt: skip
    with pytest.raises(NotAllowed):
        presentations.send(presentation=mine, found=[], looked_at=[], by=her(maja), at=AT)
    assert shown(maja) == []


def test_without_the_consent_nothing_is_shown_and_without_it_any_more_neither(
    maja: Contributor,
) -> None:
    one = send(maja)
    with pytest.raises(Refused):
        approve(one, agrees=False)
    approve(one)
    # Taken back past everything that tidies up: what reads asks for the consent itself.
    people.withdraw_consent(
        person=maja.person, purpose="presentation", how="own_page", by=her(maja), at=AT
    )
    assert shown(maja) == []


def test_taking_the_consents_back_takes_it_all_down(maja: Contributor) -> None:
    public(maja)
    row = Presentation.objects.get()
    presentations.choose_picture(
        presentation=row, picture="bench", agrees=True, how="own_page", by=her(maja), at=AT
    )
    send(maja, "En ny text.")
    consent.withdraw(person=maja.person, purpose="picture", how="own_page", by=her(maja), at=AT)
    assert set(Presentation.objects.values_list("picture", flat=True)) == {""}
    consent.withdraw(
        person=maja.person, purpose="presentation", how="own_page", by=her(maja), at=AT
    )
    assert set(Presentation.objects.values_list("state", flat=True)) == {"taken_down", "withdrawn"}
    assert not SealedBlob.objects.filter(name=presentations.PUBLIC).exists()


def test_a_picture_is_hers_to_choose_and_needs_its_own_consent(maja: Contributor) -> None:
    one = public(maja)

    def choose(by: Actor, agrees: bool = True, picture: str = "bench") -> None:
        presentations.choose_picture(
            presentation=one, picture=picture, agrees=agrees, how="own_page", by=by, at=AT
        )

    for by, agrees, picture in (
        (make.system(maja.programme), True, "bench"), (her(maja), False, "bench"),
        (her(maja), True, "ett ansikte"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            choose(by, agrees, picture)
    choose(her(maja))
    assert published(maja.programme)[0].picture == "bench"
    people.withdraw_consent(
        person=maja.person, purpose="picture", how="own_page", by=her(maja), at=AT
    )
    assert published(maja.programme)[0].picture == ""


def test_the_old_one_is_shown_until_the_new_one_is_approved_and_every_version_is_kept(
    maja: Contributor,
) -> None:
    first = public(maja)
    second = send(maja, "En bättre text.")
    assert shown(maja) == ["En text."]
    presentations.wish(presentation=second, words="Mer om tålamod.", by=her(maja), at=AT)
    third = send(maja, "En text om tålamod.")
    approve(third)
    assert shown(maja) == ["En text om tålamod."]
    states = Presentation.objects.order_by("no").values_list("no", "state")
    assert list(states) == [(1, "replaced"), (2, "rewritten"), (3, "public")]
    first.refresh_from_db()
    third.refresh_from_db()
    assert third.page == first.page, "The address of what is public stays."
    with pytest.raises(Refused):
        approve(second)


def test_one_click_takes_it_down_and_she_hears_when_it_was_not_she(maja: Contributor) -> None:
    public(maja)
    waiting = send(maja, "En ny text.")
    by = make.system(maja.programme)
    assert presentations.take_down(contributor=maja, drafts=False, by=by, at=AT) == 1
    assert presentations.take_down(contributor=maja, drafts=False, by=by, at=AT) == 0
    assert shown(maja) == []
    waiting.refresh_from_db()
    assert waiting.state == "sent"
    assert OutboxMessage.objects.filter(kind="presentation_taken_down").count() == 1
    page = Presentation.objects.get(state="taken_down").page
    approve(waiting)
    assert Presentation.objects.get(state="public").page != page


def test_the_letter_is_neutral_and_is_not_sent_when_there_is_nothing_to_read(
    maja: Contributor,
) -> None:
    one = send(maja)
    message = OutboxMessage.objects.get(kind="presentation")
    letter = registry.kinds["presentation"](message, AT)
    assert letter is not None
    text = "\n".join(str(line) for line in (letter.subject, *letter.body_lines)).lower()
    assert not any(word in text for word in ("presentation", "text", "bild", "en rubrik"))
    presentations.say_no(presentation=one, by=her(maja), at=AT)
    assert registry.kinds["presentation"](message, AT) is None
    assert outbox.deliver_due(AT).sent == 0


def test_a_protected_person_has_none(maja: Contributor) -> None:
    one = send(maja)
    vault.shield(tenant_id=maja.programme_id, person_id=maja.person_id, at=AT)
    for attempt in (lambda: approve(one), lambda: write(maja), lambda: write(maja, by=her(maja))):
        with pytest.raises(Refused):
            attempt()
    with pytest.raises(Refused):
        presentations.send(
            presentation=one, found=[], looked_at=[], by=make.system(maja.programme), at=AT
        )


def test_one_who_is_protected_later_is_shown_no_more(maja: Contributor) -> None:
    public(maja)
    vault.shield(tenant_id=maja.programme_id, person_id=maja.person_id, at=AT)
    assert shown(maja) == []


@pytest.mark.parametrize(
    ("state", "there"),
    [("active", True), ("paused", True), ("resting", True), ("leaving", False), ("left", False)],
)
def test_one_who_rests_stays_and_one_who_goes_is_gone(
    maja: Contributor, state: str, there: bool
) -> None:
    public(maja)
    moved = {"state": state, "erase_after": AT if state == "leaving" else None}
    Contributor.objects.filter(pk=maja.pk).update(**moved)
    found = published(maja.programme)
    assert [one.rests for one in found] == ([state != "active"] if there else [])


@pytest.mark.parametrize("state", ["draft", "sent", "wished"])
def test_what_waits_is_on_today_and_ends(maja: Contributor, state: str) -> None:
    one = write(maja) if state == "draft" else send(maja)
    if state == "wished":
        presentations.wish(presentation=one, words="Mer.", by=her(maja), at=AT)
    covered = {kind for row in today(maja.programme, AT).rows for kind in row.covers}
    assert ("presentation", state) in covered
    one.refresh_from_db()
    assert one.ends_on
    last = AT + (one.ends_on - AT.date())
    assert presentations_in_time.end_unanswered(last) == 0
    assert presentations_in_time.end_unanswered(last + DAY) == 1
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert [r for r in today(maja.programme, last + DAY).rows if r.step == "presentation"] == []


def test_erased_there_is_nothing_left(maja: Contributor) -> None:
    public(maja)
    send(maja, "En ny text.")
    consent.leave(contributor=maja, how="own_page", by=her(maja), at=AT)
    assert shown(maja) == []
    maja.refresh_from_db()
    consent.erase(contributor=maja, at=AT + 3 * DAY)
    assert not Presentation.objects.filter(contributor=maja).exists()
    assert not SealedBlob.objects.filter(person_id=maja.person_id).exists()


def test_the_words_lie_in_the_vault_alone(maja: Contributor) -> None:
    public(maja)
    rows: list[Any] = list(Presentation.objects.values())
    assert "En text." not in str(rows)
    assert "En rubrik" not in str(rows)
    blobs = vault.blobs_of(maja.programme_id, maja.person_id)
    assert {presentations.BLOB, presentations.PUBLIC} <= set(blobs)
