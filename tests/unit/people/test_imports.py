"""A register from a file: nobody twice, nobody without a yes, nothing left behind."""

from __future__ import annotations

import base64
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import connections

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import NotAllowed, Refused, Stale
from erfara.foundation.models import AuditEvent, OutboxMessage
from erfara.foundation.models.vault import DataKey, SealedBlob
from erfara.people.actions import imported, imports
from erfara.people.importing import kept
from erfara.people.models import Consent, ConsentText, Contributor, Person, Purpose, RegisterImport
from erfara.people.queries import texts_in_force
from erfara.workflows import importing, timekeeping
from tests import factories
from tests.integration import files

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def at():
    return clock.now()


def line(n: int, agreed: bool = True, **more: str) -> list[str]:
    cells = {
        "name": f"Zebrafink {LETTERS[n // 26]}{LETTERS[n % 26]}", "email": f"z{n}@exempel.invalid",
        "phone": f"070-{n:07d}", "told": f"Zebrafinksberättelse {n}", "role": "patient",
        "yes": "ja" if agreed else "", "day": "2020-05-04" if agreed else "",
    }  # fmt: skip
    return list((cells | more).values())


def states(programme) -> dict[str, int]:
    found: dict[str, int] = {}
    for state in Contributor.objects.filter(programme=programme).values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def test_a_yes_on_paper_is_in_the_register_with_its_day_and_words_of_its_own(programme, at):
    files.written(programme, files.csv([line(0)]), at)
    (one,) = Contributor.objects.filter(programme=programme)
    (consent,) = Consent.objects.filter(person=one.person)
    assert (one.state, one.number, str(one.joined_on)) == ("active", 1, "2020-05-04")
    assert (consent.purpose, consent.given_how) == (Purpose.REGISTER, "paper")
    assert clock.local_day(consent.given_at).isoformat() == "2020-05-04"
    # The words on the old paper are not the ones that others agree to.
    assert consent.text.version == 0
    assert ConsentText.objects.filter(purpose="register").count() == 2
    assert texts_in_force(programme)["register"] != consent.text.text_sv
    told = vault.open(
        tenant_id=programme.pk, person_ids=[one.person_id], blob="experience",
        fields=[str(e.pk) for e in one.experiences.all()], purpose="person_page", case=str(one.pk),
        actor=factories.system(programme), at=at,
    )  # fmt: skip
    assert list(told[one.person_id].values()) == ["Zebrafinksberättelse 0"]
    assert vault.index_find(programme.pk, "phone", "0700000000") == one.person_id


def test_without_one_she_is_asked_and_can_be_asked_about_nothing_else(programme, at):
    files.written(programme, files.csv([line(0, agreed=False), line(1, False, email="")]), at)
    assert states(programme) == {"asked": 1, "to_phone": 1}
    assert OutboxMessage.objects.filter(kind="imported").count() == 1
    assert not Consent.objects.exists()
    asked = Contributor.objects.get(state="asked")
    events = {event.event for event in audit.history(asked.pk)}
    assert events == {"contributor.ask_by_letter"}
    outbox.deliver_due(at)
    imported.agree(
        contributor=asked, consents=["email"], how="link", at=at,
        by=Actor(Role.PERSON, programme.pk, asked.person_id),
    )  # fmt: skip
    asked.refresh_from_db()
    assert (asked.state, asked.erase_after) == ("active", None)


def test_silence_ends_in_being_erased(programme, at):
    files.written(programme, files.csv([line(0, False), line(1, False, email="")]), at)
    late = at + timedelta(days=imports.ANSWER_DAYS - 1)
    assert importing.lapse_unanswered(late) == 0
    late = at + timedelta(days=imports.ANSWER_DAYS + 2)
    assert importing.lapse_unanswered(late) == 2
    timekeeping.erase_those_who_left(late)
    assert states(programme) == {"left": 2}
    assert not SealedBlob.objects.exists()


def test_a_no_is_a_full_answer_and_can_be_regretted(programme, at):
    files.written(programme, files.csv([line(0, False)]), at)
    from erfara.people import actions as people

    one = Contributor.objects.get()
    her = Actor(Role.PERSON, programme.pk, one.person_id)
    people.leave(contributor=one, by=her, at=at)
    imported.agree(contributor=one, consents=(), how="link", by=her, at=at)
    assert states(programme) == {"active": 1}
    people.leave(contributor=one, by=her, at=at)
    with pytest.raises(Refused):
        imported.agree(
            contributor=one, consents=(), how="link", by=her, at=at + timedelta(hours=49)
        )


def test_a_worker_that_is_killed_writes_nobody_twice(programme, at, monkeypatch):
    monkeypatch.setattr(kept, "CHUNK", 10)
    row = files.confirmed(programme, files.csv([line(n) for n in range(45)]), at)
    assert row.chunks == 5
    real, calls = imported._tell, []

    def dies(*args):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt  # the process is gone: nothing after it runs
        real(*args)

    with patch.object(imported, "_tell", dies), pytest.raises(KeyboardInterrupt):
        importing.work(at)
    row.refresh_from_db()
    assert (row.state, row.written, Contributor.objects.count()) == ("writing", 2, 20)
    assert importing.work(at) == 0  # still held by the one that is gone
    RegisterImport.objects.update(held_until=at - timedelta(seconds=1))
    importing.work(at)
    row.refresh_from_db()
    assert row.state == "erased"
    assert Contributor.objects.count() == 45
    numbers = sorted(Contributor.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 46))
    assert set(
        DataKey.objects.filter(destroyed_at=None).values_list("person_id", flat=True)
    ) == set(Person.objects.values_list("pk", flat=True))


def test_one_chunk_is_written_by_one_worker(programme, at):
    row = files.confirmed(programme, files.csv([line(0)]), at)
    rows = sorted(files.judged(row, at).items())
    by = imported.by_of(row)
    imported.write_chunk(register_import=row, chunk=0, rows=rows, by=by, at=at)
    with pytest.raises(Stale):
        imported.write_chunk(register_import=row, chunk=0, rows=rows, by=by, at=at)
    assert Contributor.objects.count() == 1


def test_two_who_confirm_are_one(programme, at):
    row = files.reviewed(programme, files.csv([line(0)]), at)
    twin = RegisterImport.objects.get(pk=row.pk)
    counts, by = files.counts(row, at), factories.system(programme)
    imports.confirm(register_import=row, counts=counts, by=by, at=at)
    with pytest.raises(Refused):
        imports.confirm(register_import=twin, counts=counts, by=by, at=at)


def test_somebody_who_is_here_is_known_and_unchanged(programme, at):
    here = factories.contributor(programme, "Anna Ek", email="anna@exempel.invalid")
    rows = [line(0, email="ANNA@exempel.invalid"), line(1, email="", phone="070-777 66 55"),
            line(2, phone="0707776655")]  # fmt: skip
    factories.contributor(programme, "Bo Ek", email="bo@exempel.invalid")
    other = files.reviewed(programme, files.csv(rows), at)
    judged = files.judged(other, at)
    assert [judged[n]["o"] for n in (2, 3, 4)] == ["k", "n", "s"]
    # Nothing of what the register holds is in what is said.
    assert "Anna Ek" not in str(judged)
    before = SealedBlob.objects.get(person_id=here.person_id, name="identity").sealed
    imports.confirm(
        register_import=other, counts=files.counts(other, at), by=factories.system(programme),
        at=at,
    )  # fmt: skip
    importing.work(at)
    assert SealedBlob.objects.get(person_id=here.person_id, name="identity").sealed == before


def test_somebody_who_comes_in_meanwhile_is_turned_away_with_the_reason(programme, at):
    row = files.confirmed(programme, files.csv([line(0), line(1)]), at)
    factories.contributor(programme, email="z0@exempel.invalid")
    importing.work(at)
    row.refresh_from_db()
    assert (row.counts["active"], row.counts["rejected"]) == (1, 1)
    back = importing.open_for(row, factories.system(programme), at, kept.REJECTED)[kept.REJECTED]
    assert back["rows"][0]["p"][-1][0] == "taken_meanwhile"


def test_protected_people_never_come_in(programme, at):
    headings = (*files.HEADINGS, "Skyddad identitet")
    rows = [[*line(0), ""], [*line(1), "ja"], [*line(2), "nej"],
            [*line(3, told="skyddade personuppgifter"), ""]]  # fmt: skip
    row = files.reviewed(programme, files.csv(rows, headings), at)
    judged = files.judged(row, at)
    assert [judged[n]["o"] for n in (2, 3, 4, 5)] == ["n", "p", "n", "p"]
    assert judged[3] == judged[5] == {"o": "p"}
    imports.confirm(
        register_import=row, counts=files.counts(row, at), by=factories.system(programme), at=at
    )
    importing.work(at)
    assert states(programme) == {"active": 2}


@pytest.mark.django_db(transaction=True, databases=["default", "keystore"])
def test_nothing_of_the_file_is_in_clear(programme, at, caplog):
    """Read, stopped by a fault, written: no word of it in databases, logs or files."""
    row = files.described(programme, files.csv([line(n) for n in range(30)]), at)
    caplog.set_level("DEBUG")
    with patch.object(importing, "meet_register", side_effect=ValueError("zebrafink aa")):
        importing.work(at)
    row.refresh_from_db()
    assert (row.state, row.trouble) == ("stuck", "fault")
    imports.go_on(register_import=row, by=factories.system(programme), at=at)
    importing.work(at)
    row.refresh_from_db()
    assert row.state == "review"
    assert "ebrafink" not in caplog.text.lower()
    names = [str(settings.DATABASES[one]["NAME"]) for one in ("default", "keystore")]
    if connections["default"].vendor == "sqlite":
        paths = {path for name in names for path in Path(name).parent.glob("*") if path.is_file()}
        everything = b"".join(path.read_bytes() for path in sorted(paths))
        assert b"Det gamla registret" in everything  # what is in clear would be seen
        for canary in (b"ebrafink", "ebrafink".encode("utf-16-le")):
            assert canary not in everything
        assert base64.b64encode(b"Zebrafink")[:8] not in everything
    for event in AuditEvent.objects.values_list("reason", "facts"):
        assert "ebrafink" not in str(event)


def test_a_file_nobody_goes_on_with_is_erased_after_fourteen_days(programme, at):
    row = files.reviewed(programme, files.csv([line(0)]), at)
    assert importing.erase_old_files(at + timedelta(days=13)) == 0
    assert importing.erase_old_files(at + timedelta(days=14)) == 1
    row.refresh_from_db()
    assert row.state == "dropped"
    assert not SealedBlob.objects.filter(person_id=row.pk).exists()
    assert vault.is_erased(row.pk)


def test_what_a_column_was_is_remembered_without_its_heading(programme, at):
    from erfara.people import import_queries

    assert import_queries.suggested(programme, ["Kod", "Namn"]) == ["", "name"]
    by = factories.system(programme)
    row = files.reviewed(programme, files.csv([line(0)]), at)
    imports.describe_again(register_import=row, by=by, at=at)
    imports.describe(
        register_import=row, choice={"labels": ["Kod"], "sheet": 0, "header": 1, "encoding": ""},
        mapping=["name"], said={}, by=by, at=at,
    )  # fmt: skip
    assert import_queries.suggested(programme, ["KOD ", "Namn"])[0] == "name"
    assert import_queries.suggested(factories.programme(), ["Kod"]) == [""]


def test_only_its_own_coordinators_and_the_worker_open_a_file(programme, at):
    row = files.reviewed(programme, files.csv([line(0)]), at)
    other = factories.programme()
    for actor in (
        factories.system(other), Actor.system(other.pk), Actor(Role.STEERING, programme.pk),
        Actor(Role.ADMINISTRATOR, programme.pk), Actor(Role.PUBLIC, programme.pk),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            importing.open_for(row, actor, at, kept.INDEX)


def test_no_register_comes_in_where_nobody_is_taken_in(programme, at):
    row = files.reviewed(programme, files.csv([line(0)]), at)
    from erfara.organisations import actions as organisations

    organisations.change_settings(
        programme=programme, values={"recruits_until": clock.local_day(at) - timedelta(days=1)},
        by=factories.OPERATOR, at=at,
    )  # fmt: skip
    with pytest.raises(Refused):
        imports.confirm(
            register_import=row, counts=files.counts(row, at), by=factories.system(programme), at=at
        )
