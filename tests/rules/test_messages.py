"""Every message can be said, in both languages, in every vocabulary that is shipped."""

from __future__ import annotations

import re
import string

import pytest
from django.utils.translation import override

from erfara.organisations import words as w
from tools import messages

# Django fills in the messages of form fields itself.
_IN_FORMS = re.compile(r"%\(\w+\)[sd]")


def texts():
    """Each message with its Swedish: (place, language, text)."""
    for entry in messages.catalogue():
        for text in filter(None, (entry.msgid, entry.msgid_plural)):
            yield entry.msgid, "en", text
        for text in filter(None, (entry.msgstr, *entry.msgstr_plural.values())):
            yield entry.msgid, "sv", text


def values_in(text):
    """The names of a message that are no nouns: what the code has to give."""
    named = {name for _, name, _, _ in string.Formatter().parse(text) if name} - set(w.NOUNS)
    return named | set(_IN_FORMS.findall(text))


@pytest.mark.parametrize("key", w.vocabularies())
def test_every_message_can_be_said(key):
    broken = []
    with w.words_of({"vocabulary": key}):
        for msgid, language, text in texts():
            with override(language):
                try:
                    said = w.say(text, **dict.fromkeys(values_in(text), "7"))
                except w.WordsError as error:
                    broken.append(f"{msgid!r} in {language}: {error}")
                    continue
            if "{" in said or "}" in said or not said.strip():
                broken.append(f"{msgid!r} in {language} comes out as {said!r}")
    assert broken == []


def test_the_swedish_asks_for_the_same_values_as_the_english():
    broken = []
    for entry in messages.catalogue():
        english = values_in(entry.msgid) | values_in(entry.msgid_plural)
        for text in filter(None, (entry.msgstr, *entry.msgstr_plural.values())):
            swedish = values_in(text)
            # "one question" may leave the number out; a value that the code doesn't give may not be
            missing = english - swedish if not entry.msgid_plural else set()
            if swedish - english or missing:
                broken.append(f"{entry.msgid!r}: {sorted(swedish ^ english)}")
    assert broken == []


@pytest.mark.parametrize(
    ("text", "said"),
    [("{unknown:pl}", False), ("{library:pl.indef}", False), ("{library:pl} {n}", True)],
)
def test_a_message_with_a_mistake_is_found(text, said):
    values = dict.fromkeys(values_in(text), "7")
    if said:
        assert w.say(text, **values)
    else:
        with pytest.raises(w.WordsError):
            w.say(text, **values)


def test_no_page_counts_by_hand():
    """Swedish and English have one and several; a message with a count has both."""
    lonely = [
        entry.msgid
        for entry in messages.catalogue()
        if "count" in values_in(entry.msgid) and not entry.msgid_plural
    ]
    assert lonely == []
