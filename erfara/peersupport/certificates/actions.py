"""All writes about certificates: proposed by the lead, issued by the user movement."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit, clock, outbox, vault
from erfara.foundation.actions import action, unchanged
from erfara.foundation.actors import Actor
from erfara.foundation.errors import Refused
from erfara.foundation.rows import the_one
from erfara.foundation.states import check, lock, move
from erfara.organisations.actions import next_number
from erfara.peersupport.certificates import codes, letters
from erfara.peersupport.certificates.models import LIVE, Certificate, CertificateErrand
from erfara.peersupport.certificates.policies import check_ground, check_words, may_renew
from erfara.peersupport.setup.models import PeerSetup
from erfara.peersupport.training.models import Enrolment
from erfara.people.models import Person
from erfara.people.policies import check_still_here

BLOB = Certificate.BLOB


def seal(certificate: Certificate, values: dict[str, str | None], at: datetime) -> None:
    """Keep words about a certificate in its holder's vault, under `what:id`."""
    vault.amend(
        tenant_id=certificate.programme_id, person_id=certificate.person_id, blob=BLOB,
        values={f"{what}:{certificate.pk}": words for what, words in values.items()}, at=at,
    )  # fmt: skip


@action
def propose(*, enrolment: Enrolment, by: Actor, at: datetime) -> Certificate:
    """The lead says that somebody has completed her training: the issuer decides."""
    lock(enrolment)
    check_ground(enrolment)
    check_still_here(enrolment.person)
    known = Certificate.objects.filter(enrolment=enrolment, state__in=LIVE).first()
    if known is not None:
        unchanged()
        return known
    made = Certificate.objects.create(
        programme_id=enrolment.programme_id, enrolment=enrolment, person_id=enrolment.person_id,
        course=enrolment.cohort.name, state=Certificate.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("certificate.proposed", about=made, by=by, at=at)
    return made


@action
def pass_over(*, enrolment: Enrolment, reason: str, by: Actor, at: datetime) -> Certificate:
    """The lead says that there will be no certificate, and why: it waits no longer."""
    made = propose(enrolment=enrolment, by=by, at=at)
    return let_go(certificate=made, reason=reason, by=by, at=at)


@action
def turn_back(*, certificate: Certificate, words: str, by: Actor, at: datetime) -> Certificate:
    """The issuer asks for something first."""
    check(certificate, "turn_back", by=by)
    seal(certificate, {"asked": check_words(words, _("Write what you need first."))}, at)
    return move(certificate, "turn_back", by=by, at=at)


@action
def propose_again(*, certificate: Certificate, words: str, by: Actor, at: datetime) -> Certificate:
    """The lead answers what was asked."""
    check(certificate, "propose_again", by=by)
    seal(certificate, {"answered": check_words(words, _("Write what has been done."))}, at)
    return move(certificate, "propose_again", by=by, at=at)


@action
def let_go(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> Certificate:
    """There is no certificate after all. Why is sealed with her."""
    check(certificate, "let_go", by=by)
    why = check_words(reason, _("Write why there is no certificate, in a sentence."))
    seal(certificate, {"reason": why}, at)
    return move(certificate, "let_go", by=by, at=at)


def _last_day(years: int | None, day: date) -> date | None:
    """Until when it counts if it is issued on a day: as many years as the issuer has settled."""
    if years is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # issued on a 29th of February
        return day.replace(year=day.year + years, day=28)


@action
def issue(*, certificate: Certificate, name: str, by: Actor, at: datetime) -> Certificate:
    """The issuer issues it, with the name that is to stand on it."""
    lock(certificate)
    if certificate.state == "valid":
        unchanged()
        return certificate
    check(certificate, "issue", by=by)
    check_still_here(certificate.person)
    if not name.strip():
        raise Refused(_("The certificate needs a name. Write it among her details first."))
    code, day = codes.new_code(), clock.local_day(at)
    settled = the_one(PeerSetup.objects.filter(programme=certificate.programme_id))
    years = settled.certificate_years if settled is not None else None
    seal(certificate, {"name": name.strip(), "code": code, "asked": None, "answered": None}, at)
    return move(
        certificate, "issue", by=by, at=at,
        fields={
            "number": next_number(certificate.programme, "certificate", at),
            "digest": codes.digest(certificate.programme_id, code),
            "issuer": (settled.issuer if settled else "") or certificate.programme.owner,
            "issued_on": day, "valid_until": _last_day(years, day),
        },
    )  # fmt: skip


@action
def ask_renewal(*, certificate: Certificate, by: Actor, at: datetime) -> CertificateErrand:
    """Its holder wants a new one, since it runs out or has run out."""
    if not may_renew(certificate, clock.local_day(at)):
        raise Refused(_("A new certificate can be asked for when three months are left of it."))
    return _ask(certificate, CertificateErrand.Kind.RENEWAL, by, at)


@action
def ask_new_name(*, certificate: Certificate, by: Actor, at: datetime) -> CertificateErrand:
    """Its holder has another name now."""
    if certificate.state not in {"valid", "expired"}:
        raise Refused(_("There is no certificate on which a name could be changed."))
    return _ask(certificate, CertificateErrand.Kind.NAME, by, at)


def _ask(certificate: Certificate, kind: str, by: Actor, at: datetime) -> CertificateErrand:
    lock(certificate)
    open_one = certificate.errands.filter(state="asked").first()
    if open_one is not None:
        unchanged()
        return open_one
    made = CertificateErrand.objects.create(
        programme_id=certificate.programme_id, certificate=certificate, kind=kind,
        state=CertificateErrand.table.initial, created_at=at,
    )  # fmt: skip
    audit.record("certificate_errand.asked", about=made, by=by, at=at, facts={"kind": kind})
    return made


@action
def take_back_errand(*, errand: CertificateErrand, by: Actor, at: datetime) -> CertificateErrand:
    """She doesn't want it any more."""
    return move(errand, "take_back", by=by, at=at)


@action
def grant(*, errand: CertificateErrand, name: str, by: Actor, at: datetime) -> Certificate:
    """The issuer gives a new certificate for the old one, which no longer counts."""
    old = errand.certificate
    lock(errand)
    lock(old)
    if errand.state == "granted":
        unchanged()
        return Certificate.objects.get(replaces=old)
    move(errand, "grant", by=by, at=at)
    move(old, "replace", by=by, at=at)
    made = Certificate.objects.create(
        programme_id=old.programme_id, enrolment_id=old.enrolment_id, person=old.person,
        course=old.course, replaces=old, state=Certificate.table.initial, created_at=at,
    )  # fmt: skip
    made.programme = old.programme
    seal(old, {"code": None}, at)
    return issue(certificate=made, name=name, by=by, at=at)


@action
def decline(
    *, errand: CertificateErrand, reason: str, by: Actor, at: datetime
) -> CertificateErrand:
    """The issuer says no to a new one, and why: its holder reads it."""
    check(errand, "decline", by=by)
    why = check_words(reason, _("Write why, in a sentence. She reads it."))
    seal(errand.certificate, {"no": why}, at)
    return move(errand, "decline", by=by, at=at)


def _stop_errands(certificate: Certificate, at: datetime) -> None:
    for errand in certificate.errands.filter(state="asked"):
        move(errand, "take_back", by=Actor.system(certificate.programme_id), at=at)


@action
def revoke(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> Certificate:
    """It no longer counts. Why is sealed with its holder, who is told."""
    lock(certificate)
    check(certificate, "revoke", by=by)
    why = check_words(reason, _("Write why it is revoked. Its holder reads it."))
    seal(certificate, {"reason": why}, at)
    _stop_errands(certificate, at)
    return move(certificate, "revoke", by=by, at=at)


@action
def remind(*, certificate: Certificate, by: Actor, at: datetime) -> Certificate:
    """Tell its holder, once, that it runs out."""
    lock(certificate)
    certificate.refresh_from_db(fields=["reminded_at"])
    if certificate.reminded_at is not None or certificate.state != "valid":
        unchanged()
        return certificate
    certificate.reminded_at = at
    certificate.save(update_fields=["reminded_at"])
    letters.tell(certificate, "certificate_ends", at)
    audit.record("certificate.reminded", about=certificate, by=by, at=at)
    return certificate


@action
def expire(*, certificate: Certificate, by: Actor, at: datetime) -> Certificate:
    """Its last day has passed."""
    return move(certificate, "expire", by=by, at=at)


@action
def forget(*, person: Person, by: Actor, at: datetime) -> int:
    """Its holder is erased: nothing of hers counts any more. How many certificates."""
    rows = list(Certificate.objects.filter(person=person, state__in=LIVE))
    for row in rows:
        _stop_errands(row, at)
        move(row, "end", by=Actor.system(person.programme_id), at=at)
    outbox.cancel(tenant_id=person.programme_id, at=at, to_kind="person", to_id=person.pk)
    audit.record("person.certificates", about=person, by=by, at=at, facts={"ended": len(rows)})
    return len(rows)
