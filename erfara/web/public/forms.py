"""When a form for everybody was shown: nobody reads and answers one within seconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.core import signing

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
