"""Forms that anybody may send without an account, and what holds up programs that send them.

A field that people never see, the time it takes to read a page, and so many an hour from one
sender. Whoever is held up by mistake is told, and loses nothing of what she has written.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.accounts import limits
from erfara.foundation import clock
from erfara.foundation.errors import Refused
from erfara.foundation.forms import parse
from erfara.web import http
from erfara.web.public.forms import began, too_fast
from erfara.web.signin.views import sender_of

# People never see this field. Programs that fill in everything do.
TRAP = "more_about_you"
# A whole hospital may share one sender: room for a course where everybody asks, not for a program.
MOST_AN_HOUR = 20
SLOWER = _("Read it through once more, then send it again.")


def trapped(request: Any) -> bool:
    """Whether the field that people never see was filled in."""
    return request.method == "POST" and bool(request.POST.get(TRAP))


def take_turn(request: Any, deed: str, refusal: str | Promise) -> None:
    """One of the sender's turns for a deed. Raises Refused when none is left."""
    if not limits.take_ticket(
        deed, sender_ip=sender_of(request), most=MOST_AN_HOUR, within=timedelta(hours=1)
    ):
        raise Refused(refusal)


def send(
    request: Any,
    form: Any,
    run: Callable[[], Any],
    *,
    deed: str,
    to: str,
    too_many: str | Promise,
) -> tuple[HttpResponse | None, dict[str, Any]]:
    """Carry out `run` for one who isn't signed in. The answer, or None and what the page needs.

    The page puts `began` in a hidden field and `trap` in one that nobody sees.
    """
    if trapped(request):
        return HttpResponseRedirect(to), {}  # a program: it need not know that it was seen
    sealed = request.POST.get("began", "")[:200]
    shown = began(clock.now())

    def carry_out() -> Any:
        if too_fast(sealed, clock.now()):
            raise Refused(SLOWER)
        take_turn(request, deed, too_many)
        return run()

    if answer := http.save(request, form, carry_out, to=to):
        return answer, {}
    # Whoever was only quick, kept the page for long or has to wait loses nothing by it.
    if request.method == "POST" and not form.refused and not parse.has_hidden(sealed):
        shown = sealed
    return None, {"form": form, "began": shown, "trap": TRAP}
