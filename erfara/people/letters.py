"""Messages to people about their place in the register, and where a person is reached."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erfara.foundation import audit, clock, drafts, links, outbox, vault
from erfara.foundation.actors import Actor
from erfara.foundation.models import OutboxMessage
from erfara.foundation.models.drafts import Draft
from erfara.foundation.models.outbox import Channel
from erfara.foundation.outbox import Letter
from erfara.foundation.outbox.letter import body_of, subject_of
from erfara.foundation.outbox.texts import text_of
from erfara.foundation.states import on_notice
from erfara.organisations import own_words
from erfara.organisations.models import Programme
from erfara.organisations.words import say, words_of
from erfara.people.models import Consent, Contributor, Purpose, SignUp
from erfara.people.queries import Way, ways_to_reach

LINK_LIVES = timedelta(days=14)
# kind of message → the states in which it still holds
WHILE: dict[str, tuple[str, ...]] = {
    "leaving": ("leaving",),
    "interest_declined": ("declined",),
    "interest_received": ("interested",),
    "already_here": ("interested", "active", "paused", "resting", "leaving"),
}


def with_link(
    message: OutboxMessage,
    programme: Programme,
    purpose: str,
    person_id: UUID,
    *,
    about_id: UUID | None = None,
    lives: timedelta = LINK_LIVES,
    **more: Any,
) -> Letter:
    """A letter that says who writes and that there is a message. What about stands on the page.

    The link is about what the message is about, unless another thing is named. However often the
    same message is rendered, it is the same link.
    """
    link = links.issue(
        tenant_id=message.tenant_id, purpose=purpose, about_id=about_id or message.about_id,
        person_id=person_id, expires_at=message.created_at + lives, at=message.created_at,
        key=message.pk,
    )  # fmt: skip
    return written(programme, message.kind, links.url(link), **more)


def written(
    programme: Programme, kind: str, url: str, *, language: str | None = None, **more: Any
) -> Letter:
    """The letter of a kind as it looks, with the programme's own lines round the neutral ones.

    `language` None: the installation's.
    """
    spoken = language or settings.LANGUAGE_CODE
    with words_of(programme), override(spoken):
        hers = own_words.around(programme, kind, spoken)
        ours = say(_("You have a message from {name}. Read it here:"), name=programme.name)
        return Letter(
            subject=say(_("You have a message")),
            body_lines=tuple(line for line in (hers.greeting, hers.sentence, ours) if line),
            url=url,
            short=say(_("You have a message from {name}:"), name=programme.name),
            signature=hers.signature,
            language=language,
            **more,
        )


DOTS = "https://…"


def preview_of(programme: Programme, deadline: date) -> tuple[str, str, str]:
    """A question's letter as it will look, with dots where each gets a link: its subject, its text,
    and all of it as a text message."""
    letter = written(programme, "inquiry", DOTS, deadline=deadline)
    return subject_of(letter), body_of(letter), text_of(letter)


def sample_of(kind: str, *, dated: bool = False) -> own_words.Sample:
    """How a letter of this kind looks, for the page that shows all of them. `dated`: it has a
    last day to answer."""

    def sample(programme: Programme, language: str) -> Letter:
        last = clock.local_day(programme.moment(clock.now())) + LINK_LIVES if dated else None
        return written(programme, kind, DOTS, language=language, deadline=last)

    return sample


def address_of_person(message: OutboxMessage, at: datetime) -> str | None:
    """The e-mail address behind a person, opened and logged for this one message."""
    opened = vault.open(
        tenant_id=message.tenant_id, person_ids=[message.to_id], blob="identity",
        fields=("email",), purpose="deliver", case=message.kind,
        actor=Actor.system(message.tenant_id), at=at,
    )  # fmt: skip
    return (opened.get(message.to_id) or {}).get("email") or None


def number_of_person(message: OutboxMessage, at: datetime) -> str | None:
    """The telephone number behind a person, opened and logged for this one message."""
    opened = vault.open(
        tenant_id=message.tenant_id, person_ids=[message.to_id], blob="identity",
        fields=("phone",), purpose="deliver", case=message.kind,
        actor=Actor.system(message.tenant_id), at=at,
    )  # fmt: skip
    return (opened.get(message.to_id) or {}).get("phone") or None


def way_to_person(message: OutboxMessage, at: datetime) -> str:
    """By which channel a message to her leaves: as she has agreed to, otherwise by mail."""
    texts = ways_to_reach([message.to_id])[message.to_id] is Way.TEXT
    return Channel.TEXT if texts else Channel.MAIL


def _may_write(contributor: Contributor, kind: str, at: datetime) -> bool:
    """Whether there is an address, and she has let us write to it.

    One who wanted to join gave it to be answered. One who leaves takes all her consents back in
    the same breath; what counts is whether she had agreed to letters until then.
    """
    if not vault.index_holders([contributor.person_id], "email"):
        return False
    if kind == "interest_declined" or contributor.joined_on is None:
        return True
    until_now = Q(withdrawn_at__isnull=True) | Q(withdrawn_at=at)
    agreed = Consent.objects.filter(
        until_now, person_id=contributor.person_id, purpose=Purpose.EMAIL
    )
    return agreed.exists()


def tell(contributor: Contributor, kind: str, at: datetime) -> None:
    """Put a message about her place in the register in the outbox, where she may be written to."""
    if not _may_write(contributor, kind, at):
        return
    # Anybody can write anybody's address in a form: that brings her one letter a day at most.
    occasion = clock.local_day(at) if kind == "already_here" else at
    outbox.put(
        kind, tenant_id=contributor.programme_id, about_kind=audit.kind_of(contributor),
        about_id=contributor.pk, to_kind="person", to_id=contributor.person_id, at=at,
        occasion=occasion.isoformat(),
    )  # fmt: skip


def _render(message: OutboxMessage, at: datetime) -> Letter | None:
    contributor = (
        Contributor.objects.filter(pk=message.about_id).select_related("programme").first()
    )
    if contributor is None or contributor.state not in WHILE[message.kind]:
        return None
    return with_link(message, contributor.programme, "register", contributor.person_id)


def email_in(blob: str) -> Callable[[OutboxMessage, datetime], str | None]:
    """How to find the address that somebody without a place in the register has written herself."""

    def address(message: OutboxMessage, at: datetime) -> str | None:
        opened = vault.open(
            tenant_id=message.tenant_id, person_ids=[message.to_id], blob=blob,
            fields=("email",), purpose="deliver", case=message.kind,
            actor=Actor.system(message.tenant_id), at=at,
        )  # fmt: skip
        return (opened.get(message.to_id) or {}).get("email") or None

    return address


def register_draft(kind: type[Draft]) -> None:
    """Let drafts of a kind send the link that leads back to them, while they are drafts."""

    def render(message: OutboxMessage, at: datetime) -> Letter | None:
        draft = kind._base_manager.filter(pk=message.about_id).select_related("programme").first()
        if draft is None or draft.state != "draft":
            return None
        return with_link(message, draft.programme, kind.blob, draft.pk)

    outbox.register_address(kind.blob, email_in(kind.blob))
    outbox.register_kind(kind.letter, render)
    drafts.register(kind)


def register() -> None:
    """Tell outbox and state tables who sends what."""
    outbox.register_address("person", address_of_person)
    outbox.register_number("person", number_of_person, way_to_person)
    register_draft(SignUp)
    for kind in WHILE:
        outbox.register_kind(kind, _render)
        on_notice(kind, tell)
