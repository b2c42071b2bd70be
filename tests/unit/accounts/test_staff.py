"""The staff's session, invitations, secrets of the second step, and what never reaches a log."""

import logging
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction

from erfara.accounts import actions, logs, oidc, staff
from erfara.accounts.models import INSTALLATION, SignInRequest, User
from erfara.foundation import links
from erfara.foundation.actors import Actor, Role
from erfara.foundation.errors import Refused, Stale
from erfara.foundation.models import AuditEvent, Link, OutboxMessage

pytestmark = pytest.mark.django_db(databases=["default", "keystore"])

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ADMIN = Actor(role=Role.ADMINISTRATOR, tenant_id=uuid4(), id=uuid4())
GOOD = "häst batteri klammer"


def person(user):
    return Actor(role=Role.PUBLIC, tenant_id=ADMIN.tenant_id, id=user.pk)


def found(answer):
    """The user and the link, which must be there."""
    assert answer is not None
    return answer


def invite(email="Anna@Example.se"):
    return actions.invite(email=email, name="Anna", by=ADMIN, at=AT)


def test_addresses_are_kept_in_one_way_and_once():
    user = User.objects.create_user(" Anna@Example.SE ")
    assert user.email == "anna@example.se"
    assert not user.has_usable_password()
    assert User.objects.get_by_natural_key("ANNA@example.se") == user
    for email in ("anna@example.se", "BERIT@example.se"):
        with pytest.raises(IntegrityError), transaction.atomic():
            User(email=email, created_at=AT).save()


def test_idle_for_an_hour_or_at_work_for_ten_locks():
    session: dict[str, object] = {}
    assert staff.locked(session, AT)
    staff.start(session, AT)
    assert not staff.locked(session, AT + 59 * MINUTE)
    assert staff.locked(session, AT + 60 * MINUTE)
    at = AT
    while not staff.locked(session, at):
        staff.touch(session, at)
        at += 30 * MINUTE
    assert at == AT + timedelta(hours=10)


def test_an_interview_by_phone_does_not_lock():
    session: dict[str, object] = {}
    staff.start(session, AT)
    staff.touch(session, AT + 4 * MINUTE)  # too soon to be written down
    assert not staff.locked(session, AT + 4 * MINUTE + 45 * MINUTE)


def test_the_session_is_written_every_five_minutes_at_most():
    session: dict[str, object] = {}
    staff.start(session, AT)
    before = dict(session)
    staff.touch(session, AT + 4 * MINUTE)
    assert session == before
    staff.touch(session, AT + 5 * MINUTE)
    assert session != before


def test_a_second_step_is_missing_until_there_is_one(django_assert_num_queries):
    user = User.objects.create_user("anna@example.se")
    session: dict[str, object] = {}
    staff.start(session, AT)
    assert staff.second_factor_missing(user, session)
    RecoveryCodes.activate(user)
    assert staff.second_factor_missing(user, session)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    assert not staff.second_factor_missing(user, session)
    with django_assert_num_queries(0):
        assert not staff.second_factor_missing(user, session)
    Authenticator.objects.all().delete()
    staff.forget_second_factor(session)
    assert staff.second_factor_missing(user, session)


@pytest.mark.parametrize("how", [{"provider": "sormland"}, {"demo": True}])
def test_a_provider_and_the_demonstration_have_seen_to_it_themselves(how):
    user = User.objects.create_user("anna@example.se")
    session: dict[str, object] = {}
    staff.start(session, AT, **how)
    assert not staff.second_factor_missing(user, session)
    staff.start(session, AT)  # somebody else signs in, in the same browser
    assert staff.second_factor_missing(user, session)


def test_a_provider_answers_for_its_own_programme_only():
    session: dict[str, object] = {}
    staff.start(session, AT, provider="sormland.2")
    assert staff.reaches(session, "sormland")
    assert not staff.reaches(session, "uppsala")
    staff.start(session, AT)
    assert staff.reaches(session, "uppsala")


def test_secrets_of_the_second_step_lie_encrypted_and_work(monkeypatch):
    user = User.objects.create_user("anna@example.se")
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    monkeypatch.setattr(RecoveryCodes, "generate_seed", classmethod(lambda cls: "a1b2c3" * 10))
    codes = RecoveryCodes.activate(user)
    kept = str(list(Authenticator.objects.values()))
    assert "JBSWY3DPEHPK3PXP" not in kept
    assert "a1b2c3" not in kept
    code = codes.generate_codes()[0]
    assert codes.validate_code(code)
    assert not codes.validate_code(code)


def test_the_invited_chooses_a_password_once():
    user, token = invite()
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to_kind, message.to_id) == ("staff_invitation", "staff", user.pk)
    who, link = found(actions.invited(token, AT))
    assert who == user
    with pytest.raises(Refused):
        actions.choose_password(user=user, link=link, password="kort", by=person(user), at=AT)
    actions.choose_password(user=user, link=link, password=GOOD, by=person(user), at=AT)
    user.refresh_from_db()
    assert user.check_password(GOOD)
    assert actions.invited(token, AT) is None
    with pytest.raises(Stale):
        actions.choose_password(user=user, link=link, password=GOOD, by=person(user), at=AT)


def test_a_new_invitation_takes_the_place_of_the_old_one():
    user, first = invite()
    again, second = invite("anna@example.se")
    assert again == user
    assert actions.invited(first, AT) is None
    assert actions.invited(second, AT + timedelta(days=13))
    assert actions.invited(second, AT + timedelta(days=14)) is None


def test_nobody_gets_a_link_to_a_sign_in_that_somebody_has():
    user = User.objects.create_user("anna@example.se", password=GOOD)
    assert invite() == (user, "")
    assert not Link.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_a_link_is_for_one_user():
    _user, token = invite()
    other = User.objects.create_user("berit@example.se")
    _, link = found(actions.invited(token, AT))
    with pytest.raises(Refused):
        actions.choose_password(user=other, link=link, password=GOOD, by=person(other), at=AT)


def test_closing_ends_everything_and_nobody_closes_herself():
    user, token = invite()
    with pytest.raises(Refused):
        actions.close_user(user=user, by=person(user), at=AT)
    actions.close_user(user=user, by=ADMIN, at=AT)
    actions.close_user(user=user, by=ADMIN, at=AT)
    assert actions.invited(token, AT) is None
    with pytest.raises(Refused):
        invite()
    assert AuditEvent.objects.filter(event="user.closed").count() == 1


def test_a_new_second_step_is_given_by_somebody_else():
    user = User.objects.create_user("anna@example.se", password=GOOD)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    with pytest.raises(Refused):
        actions.forget_second_factor(user=user, by=person(user), at=AT)
    actions.forget_second_factor(user=user, by=ADMIN, at=AT)
    assert not staff.has_second_factor(user)


def ask(email, at=AT, ip="192.0.2.1"):
    actions.ask_new_password(email=email, sender_ip=ip, at=at)


def test_a_new_password_for_whoever_has_one():
    user = User.objects.create_user("anna@example.se", password=GOOD)
    User.objects.create_user("idp@example.se")
    User.objects.create_user("gone@example.se", password=GOOD, is_active=False)
    for email in ("ANNA@example.se", "idp@example.se", "gone@example.se", "who@example.se"):
        ask(email)
    assert "anna" not in str(list(SignInRequest.objects.values()))
    assert actions.handle_waiting_staff(AT) == 1
    assert actions.handle_waiting_staff(AT) == 0
    message = OutboxMessage.objects.get()
    assert (message.tenant_id, message.to_id) == (INSTALLATION, user.pk)
    token = links.token(Link.objects.get())
    who, link = found(actions.wants_new_password(token, AT))
    actions.choose_password(user=who, link=link, password=GOOD + "!", by=person(user), at=AT)
    assert actions.wants_new_password(token, AT) is None


def test_five_letters_an_hour_about_passwords():
    User.objects.create_user("anna@example.se", password=GOOD)
    for n in range(7):
        ask("anna@example.se", at=AT + n * MINUTE, ip=f"192.0.2.{n}")
        actions.handle_waiting_staff(AT + n * MINUTE)
    assert OutboxMessage.objects.count() == 5


def test_a_programme_may_have_several_providers():
    row = {"name": "N", "client_id": "c", "secret": "s", "server_url": "https://idp.example.se"}
    apps = oidc.providers([{"programme": "a", **row}, {"programme": "b", **row},
                           {"programme": "a", **row}])["openid_connect"]["APPS"]  # fmt: skip
    assert [app["provider_id"] for app in apps] == ["a", "b", "a.2"]
    assert [oidc.programme_of(app["provider_id"]) for app in apps] == ["a", "b", "a"]


def test_tokens_never_reach_a_log(caplog):
    user, token = invite()
    record = logging.LogRecord(
        "django.request", logging.WARNING, "", 0, "Gone: %s", (f"/konto/inbjudan/{token}/",), None
    )
    assert logs.HideTokens().filter(record)
    assert record.getMessage() == "Gone: /konto/inbjudan/[link]/"
    assert logs.without_tokens(str(user.pk)) == str(user.pk)
