"""Certificates for the lead, who proposes, and for the issuer, who decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from erfara.foundation import audit
from erfara.foundation.actors import Role
from erfara.foundation.errors import Refused
from erfara.organisations.words import say, say_plural
from erfara.peersupport.certificates import access, actions, queries
from erfara.peersupport.certificates.models import Certificate, CertificateErrand
from erfara.people.veil import may_open
from erfara.web import history, http, pieces
from erfara.web.addresses import of_each
from erfara.web.coordinator.names import VEILED, Names, identities
from erfara.web.coordinator.pages import PER_PAGE, can
from erfara.web.listed import paged
from erfara.web.paper import download
from erfara.web.peer.certificates import forms, paper
from erfara.web.peer.protected import step
from erfara.workflows import certifying

TONES = {"valid": "good", "expired": "warn", "revoked": "warn", "turned_back": "action",
         "proposed": "action"}  # fmt: skip

# So many of what waits stand above the list, those who have waited longest: the next come as soon
# as these are dealt with.
WAITING = PER_PAGE * 2
# The button that goes on to the next that waits.
NEXT = "next"


def _home(slug: str) -> str:
    return reverse("certificates:home", args=[slug])


def _here(slug: str, row: Certificate) -> str:
    return reverse("certificates:one", args=[slug, row.pk])


def _names(request: Any, ids: Any) -> Names:
    found = identities(request, ids, purpose="certificates", case="certificates", listed=True)
    return Names(found)


def _veiled(request: Any, row: Certificate) -> bool:
    """Whether the viewer sees nothing of the holder but the certificate's number."""
    return not may_open(request.viewer, row.programme_id, [row.person_id])


def _name(request: Any, row: Certificate) -> str:
    """What she is called now, for one page; empty when her details are protected or erased."""
    if _veiled(request, row):
        return ""
    found = identities(request, [row.person_id], purpose="certificate", case=row.pk)
    return (found.get(row.person_id) or {}).get("name") or ""


def _words_of(request: Any, row: Certificate) -> dict[str, Any]:
    """What is sealed about it; of protected details only what is asked and answered about it."""
    if _veiled(request, row):
        words = paper.opened(
            request, row, purpose="certificate_words", case=str(row.pk), what=paper.WORDS
        )
        return dict.fromkeys(paper.HERS) | words
    return paper.opened(request, row, purpose="certificate", case=str(row.pk))


def home(request: Any, slug: str) -> HttpResponse:
    """What waits, and every certificate there is."""
    of, leads = request.programme, request.viewer.role == Role.COORDINATOR
    found = queries.on_the_list(of, WAITING, PER_PAGE)
    without = found.without if leads else []
    proposed, back, asked = found.proposed, found.back, found.asked
    page = paged(queries.decided(of), found.decided, lambda: found.first, request.GET.get("page"))
    people = [
        *(row.person_id for row in [*without, *proposed, *back, *page.object_list]),
        *(row.certificate.person_id for row in asked),
    ]
    who = _names(request, people)
    listed = [*proposed, *back, *page.object_list]
    urls = of_each(
        "certificates:one", slug,
        [*(row.pk for row in listed), *(row.certificate_id for row in asked)],
    )  # fmt: skip
    propose = of_each("certificates:propose", slug, [row.pk for row in without])
    none_of = of_each("certificates:none", slug, [row.pk for row in without])
    rows = [
        (
            pieces.link(row.label or say(_("No number")), urls[row.pk]),
            who.of(row.person_id),
            pieces.day(row.issued_on, now=request.at) if row.issued_on else "–",
            pieces.day(row.valid_until, now=request.at)
            if row.valid_until
            else (say(_("until revoked")) if row.issued_on else "–"),
            pieces.state(say(row.state_label), TONES.get(row.state, "neutral")),
        )
        for row in page.object_list
    ]  # fmt: skip
    context = {
        "leads": leads, "page": page, "rows": rows, "several": len(without) > 1,
        "without": [
            {
                "row": row, "name": who.of(row.person_id),
                "propose": propose[row.pk], "none": none_of[row.pk],
            }
            for row in without
        ],
        "proposed": [
            {"row": row, "name": who.of(row.person_id), "url": urls[row.pk]} for row in proposed
        ],
        "back": [{"row": row, "name": who.of(row.person_id), "url": urls[row.pk]} for row in back],
        "asked": [
            {
                "row": row, "name": who.of(row.certificate.person_id),
                "url": urls[row.certificate_id],
            }
            for row in asked
        ],
    }  # fmt: skip
    return render(request, "peer/certificates/home.html", context)


def propose(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The lead sends it to the issuer."""
    enrolment = access.completed_for(request.viewer, request.programme, pk)
    home = _home(slug)
    return http.press(
        request,
        lambda: actions.propose(enrolment=enrolment, by=request.viewer, at=request.at),
        to=home, back=home, done=_("Sent to the issuer."),
    )  # fmt: skip


def propose_all(request: Any, slug: str) -> HttpResponse:
    """The lead sends all that stood on the page to the issuer."""
    of, home = request.programme, _home(slug)
    rows = [
        access.completed_for(request.viewer, of, pk) for pk in http.posted_ids(request, "enrolment")
    ]

    def run() -> None:
        for row in rows:
            actions.propose(enrolment=row, by=request.viewer, at=request.at)

    return http.press(
        request, run, to=home, back=home,
        done=say_plural("One is sent to the issuer.", "{count} are sent to the issuer.", len(rows)),
    )  # fmt: skip


def _form_page(request: Any, form: Any, **context: Any) -> HttpResponse:
    context.setdefault("kind", "primary")
    if "lead" in context:
        context["lead_said"] = say(context["lead"], **context.get("values", {}))
    return render(request, "peer/one_form.html", {"form": form, **context}, status=form.status)


def none(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """There is to be no certificate, and why."""
    enrolment = access.completed_for(request.viewer, request.programme, pk)
    form, home = forms.NoneForm(http.posted(request)), _home(slug)
    if answer := http.save(
        request, form,
        lambda: actions.pass_over(
            enrolment=enrolment, reason=form.cleaned_data["words"], by=request.viewer,
            at=request.at,
        ),
        to=home, done=_("Noted. There is no certificate."),
    ):  # fmt: skip
        return answer
    return _form_page(
        request, form, heading=_("No certificate for this course"), button=_("No certificate"),
        back=home, back_label=_("Certificates"),
    )  # fmt: skip


def one(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """One certificate: how it stands, what can be done, what has happened."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    name = _name(request, row)
    words = _words_of(request, row)
    errand = queries.open_errand(row)
    events = audit.history(row.pk, *queries.errand_ids(row))
    context = {
        "row": row, "name": name or say(_("Protected or erased details")), "words": words,
        "doc": paper.document(row, words), "errand": errand, "can": can(row, request.viewer),
        "answers": bool(errand) and request.viewer.role == Role.USER_ORGANISATION,
        "tone": TONES.get(row.state, "neutral"), "back": _home(slug),
        "history": history.sentences(events, request.programme),
        "newer": queries.newer(row),
        "place_url": reverse("training:place", args=[slug, row.enrolment_id])
        if request.viewer.role == Role.COORDINATOR else "",
    }  # fmt: skip
    return render(request, "peer/certificates/one.html", context)


def as_pdf(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """On paper, for one who can't print it herself."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    found = paper.document(row, _words_of(request, row))
    if found is None:
        raise Http404
    try:
        data = paper.pdf(request, found)
    except Refused as refusal:
        return http.say_why(request, refusal, _here(slug, row))
    return download(data, paper.file_name(found))


def open_protected(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The step before the certificate of somebody with protected details, for the lead."""
    row = access.veiled_certificate_for(request.viewer, request.programme, pk)
    return step(
        request, slug, row.person, to=_here(slug, row), title=say(VEILED), back=_home(slug),
        back_label=say(_("Certificates")),
    )  # fmt: skip


def issue(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The issuer looks at the name, and issues it."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    name = "" if request.method == "POST" else _name(request, row)
    form = forms.NameForm(http.posted(request), initial={"name": name})
    if answer := http.save(
        request, form,
        lambda: certifying.issue(
            certificate=row, name=form.cleaned_data["name"], by=request.viewer, at=request.at
        ),
        to=_next_to_issue(request, row) if request.POST.get("then") == NEXT else _here(slug, row),
        done=_("Issued. The holder has been told, and waits in the pool."),
    ):  # fmt: skip
        return answer
    more = queries.next_to_issue(request.programme, row) is not None
    return _form_page(
        request, form, heading=_("Issue the certificate"), button=_("Issue the certificate"),
        veiled=_veiled(request, row),
        then=_("Issue it, and go to the next") if more else "",
        lead=_(
            "It says that {course} is completed. It gets a number, and a code by which anybody "
            "can see whether it is valid."
        ),
        values={"course": row.course}, back=_here(slug, row), back_label=_("The certificate"),
    )  # fmt: skip


def _next_to_issue(request: Any, row: Certificate) -> Callable[[object], str]:
    """The certificate that has waited longest, or the list when none waits."""

    def to(_made: object) -> str:
        slug = request.programme.slug
        first = queries.next_to_issue(request.programme, row)
        return reverse("certificates:issue", args=[slug, first]) if first else _home(slug)

    return to


Act = Callable[..., object]


def _words(
    request: Any, slug: str, row: Certificate, form_class: Any, run: Act, argument: str,
    done: Any, **page: Any,
) -> HttpResponse:  # fmt: skip
    form = form_class(http.posted(request))
    if answer := http.save(
        request, form,
        lambda: run(
            **{argument: form.cleaned_data["words"]}, by=request.viewer, at=request.at
        ),
        to=_here(slug, row), done=done,
    ):  # fmt: skip
        return answer
    return _form_page(request, form, back=_here(slug, row), back_label=_("The certificate"), **page)


def turn_back(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The issuer needs something first."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    return _words(
        request, slug, row, forms.AskFirstForm,
        lambda **said: actions.turn_back(certificate=row, **said), "words", _("Sent."),
        heading=_("Ask for something first"), button=_("Send the question"),
    )  # fmt: skip


def propose_again(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """The lead answers."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    return _words(
        request, slug, row, forms.DoneForm,
        lambda **said: actions.propose_again(certificate=row, **said), "words",
        _("Sent to the issuer."), heading=_("Answer the issuer"), button=_("Send the answer"),
    )  # fmt: skip


def let_go(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """There is to be no certificate after all."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    return _words(
        request, slug, row, forms.NoneForm,
        lambda **said: actions.let_go(certificate=row, **said), "reason",
        _("Noted. There is no certificate."), heading=_("No certificate after all"),
        button=_("No certificate"),
    )  # fmt: skip


def revoke(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """It counts no more, and why."""
    row = access.certificate_for(request.viewer, request.programme, pk)
    return _words(
        request, slug, row, forms.RevokeForm,
        lambda **said: certifying.revoke(certificate=row, **said), "reason",
        _("Revoked. The holder has been told."), heading=_("Revoke the certificate"),
        button=_("Revoke the certificate"), kind="danger",
        lead=_(
            "Whoever checks it sees from now on that it is not valid. Its holder is told, and an "
            "offered place comes to nothing. A place at work goes on until {coordinator:pl.def} "
            "have decided; the workplace doesn’t hear of this. It can’t be undone."
        ),
    )  # fmt: skip


def _errand(request: Any, pk: UUID) -> tuple[CertificateErrand, Certificate]:
    errand = access.errand_for(request.viewer, request.programme, pk)
    return errand, errand.certificate


def renew(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """A new certificate for the old one."""
    errand, row = _errand(request, pk)
    name = "" if request.method == "POST" else _name(request, row)
    form = forms.NameForm(http.posted(request), initial={"name": name})
    if answer := http.save(
        request, form,
        lambda: certifying.grant(
            errand=errand, name=form.cleaned_data["name"], by=request.viewer, at=request.at
        ),
        to=lambda made: _here(slug, made),
        done=_("There is a new certificate. The holder has been told."),
    ):  # fmt: skip
        return answer
    return _form_page(
        request, form, heading=_("Issue a new certificate"), button=_("Issue a new certificate"),
        veiled=_veiled(request, row),
        lead=_(
            "It gets a number and a code of its own, and counts from today. Certificate {number} "
            "counts no more."
        ),
        values={"number": row.label}, back=_here(slug, row), back_label=_("The certificate"),
    )  # fmt: skip


def decline(request: Any, slug: str, pk: UUID) -> HttpResponse:
    """No new certificate, and why."""
    errand, row = _errand(request, pk)
    return _words(
        request, slug, row, forms.NoForm,
        lambda **said: actions.decline(errand=errand, **said), "reason",
        _("Answered. The one who asked has been told."), heading=_("No new certificate"),
        button=_("Say no"),
    )  # fmt: skip
