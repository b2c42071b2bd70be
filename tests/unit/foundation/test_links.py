"""Ways in by link."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from erfara.foundation import links, worker
from erfara.foundation.errors import Stale
from erfara.foundation.links import Status
from erfara.foundation.models import Link

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
UNTIL = AT + timedelta(days=14)
TENANT = uuid4()


def make(**changes):
    values = {
        "tenant_id": TENANT, "purpose": "answer", "about_id": uuid4(), "person_id": uuid4(),
        "expires_at": UNTIL, "at": AT, **changes,
    }  # fmt: skip
    return links.issue(**values)


def status(token, at=AT, purpose="answer"):
    return links.look(token, purpose=purpose, at=at).status


def test_a_token_leads_to_its_link_and_is_the_same_each_time():
    link = make()
    token = links.token(link)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert links.token(Link.objects.get(pk=link.pk)) == token
    assert links.find(token, purpose="answer", at=AT) == link


def test_the_token_is_not_in_the_database():
    token = links.token(make())
    row = Link.objects.values().get()
    assert all(token not in str(v) and token.encode() not in bytes(str(v), "utf-8")
               for v in row.values())  # fmt: skip
    assert bytes(row["digest"]) != token.encode()


@pytest.mark.parametrize("token", ["", "x", "å" * 43, "\x00", "\ud800", "a" * 5000])
def test_nonsense_leads_nowhere(token):
    make()
    assert links.find(token, purpose="answer", at=AT) is None
    assert status(token) is Status.UNKNOWN


def test_a_link_is_for_one_purpose():
    token = links.token(make())
    assert links.find(token, purpose="sign-in", at=AT) is None


def test_a_link_of_nobody_in_particular():
    link = make(person_id=None)
    assert links.find(links.token(link), purpose="answer", at=AT) == link


@pytest.mark.parametrize("field", ["about_id", "person_id", "tenant_id"])
def test_a_row_changed_in_the_database_leads_nowhere(field):
    link = make()
    token = links.token(link)
    Link.objects.update(**{field: uuid4()})
    assert links.find(token, purpose="answer", at=AT) is None


def test_a_row_put_in_by_hand_leads_nowhere():
    chosen = "A" * 43
    Link.objects.create(
        tenant_id=TENANT, purpose="answer", about_id=uuid4(), person_id=uuid4(),
        digest=links._digest(chosen), expires_at=UNTIL, created_at=AT,
    )  # fmt: skip
    assert links.find(chosen, purpose="answer", at=AT) is None


def test_expired_used_and_revoked_are_told_apart():
    expired, used, revoked = make(), make(), make()
    links.use(used, AT)
    assert links.revoke(about_id=revoked.about_id, at=AT) == 1
    before, after = UNTIL - timedelta(seconds=1), UNTIL
    assert status(links.token(expired), before) is Status.LIVE
    assert status(links.token(expired), after) is Status.EXPIRED
    assert status(links.token(used)) is Status.USED
    assert status(links.token(revoked)) is Status.REVOKED
    for link in (expired, used, revoked):
        assert links.find(links.token(link), purpose="answer", at=after) is None
        assert links.look(links.token(link), purpose="answer", at=after).link == link


def test_looking_changes_nothing():
    link = make()
    token = links.token(link)
    for _ in range(3):
        links.find(token, purpose="answer", at=AT)
    links.use(link, AT)
    assert Link.objects.get().used_at == AT


def test_a_link_is_used_once():
    link = make()
    same = Link.objects.get()
    links.use(link, AT)
    assert link.used_at == AT
    with pytest.raises(Stale):
        links.use(same, AT)


@pytest.mark.parametrize("dead", ["expired", "revoked"])
def test_a_dead_link_cannot_be_used(dead):
    link = make()
    if dead == "revoked":
        links.revoke(person_id=link.person_id, at=AT)
    with pytest.raises(Stale):
        links.use(link, UNTIL if dead == "expired" else AT)


def test_revoking_reaches_what_is_named_and_no_more():
    one, two = make(), make()
    other = make(person_id=one.person_id, purpose="sign-in")
    used = make(person_id=one.person_id)
    links.use(used, AT)
    assert links.revoke(person_id=one.person_id, purpose="answer", at=AT) == 1
    assert links.revoke(person_id=one.person_id, purpose="answer", at=AT) == 0
    assert status(links.token(one)) is Status.REVOKED
    assert status(links.token(used)) is Status.USED
    assert status(links.token(two)) is Status.LIVE
    assert status(links.token(other), purpose="sign-in") is Status.LIVE


def test_revoking_everything_at_once_is_refused():
    with pytest.raises(TypeError):
        links.revoke(at=AT, purpose="answer")


def test_links_are_forgotten_fourteen_days_after_they_ran_out():
    old, lately, living = make(), make(), make()
    for link, days in ((old, 15), (lately, 13)):
        Link.objects.filter(pk=link.pk).update(expires_at=UNTIL - timedelta(days=days))
    assert links.sweep(UNTIL) == 1
    assert set(Link.objects.values_list("pk", flat=True)) == {lately.pk, living.pk}
    assert links.sweep(UNTIL) == 0


def test_the_worker_forgets_old_links():
    job = worker._jobs["links"]
    assert (job.function, job.every) == (links.sweep, timedelta(hours=12))


def test_a_message_that_is_sent_again_holds_the_same_link():
    message_id = uuid4()
    first = make(key=message_id)
    again = make(key=message_id)
    assert (again, links.token(again)) == (first, links.token(first))
    assert Link.objects.count() == 1
    assert make(key=uuid4()) != first


def test_the_layer_with_the_pages_says_where_a_link_leads(monkeypatch):
    monkeypatch.setattr(links, "_addresses", {})
    links.register_url("answer", lambda link: f"https://x.example/{link.purpose}")
    assert links.url(make()) == "https://x.example/answer"
    with pytest.raises(KeyError):
        links.url(make(purpose="other"))
