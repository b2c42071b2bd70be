"""May this be done now? About who does what."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.foundation.errors import Refused
from erfara.foundation.prepared import Prepared
from erfara.lending.agreement_texts import check_no_numbers
from erfara.peersupport.duties.models import COUNTS, DutyMatrix
from erfara.peersupport.workplaces.models import Workplace

# A workplace has one version that counts.
_STANDS = Prepared(
    lambda workplace: DutyMatrix.objects.filter(
        workplace_id=workplace, state__in=COUNTS
    ).values_list("state")
)


def check_agreed(workplace: Workplace, reason: str = "") -> bool:
    """Whether somebody can begin at a workplace as far as responsibilities go: all parties have
    said yes to who does what, or it was said why it goes on without. True when all have.

    Raises Refused when neither is so and no reason is written. Whoever asks keeps the reason.
    """
    found = _STANDS.rows(workplace=workplace.pk, most=1)
    state = found[0][0] if found else ""
    if state in {"agreed", "without"}:
        return bool(state == "agreed")
    if not reason.strip():
        raise Refused(
            _("The parties have not agreed on who does what. Wait until they have, or write why "
              "somebody begins all the same.")
        )  # fmt: skip
    check_no_numbers({"reason": reason})
    return False
