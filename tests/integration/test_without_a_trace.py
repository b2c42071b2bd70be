"""One person lives a whole life here through the product's own actions, leaves and is erased.

Then every byte that is left is searched for what she was: the database, its WAL and index, the
key store, a backup of both taken after she left, and the logs. Another person, who did the same
and stayed, is still there to be read.
"""

from __future__ import annotations

import base64
import logging
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connections
from django.test import Client
from django.urls import reverse

from erfara.accounts import persons
from erfara.foundation import clock, drafts, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.crypto import envelope
from erfara.foundation.models.vault import SealedBlob
from erfara.foundation.vault import datakeys, upkeep
from erfara.lending.actions import inquiries as asking
from erfara.people import actions as people
from erfara.people.actions import (
    addresses,
    background,
    interviews,
    log_questions,
    parts,
    presentations,
    signing_up,
)
from erfara.people.models import Contributor, SignUp
from erfara.workflows import consent, consents_in_time, lend, timekeeping
from tests import factories as make
from tests.unit.foundation.databases import empty_databases, files_of, on_disk
from tests.unit.foundation.test_vault_erase import forms

__all__ = ["empty_databases", "on_disk"]
pytestmark = [
    pytest.mark.django_db(databases=["default", "keystore"], transaction=True),
    pytest.mark.sqlite,
]
HOURS = timedelta(hours=1)
SAID = (
    "name email newmail phone address told1 told2 told2new told3 interest hours avoid "
    "adaptations language interpreter availability reach place municipality occupation title "
    "text wish asked answered followed wrong why because draftname thought"
).split()


class Person:
    """Somebody, and a word of her own for each thing that is known about her."""

    def __init__(self, library, number: int) -> None:
        self.library, self.by = library, make.system(library)
        self.said = {what: f"Kanarie{what}{uuid4().hex[:10]}" for what in SAID}
        self.said["phone"] = f"07048{number}{uuid4().int % 10**4:04d}"
        self.at = clock.now()

    def mail_of(self, what: str) -> str:
        return f"{self.said[what]}@exempel.invalid"

    @property
    def her(self) -> Actor:
        return Actor(Role.PERSON, self.library.pk, self.row.person_id)

    def lives(self) -> None:
        """From the sign-up to a question about the log."""
        self._signs_up()
        self._tells()
        self._is_shown()
        self._takes_part()
        self._looks_after_herself()

    def _signs_up(self) -> None:
        said, at, by = self.said, self.at, self.by
        pages = {
            "name": said["name"], "email": self.mail_of("email"), "phone": said["phone"],
            "address": f"{said['address']} 3", "told": said["interest"],
            "when_to_reach": said["hours"],
        }  # fmt: skip
        link = signing_up.begin_sign_up(
            programme=self.library, values={"name": said["draftname"]}, by=by, at=at
        )
        draft = SignUp.objects.get(pk=link.about_id)
        drafts.keep(draft=draft, values=pages, by=by, at=at)
        row = signing_up.send_sign_up(
            sign_up=draft, answers=pages, by=Actor(Role.PERSON, self.library.pk, draft.pk), at=at
        )
        assert row is not None
        self.row: Contributor = row
        timekeeping.forget_drafts(at)

    def _tells(self) -> None:
        said, at, by, row = self.said, self.at, self.by, self.row
        talk = interviews.book(
            contributor=row, starts_at=at + HOURS, ends_at=at + 2 * HOURS, how="in_person",
            where=said["place"], interviewer=None, by=by, at=at,
        )  # fmt: skip
        interviews.call_off(interview=talk, by=by, at=at)
        people.welcome(
            contributor=row, told=[people.Told("patient", said["told1"])],
            forms=["focus_group"], how="in_person", by=by, at=at,
            consents=["register", "email", "presentation", "statistics", "picture"],
        )  # fmt: skip
        parts.write_part(
            contributor=row, part="wishes", seen=0, by=by, at=at,
            wishes={name: said[name] for name in (
                "avoid", "adaptations", "language", "interpreter", "availability", "reach")},
        )  # fmt: skip
        background.write(
            contributor=row, seen=0, by=by, at=at,
            values={"municipality": said["municipality"], "occupation": said["occupation"]},
        )  # fmt: skip

    def _is_shown(self) -> None:
        said, at, by, row = self.said, self.at, self.by, self.row
        first = presentations.write(
            contributor=row, title=said["title"], text=said["text"], by=by, at=at
        )
        presentations.send(presentation=first, found=(), looked_at=(), by=by, at=at)
        presentations.wish(presentation=first, words=said["wish"], by=self.her, at=at)
        again = presentations.write(
            contributor=row, title=said["title"], text=said["text"], by=by, at=at
        )
        presentations.send(presentation=again, found=(), looked_at=(), by=by, at=at)
        presentations.approve(presentation=again, agrees=True, how="link", by=self.her, at=at)

    def _takes_part(self) -> None:
        said, at, by, row = self.said, self.at, self.by, self.row
        request = make.loan_request(self.library, at=at)
        other = make.contributor(self.library, at=at)
        mine, others = make.asked(request, [row, other], at=at)
        asking.answer(inquiry=mine, answer="asked_more", words=said["asked"], by=self.her, at=at)
        asking.tell_more(inquiry=mine, text=said["answered"], by=by, at=at)
        for inquiry in (mine, others):
            lend.confirm(inquiry=make.said_yes(inquiry, at=at), amount=Decimal(1066), by=by, at=at)
        loan = make.carried_out(lend.complete_team(request=request, by=by, at=at), at=at)
        another = make.specified(make.loan_request(self.library, at=at), at=at)
        asking.choose(request=another, contributor=row, why=said["thought"], by=by, at=at)
        talk = loan.follow_ups.get(participation__contributor=row)
        lend.follow_up(
            follow_up=talk, by=self.her, at=at, channel="web",
            values={"felt": "good", "again": "yes", "own_words": said["followed"],
                    "wrong": said["wrong"]},
        )  # fmt: skip

    def _looks_after_herself(self) -> None:
        said, at, row = self.said, self.at, self.row
        people.set_experiences(
            contributor=row, told=[people.Told("relative", said["told2"])], shown=(), by=self.her,
            at=at,
        )  # fmt: skip
        two = row.experiences.order_by("-created_at").first()
        assert two is not None
        for text in (said["told2new"], said["told3"]):
            people.set_experiences(
                contributor=row, told=[people.Told("relative", text, two.pk)], shown=(two.pk,),
                by=self.her, at=at,
            )  # fmt: skip
        change = addresses.ask_new_address(
            person=row.person, old=self.mail_of("email"), new=self.mail_of("newmail"), by=self.her,
            at=at,
        )  # fmt: skip
        outbox.deliver_due(clock.now())
        addresses.try_code(change, addresses.code_of(change), at)
        addresses.confirm_new_address(
            change=change, new=self.mail_of("newmail"), by=self.her, at=at
        )
        question = log_questions.ask_about_log(
            person=row.person, day=at.date(), purpose="person_page", actor_role="coordinator",
            actor_label="", words=said["why"], by=self.her, at=at,
        )  # fmt: skip
        log_questions.answer_about_log(question=question, words=said["because"], by=self.by, at=at)
        self._is_looked_at()

    def _is_looked_at(self) -> None:
        """Pages are read by her, by a coordinator and by everybody: what they keep is hers too."""
        hers, theirs = Client(), Client()
        make.person_sign_in(hers, self.row.person)
        user, _actor = make.coordinator(self.library)
        make.sign_in(theirs, user)
        slug = self.library.slug
        for page in ("", "vem-har-sett/", "allt/sida/", "allt/fil/", "samtycken/"):
            assert hers.get(f"/{slug}/min-sida/{page}").status_code == 200
        hers.post(f"/{slug}/min-sida/berattat/", {"text": self.said["told1"], "role": "user"})
        for route, about in (("home", []), ("person", [self.row.pk]), ("people", [])):
            page = reverse(f"coordinator:{route}", args=[slug, *about])
            assert theirs.get(page).status_code == 200
        Client().get(f"/{slug}/")
        persons.ask(
            tenant_id=self.library.pk, address=self.mail_of("newmail"), sender_ip="192.0.2.1",
            at=clock.now(),
        )  # fmt: skip
        persons.handle_waiting(clock.now())
        outbox.deliver_due(clock.now())

    def leaves(self) -> None:
        """She leaves by her own page; two days later the worker comes by."""
        consent.leave(contributor=self.row, how="own_page", by=self.her, at=self.at)
        later = self.at + 49 * HOURS
        assert timekeeping.erase_those_who_left(later) == 1
        consents_in_time.erase_contacts_who_left(later)
        self.row.refresh_from_db()
        assert self.row.state == "left"


@pytest.fixture
def log_file(tmp_path) -> Iterator[Path]:
    file = tmp_path / "erfara.log"
    handler = logging.FileHandler(file)
    # What goes to the log in production goes here too, and nothing passes by.
    loggers = [logging.getLogger(name) for name in ("", "django", "erfara")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield file
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
        handler.close()


def backup(folder: Path) -> list[Path]:
    """Copies of both databases, by SQLite's own backup."""
    made = []
    for alias in ("default", "keystore"):
        source = Path(str(connections[alias].settings_dict["NAME"]))
        target = folder / f"backup-{source.name}"
        with sqlite3.connect(source) as there, sqlite3.connect(target) as here:
            there.backup(here)
        made.append(target)
    return made


def left(said: dict[str, str], bytes_: bytes) -> list[str]:
    """Which of her words are found, in any form."""
    return [what for what, word in said.items() if any(one in bytes_ for one in forms(word))]


def everything(folder: Path, log: Path) -> bytes:
    logging.getLogger("erfara").info("searched")
    files = [*files_of(folder), *backup(log.parent), log]
    assert len(files) >= 5
    return b"\0".join(file.read_bytes() for file in files)


@pytest.fixture
def two(on_disk, settings, log_file) -> tuple[Person, Person]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    library = make.programme()
    she, mate = Person(library, 1), Person(library, 2)
    she.lives()
    mate.lives()
    mail.outbox.clear()
    return she, mate


def read(of: Person) -> set[str]:
    """What can still be opened of somebody."""
    found: set[str] = set()
    tenant = of.library.pk
    for blob in vault.blobs_of(tenant, of.row.person_id):
        row = SealedBlob.objects.get(person_id=of.row.person_id, name=blob)
        key = datakeys.for_writing(tenant, of.row.person_id, of.at)
        context = envelope.blob_context(tenant, of.row.person_id, blob)
        values = envelope.unpack(envelope.unseal(*key, bytes(row.sealed), context))
        found |= {what for what, word in of.said.items() if word in str(values)}
    return found


# What she has changed or taken back herself, and what the sign-up threw away, is gone before.
# Why she was thought of is a coordinator's note, in the clear until she goes.
GONE_BEFORE = {"told2", "told2new", "draftname", "phone", "thought"}


def test_nothing_is_left_of_one_who_left(two, on_disk, log_file):
    she, mate = two
    assert len(she.said) >= 25
    assert set(SAID) - read(she) <= GONE_BEFORE, "She was there, and could be read."
    she.leaves()
    assert left(she.said, everything(on_disk, log_file)) == []
    assert vault.blobs_of(she.library.pk, she.row.person_id) == []
    assert set(SAID) - read(mate) <= GONE_BEFORE, "Another is as she was."


def test_the_search_sees_what_is_left(two, on_disk, log_file):
    """Each of these is what a careless page could do: one word in the clear, somewhere."""
    she, _mate = two
    she.leaves()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE foundation_auditevent SET reason = %s WHERE id = (SELECT id FROM"
            " foundation_auditevent LIMIT 1)", [f"Ringde {she.said['name']} i går"],
        )  # fmt: skip
    logging.getLogger("erfara").info("Wrote to %s", base64.b64encode(she.said["why"].encode()))
    assert left(she.said, everything(on_disk, log_file)) == ["name", "why"]


def test_without_the_key_being_destroyed_she_could_be_read(two, monkeypatch):
    """The same life with one thing left undone: the search through the vault finds her."""
    she, _mate = two
    monkeypatch.setattr(upkeep, "_destroy_key", lambda *args: None)
    monkeypatch.setattr(upkeep, "_remove_rest", lambda *args: None)
    she.leaves()
    assert len(read(she)) >= 20
