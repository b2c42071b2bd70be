"""Those who borrow: a request that is still being written, gaps to talk about, a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from erfara.foundation import drafts
from erfara.foundation.actors import Actor, Role
from erfara.lending import terms
from erfara.lending.models import LoanRequest, RequestDraft
from erfara.workflows import borrowing

if TYPE_CHECKING:
    from erfara.workflows.demonstration.living import County

WRITTEN = {
    "purpose": "Vi bygger om mottagningen och vill veta hur det är att komma dit första gången.",
    "wished_outcome": "Råd till arkitekten innan sommaren.",
    "wished_experience": "Att ha letat efter rätt dörr, som patient eller tillsammans med någon.",
    "form": "workshop", "people_wanted": 4, "recurring": "no", "when_wished": "i mars",
    "use_of_answers": "Arkitekten får råden i april. Vi skriver vad som blev av vart och ett.",
    "day_contact": "Linda i receptionen", "level_wished": "service",
    "ladder_wished": "influence", "organisation": "Region Blåberg",
    "unit": "Vårdcentralen Väster", "name": "Linda Exempelsson",
    "email": "linda@exempel.invalid", "phone": "",
}  # fmt: skip
COLLEAGUE = {"name": "Karin Exempelsson", "email": "karin@exempel.invalid"}
BEGUN = {
    "purpose": "Vi undrar hur det är att vänta på ett samtal från oss.",
    "organisation": "Blåbergs kommun", "name": "Gun Exempelsson", "email": "gun@exempel.invalid",
}  # fmt: skip


def add(county: County) -> LoanRequest:
    """One request written piece by piece and sent with two things not known yet, with a colleague
    who sees to it too; and one that is still being written."""
    public = Actor(Role.PUBLIC, county.programme.pk)
    at = county.days(-3)
    values = {**WRITTEN, borrowing.TERMS: terms.version_now(county.programme)}
    link = borrowing.begin_draft(programme=county.programme, values=values, by=public, at=at)
    draft = RequestDraft.objects.select_related("programme").get(pk=link.about_id)
    request = borrowing.send_draft(
        draft=draft, answers=values, by=Actor(Role.BORROWER, county.programme.pk, draft.pk), at=at
    )
    drafts.empty(draft=draft, at=at)
    linda = Actor(Role.BORROWER, county.programme.pk, request.contact_id)
    borrowing.add_colleague(request=request, **COLLEAGUE, by=linda, at=county.days(-2))
    borrowing.begin_draft(programme=county.programme, values=BEGUN, by=public, at=county.days(-1))
    return request
