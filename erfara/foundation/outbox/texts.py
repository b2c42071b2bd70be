"""A letter as a text message: who writes, that there is a message, the link, the last day.

One text message holds 160 characters of the GSM alphabet, which has å, ä and ö; anything outside
it makes the whole message one of 70. So quotation marks and dashes of print become plain ones.
Source: 3GPP TS 23.038 (alphabet) and 23.040 (parts of 153 and 67).
"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from erfara.foundation.outbox.letter import Letter, last_said

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
TWO_PLACES = frozenset("^{}\\[~]|€\f")
ONE, EACH = 160, 153
ONE_WIDE, EACH_WIDE = 70, 67
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "}
)


def plain(text: str) -> str:
    """The same with signs of print made plain, so that it fits the alphabet of text messages."""
    return " ".join(text.translate(_PLAIN).split())


def segments(text: str) -> int:
    """How many text messages this is sent, and paid, as."""
    if set(text) <= BASIC | TWO_PLACES:
        places = sum(2 if sign in TWO_PLACES else 1 for sign in text)
        return 1 if places <= ONE else -(-places // EACH)
    places = len(text.encode("utf-16-le")) // 2
    return 1 if places <= ONE_WIDE else -(-places // EACH_WIDE)


def text_of(letter: Letter) -> str:
    """The message in one line. What is said in a mail only, such as a signature, isn't there."""
    with override(letter.language or settings.LANGUAGE_CODE):
        said = [str(letter.short or " ".join(str(line) for line in letter.body_lines)), letter.url]
        if letter.deadline is not None:
            day = last_said(letter.deadline, "j M")
            if (get_language() or "").startswith("sv"):
                day = day.lower()  # months are no names in Swedish
            said.append(_("Answer by {day}.").format(day=day))
        return plain(" ".join(said))
