"""The voice on screen: a good colleague who has time, in the programme's own words.

Some words never stand on a screen, in Swedish or English; and the nouns of a programme are never
written out, because the next county calls them something else.
"""

from __future__ import annotations

import re

from tools import messages
from tools.repository import exceptions, unneeded

NAME = "swedish_voice"

# what never stands in a Swedish text → what to do instead
SWEDISH = {
    r"ogiltig\w*": "say what to write instead",
    r"enkel|enkelt|enkla": "let the reader judge what is easy",
    r"objekt(et|en|ens|ets)?": "name the thing",
    r"status(en|ar)?": "say where it is on its way",
    r"valider\w*": "say what needs to change",
    r"session(en|er|erna)?": "say that one needs to sign in again",
    r"posta(s|t|ts|de|des)": "say sent",
    r"tålamod\w*": "say how long it takes",
    r"behörighet\w*": "say whom the page is for",
    r"avböj\w*": "say no thanks",
    r"är du säker": "say what happens next",
    r"inga resultat": "say what to do now",
    r"modig\w*": "don't praise people for being brave",
    r"vänligen": "just ask",
}
ENGLISH = {
    r"invalid": "say what to write instead",
    r"simply|easy|easily": "let the reader judge what is easy",
    r"patience": "say how long it takes",
    r"are you sure": "say what happens next",
    r"brave": "don't praise people for being brave",
}
NOUNS = (
    r"erfaren|erfarna|erfarnas|låntagar\w*|samordnar\w*|bibliotek(et|en|ets|ens|s)?|"
    r"uppdragsgivar\w*|peernätverk\w*"
)
ENGLISH_NOUNS = r"contributors?|borrowers?|coordinators?|librar(y|ies)"
_PLACEHOLDER = re.compile(r"\{[^}]*\}|<[^>]*>")


def offences(text: str, swedish: bool = True) -> list[str]:
    """What is wrong with one text, in words."""
    plain = _PLACEHOLDER.sub("·", text)
    found = []
    for pattern, instead in (SWEDISH if swedish else ENGLISH).items():
        if hit := re.search(rf"\b(?:{pattern})\b", plain, re.IGNORECASE):
            found.append(f"{hit[0]!r}: {instead}")
    if "!" in plain:
        found.append("'!': we don't shout")
    nouns = NOUNS if swedish else ENGLISH_NOUNS
    if hit := re.search(rf"\b(?:{nouns})\b", plain, re.IGNORECASE):
        found.append(f"{hit[0]!r}: write the programme's noun, like {{library:sg.def}}")
    return found


def run() -> list[str]:
    """Failures over every message and its Swedish."""
    let_pass = exceptions(NAME)
    lines, needed = [], []
    for entry in messages.catalogue():
        texts = [(text, False) for text in (entry.msgid, entry.msgid_plural)]
        texts += [(text, True) for text in (entry.msgstr, *entry.msgstr_plural.values())]
        for text, swedish in texts:
            found = offences(text, swedish)
            if found and entry.msgid in let_pass:
                needed.append(entry.msgid)
            else:
                lines += [f"django.po: {text[:60]!r} has {one}." for one in found]
    return lines + unneeded(NAME, needed)
