"""An agreement as it is read: the same document for a person, a borrower and a coordinator.

What differs is whose payment stands in it. Nobody else who takes part is named or counted to a
person; the borrower reads the payment as it stands in the assignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erfara.compensation.models import Compensation
from erfara.foundation import vault
from erfara.lending.models import Acceptance, Agreement
from erfara.organisations.models import Programme, unit_label
from erfara.organisations.words import say
from erfara.vocabulary.choices import Form
from erfara.web import paper

TEMPLATE = "agreements/paper.html"


@dataclass(frozen=True, slots=True)
class Time:
    """One agreed time."""

    starts: datetime
    ends: datetime
    place: str
    digital: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One version, for one reader. `name` and `number` only where she is told apart or named."""

    agreement: Agreement
    terms: dict[str, Any]
    clauses: list[tuple[str, str]]
    times: list[Time]
    form: str
    payer: str
    fee: Any = None
    basis: str = ""
    answer: Acceptance | None = None
    support: str = ""
    number: int | None = None
    name: str = ""

    @property
    def is_support(self) -> bool:
        return bool(self.terms.get("form") == Form.SUPPORT)

    @property
    def other_side(self) -> str:
        """Who borrows: the organisation and its unit."""
        return unit_label(self.terms.get("organisation", ""), self.terms.get("unit", ""))

    @property
    def title(self) -> str:
        return say(_("Agreement: {title}"), title=self.terms.get("title", ""))


def document(
    agreement: Agreement,
    answer: Acceptance | None = None,
    *,
    support: str = "",
    name: str = "",
    numbered: bool = False,
    for_registry: bool = False,
) -> Document:
    """The document of one version, for one who takes part when `answer` is hers.

    Whom she turns to is hers and no registry's.
    """
    terms = agreement.terms
    language = "en" if (get_language() or "").startswith("en") else "sv"
    hers = answer is not None and answer.participation_id is not None
    payers = dict(Programme.Payer.choices)
    payer = (answer.payer if hers and answer else "") or terms.get("payer", "")
    contributor = answer.participation.contributor if hers and answer else None  # type: ignore[union-attr]
    return Document(
        agreement=agreement,
        terms=terms,
        clauses=[tuple(entry[language]) for entry in terms.get("clauses", [])],
        times=[
            Time(
                datetime.fromisoformat(row["starts"]), datetime.fromisoformat(row["ends"]),
                row["place"], row["digital"],
            )
            for row in terms.get("times", [])
        ],
        form=say(dict(Form.choices).get(terms.get("form", ""), "")),
        payer=say(payers[payer]) if payer in payers else "",
        fee=answer.amount if hers and answer else None,
        basis=say(dict(Compensation.Basis.choices).get(answer.basis, ""))
        if hers and answer
        else "",
        answer=answer,
        support=""
        if for_registry
        else support or (say(answer.get_support_display()) if answer and answer.support else ""),
        number=contributor.number if numbered and contributor is not None else None,
        name=name,
    )  # fmt: skip


def pdf(request: Any, found: Document) -> bytes:
    """The PDF twin."""
    return paper.pdf(request, TEMPLATE, {"doc": found, "language": get_language() or "sv"})


def file_name(found: Document) -> str:
    """What the file is called: nothing that says what it is about."""
    no = found.agreement.loan.request.no
    return f"{say(_('agreement'))}-{no}-{found.agreement.version}.pdf"


def own_words(request: Any, answer: Acceptance) -> dict[str, str]:
    """What whoever answered wrote, and was answered. Nothing when it is somebody else's words."""
    if request.viewer.own_id != answer.person_id or not needs_opening(answer):
        return {}
    opened = vault.open(
        tenant_id=answer.programme_id, person_ids=[answer.person_id], blob=answer.blob,
        fields=("wish", "reply", "support_person", "declaration"), purpose="own_agreement",
        case=str(answer.pk), actor=request.viewer, at=request.at,
    )  # fmt: skip
    return opened.get(answer.person_id, {})


def needs_opening(answer: Acceptance) -> bool:
    """Whether there can be words about this answer in the vault at all."""
    return (
        answer.support == Acceptance.Support.OWN
        or bool(answer.conflict == Acceptance.Conflict.DECLARED)
        or answer.state == "wants_change"
        or answer.how != ""
    )
