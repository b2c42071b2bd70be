"""At work one is turned to by function: what the forms say beside whoever is named there.

There is no step before the page of a workplace, so one with protected details is not written down
there at all: a function and a mailbox that several read stand instead.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

NAME = _("Name or function")
INSTEAD = _(
    "A function is enough, such as unit manager, with a mailbox that several read. Write that for "
    "one with protected details."
)
YOURS = _(
    "Your function is enough, with a mailbox that several read. Write that if your details are "
    "protected."
)
