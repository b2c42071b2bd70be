"""The request of somebody who has no account. It takes five minutes, and most of it may wait."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from erfara.foundation import forms
from erfara.web.borrower.forms import WishesForm

# A form that somebody has read takes longer than this to fill in.
AT_LEAST = timedelta(seconds=4)
_SALT = "erfara.borrow"


def began(at: datetime) -> str:
    """When the form was shown, sealed so that it can't be made up."""
    return signing.dumps(int(at.timestamp()), salt=_SALT)


def too_fast(sealed: str, at: datetime) -> bool:
    """Whether the form came back faster than anybody reads, or was never shown."""
    try:
        seconds = signing.loads(sealed, salt=_SALT)
        shown = datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, TypeError, ValueError, OverflowError, OSError):
        return True
    return at - shown < AT_LEAST


class BorrowForm(WishesForm):
    """The wishes, and whom they come from."""

    organisation = forms.Text(
        _("Organisation"), hint=_("For example a region, a municipality or an association."),
        max_length=160, autocomplete="organization",
        missing=_("Write which organisation you belong to."),
    )  # fmt: skip
    unit = forms.Text(_("Unit"), required=False, max_length=160)
    name = forms.Text(
        _("Your name"), max_length=120, autocomplete="name", missing=_("Write your name.")
    )
    email = forms.Email(_("E-mail"), hint=_("We answer here."))
    phone = forms.Phone(_("Telephone"), required=False)

    def contact(self) -> dict[str, str]:
        """Whom to answer."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "phone")}
