"""A certificate and the pool: whoever is certified waits for a place from that day on."""

from __future__ import annotations

from datetime import datetime, timedelta

from erfara.foundation import clock
from erfara.foundation.actions import action
from erfara.foundation.actors import Actor
from erfara.foundation.worker import register_job
from erfara.peersupport.certificates import actions as certificates
from erfara.peersupport.certificates import queries
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.peersupport.pool import queries as pool
from erfara.peersupport.pool.actions import offers, supporters
from erfara.workflows.timekeeping import quietly


@action
def issue(*, certificate: Certificate, name: str, by: Actor, at: datetime) -> Certificate:
    """Issue it, and let its holder into the pool: nobody is certified and forgotten."""
    made = certificates.issue(certificate=certificate, name=name, by=by, at=at)
    supporters.enter(certificate=made, by=by, at=at)
    return made


@action
def grant(*, errand: CertificateErrand, name: str, by: Actor, at: datetime) -> Certificate:
    """A new certificate for an old one: her place in the pool goes by the new one."""
    made = certificates.grant(errand=errand, name=name, by=by, at=at)
    supporters.enter(certificate=made, by=by, at=at)
    return made


@action
def revoke(*, certificate: Certificate, reason: str, by: Actor, at: datetime) -> Certificate:
    """It counts no more, and neither does what was offered on it."""
    certificates.revoke(certificate=certificate, reason=reason, by=by, at=at)
    supporters.certificate_gone(certificate=certificate, by=by, at=at)
    return certificate


@action
def expire(*, certificate: Certificate, by: Actor, at: datetime) -> Certificate:
    """Its last day has passed: nothing new is offered on it."""
    certificates.expire(certificate=certificate, by=by, at=at)
    supporters.certificate_gone(certificate=certificate, by=by, at=at)
    return certificate


def keep_certificates(at: datetime) -> int:
    """Tell of certificates that run out, and let those run out whose day has passed."""
    day = clock.local_day(at)
    count = 0
    for row in queries.to_expire(day):
        count += quietly(expire, certificate=row, by=Actor.system(row.programme_id), at=at)
    for row in queries.to_remind(day):
        system = Actor.system(row.programme_id)
        count += quietly(certificates.remind, certificate=row, by=system, at=at)
    return count


def keep_pool(at: datetime) -> int:
    """Remind of offers once, note those that nobody answered, end rests that are over."""
    day = clock.local_day(at)
    count = 0
    for offer in pool.deadlines_passed(day):
        system = Actor.system(offer.programme_id)
        count += quietly(offers.pass_deadline, offer=offer, by=system, at=at)
    for offer in pool.to_remind(day):
        count += quietly(offers.remind, offer=offer, by=Actor.system(offer.programme_id), at=at)
    for row in pool.rests_over(day):
        count += quietly(supporters.wake, supporter=row, by=Actor.system(row.programme_id), at=at)
    return count


def register() -> None:
    """Tell the worker."""
    register_job("keep_certificates", timedelta(hours=1), keep_certificates)
    register_job("keep_pool", timedelta(hours=1), keep_pool)
