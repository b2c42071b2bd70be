"""Texts of the programme's own, and every message as it looks."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from erfara.foundation import forms
from erfara.foundation.errors import Refused
from erfara.foundation.outbox.letter import body_of, subject_of
from erfara.foundation.outbox.texts import segments, text_of
from erfara.organisations import own_words
from erfara.organisations.models import Programme
from erfara.organisations.words import LANGUAGES, say, words_of
from erfara.web import http
from erfara.workflows.messages import BORROWER, INTERVIEWS, PARTIES, STAFF, TEACHES, THERE, WRITES

HARD = 40
FEWEST_WORDS = 6


class OwnWordsForm(forms.Form):
    """The text in both languages; empty where ours is to stand."""

    def __init__(self, *args: Any, programme: Programme, place: own_words.Place, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.programme, self.place = programme, place
        for name, label in (("sv", _("In Swedish")), ("en", _("In English"))):
            self.fields[name] = forms.LongText(
                label, required=False, max_length=place.most, rows=3, lang=name,
                hint=_("Empty: our words, or nothing where we have none."),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        for name in LANGUAGES:
            try:
                own_words.check(found.get(name) or "", self.place, self.programme)
            except Refused as error:
                self.add_error(name, http.refusal(error))
        return found


def _place(request: Any, key: str) -> own_words.Place:
    found = own_words.places(request.programme).get(key)
    if found is None:
        raise Http404
    return found


def places(request, slug: str) -> HttpResponse:
    """Every place for words of one's own, with what stands there now."""
    now = own_words.in_force(request.programme)
    groups: dict[str, dict[str, Any]] = {}
    for place in own_words.places(request.programme).values():
        heading = {own_words.PAGES: _("Pages"), "signature": _("All letters")}.get(place.group)
        group = groups.setdefault(
            place.group,
            {"heading": say(heading or own_words.GROUPS[place.group]), "rows": []},
        )
        with words_of(request.programme):
            texts = [
                {"language": language, "text": say(now.get((place.key, language), ""))}
                for language in LANGUAGES
            ]
        group["rows"].append(
            {
                "title": say(place.title),
                "where": "" if place.in_letters else say(place.where),
                "texts": [t for t in texts if t["text"]],
                "url": reverse("administrator:own_words", args=[slug, place.key]),
            }
        )
    return render(request, "administrator/own_places.html", {"groups": list(groups.values())})


def write(request, slug: str, key: str) -> HttpResponse:
    """Write the text of one place, see how it reads, or take ours back."""
    place = _place(request, key)
    programme = request.programme
    back = reverse("administrator:own_places", args=[slug])
    now = own_words.in_force(programme)
    form = OwnWordsForm(
        http.posted(request), programme=programme, place=place,
        initial={name: now.get((key, name), "") for name in LANGUAGES},
    )  # fmt: skip
    shown: list[dict[str, Any]] = []
    hard = 0.0
    if request.POST.get("do") == "preview":
        if http.filled(request, form):
            texts = {name: form.cleaned_data[name] or "" for name in LANGUAGES}
            shown = _as_it_reads(programme, place, texts)
            swedish = texts["sv"]
            hard = own_words.lix(swedish) if len(swedish.split()) >= FEWEST_WORDS else 0.0
    elif answer := http.save(
        request, form,
        lambda: own_words.write(
            programme=programme, key=key,
            texts={name: form.cleaned_data[name] or "" for name in LANGUAGES},
            by=request.viewer, at=request.at,
        ),
        to=back, done=_("Saved. It stands there from now on."),
    ):  # fmt: skip
        return answer
    context = {
        "form": form, "back": back, "title": say(place.title), "where": say(place.where),
        "shown": shown, "lix": round(hard), "hard": hard >= HARD,
        "before": own_words.versions(programme, key)[:20], "in_letters": place.in_letters,
    }  # fmt: skip
    return render(request, "administrator/own_words.html", context, status=form.status)


def _as_it_reads(
    programme: Programme, place: own_words.Place, texts: dict[str, str]
) -> list[dict[str, Any]]:
    """The words where they will stand: in a whole letter, or by themselves for a page."""
    kind = next(
        (
            k for k in own_words.kinds_of(programme)
            if k.group == place.group or place.key == own_words.SIGNATURE
        ),
        None,
    )  # fmt: skip
    trying = {(place.key, name): text for name, text in texts.items()}
    with own_words.instead(programme, trying):
        if place.in_letters and kind is not None:
            return [_letter(programme, kind, name) for name in LANGUAGES]
        return [_on_page(programme, place, name) for name in LANGUAGES]


def _on_page(programme: Programme, place: own_words.Place, language: str) -> dict[str, Any]:
    """A page's words between what stands there before and after them."""
    with words_of(programme), override(language):
        before, after = (
            say(text, name=programme.name, unit="…") for text in (place.before, place.after)
        )
    return {
        "language": language, "text": own_words.own(programme, place.key, language),
        "before": before, "after": after,
    }  # fmt: skip


def _letter(programme: Programme, kind: own_words.Kind, language: str) -> dict[str, Any]:
    letter = kind.sample(programme, language)
    text = text_of(letter)
    return {
        "language": language, "subject": subject_of(letter), "body": body_of(letter),
        "text": text, "segments": segments(text), "signs": len(text),
    }  # fmt: skip


# Letters that are never sent as text messages: to addresses of mail, and to those who have not
# said that they want any: staff, and whoever speaks for another.
ONLY_MAIL = frozenset({"new_address", "old_address", "sign_up_link"})
BY_MAIL = (INTERVIEWS, TEACHES, STAFF, BORROWER, WRITES, THERE, PARTIES)


def messages(request, slug: str) -> HttpResponse:
    """Every kind of message in both languages, from the one place where they are written."""
    groups = []
    sent = own_words.kinds_of(request.programme)
    for group, label in own_words.GROUPS.items():
        kinds = [k for k in sent if k.group == group]
        rows = [
            {
                "name": kind.name, "when": say(kind.when), "to": say(kind.to),
                "both": [_letter(request.programme, kind, language) for language in LANGUAGES],
                "as_text": kind.name not in ONLY_MAIL and not any(kind.to is o for o in BY_MAIL),
            }
            for kind in kinds
        ]  # fmt: skip
        if rows:
            groups.append({"heading": say(label), "rows": _alike(rows), "group": group})
    context = {"groups": groups, "writes": request.viewer.role == "administrator"}
    return render(request, "administrator/messages.html", context)


def _alike(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Kinds that read the same stand together, with each one's occasion."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        key = (*(b["subject"] + b["body"] for b in row["both"]), str(row["as_text"]))
        one = found.setdefault(key, {**row, "kinds": []})
        one["kinds"].append({"name": row["name"], "when": row["when"], "to": row["to"]})
    return list(found.values())
