"""Asking to borrow, without an account: a list of tasks, each on its own page and kept at once.

Beginning makes a draft and leads to addresses with a token in them. Whoever has the address goes
on where she was, in any order, as long as somebody writes in it every two weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation import drafts, forms, links
from erfara.lending import access, terms
from erfara.lending.models import LoanRequest, RequestDraft
from erfara.lending.readiness import READY
from erfara.organisations.words import say, say_plural
from erfara.vocabulary.choices import Form, LadderStep, ParticipationLevel
from erfara.web import http
from erfara.web.borrower import forms as pages
from erfara.web.public import kept, presentations, strangers
from erfara.web.signin.views import no_trace
from erfara.workflows import borrowing

TOO_MANY_ASK = _(
    "Many have asked from where you are within an hour. Begin in an hour, or get in touch with "
    "{library:sg.def}."
)


@dataclass(frozen=True, slots=True)
class Task:
    """One page of the list: its title, its form, and what of it has to be there."""

    title: str | Promise
    shape: Any
    needed: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.shape.base_fields)


TASKS: dict[str, Task] = {
    "about": Task(_("What you want to find out"), pages.AboutForm, ("purpose",)),
    "whom": Task(_("Whom you would like to hear"), pages.WhomForm),
    "how": Task(_("How it is to be held"), pages.HowForm),
    "ready": Task(_("Are you ready?"), pages.ReadyForm),
    "say": Task(_("How much of a say people will have"), pages.SayForm),
    "who": Task(_("Who you are"), pages.WhoForm, ("organisation", "name", "email")),
}
# What tells a page that was saved empty from one that nobody has looked at.
SEEN = {name: f"seen_{name}" for name in [*TASKS, "terms"]}
FIELDS = (
    *(field for task in TASKS.values() for field in task.fields),
    borrowing.TERMS,
    *SEEN.values(),
)


class TermsForm(forms.Form):
    """A yes to the terms. It may wait until the first meeting."""

    agree = forms.Check(_("We agree to this"), required=False)


def start(request: Any, slug: str) -> HttpResponse:
    """What happens if one asks, and the button that begins."""
    library = request.programme
    if not library.lends and request.method != "POST":
        return render(request, "public/borrow_closed.html")
    here = reverse("public:borrow", args=[slug])
    if request.method == "POST":
        if strangers.trapped(request):
            return HttpResponseRedirect(reverse("public:borrow_done", args=[slug]))
        return no_trace(
            http.press(
                request, lambda: _begin(request),
                to=lambda link: reverse("borrow:tasks", args=[slug, links.token(link)]), back=here,
            )
        )  # fmt: skip
    context = {
        "trap": strangers.TRAP,
        "presentation": request.GET.get("presentation", "")[:40],
        "wished": presentations.wished(library, request.GET.get("presentation", "")[:40]).get(
            "wished_experience"
        ),
        "tasks": [say(task.title) for task in TASKS.values()],
    }
    return render(request, "public/borrow.html", context)


def _begin(request: Any) -> Any:
    strangers.take_turn(request, "borrow", TOO_MANY_ASK)
    wished = presentations.wished(request.programme, request.POST.get("presentation", "")[:40])
    return borrowing.begin_draft(
        programme=request.programme, values=wished, by=request.viewer, at=request.at
    )


def _written(request: Any, draft: Any) -> dict[str, Any]:
    """What is written so far. A yes to terms is one to those of what is borrowed now."""
    answers = kept.written(request, draft, FIELDS)
    return {**answers, borrowing.TERMS: borrowing.said_yes_to(request.programme, answers)}


def _state(name: str, answers: Mapping[str, Any]) -> tuple[str | Promise, str, str]:
    """How a task stands: its word, the word's colour, and what more there is to say."""
    if name == "terms":
        if answers.get(borrowing.TERMS):
            return _("Done"), "good", ""
        return _("May wait"), "neutral", ""
    task = TASKS[name]
    given = [field for field in task.fields if answers.get(field)]
    if any(field not in given for field in task.needed):
        return (_("Begun") if given else _("To write")), "action", ""
    if name == "ready" and (given or answers.get(SEEN[name])):
        left = len(task.fields) - len(given)
        if left:
            return _("We talk about the rest"), "neutral", say_plural(
                "One thing is not known yet.", "{count} things are not known yet.", left
            )  # fmt: skip
    if given:
        return _("Done"), "good", ""
    if answers.get(SEEN[name]):
        return _("You don't know yet"), "neutral", ""
    return _("May wait"), "neutral", ""


# The terms stand before who one is: nobody is asked for a name before knowing what it is for.
ORDER = (*(name for name in TASKS if name != "who"), "terms", "who")


def _list(slug: str, token: str, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    titles = {name: task.title for name, task in TASKS.items()}
    found = []
    for name in ORDER:
        word, tone, hint = _state(name, answers)
        found.append(
            {"title": titles.get(name, _("The terms")), "state": word, "tone": tone, "hint": hint,
             "url": reverse(f"borrow:{name}", args=[slug, token])}
        )  # fmt: skip
    return found


def _page(request: Any, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return no_trace(render(request, f"public/borrow_{name}.html", context, status=status))


def tasks(request: Any, slug: str, token: str) -> HttpResponse:
    """Everything there is to do, and how each stands."""
    draft = access.own_draft(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    answers = _written(request, draft)
    left = borrowing.missing(answers)
    context = {
        "tasks": _list(slug, token, answers),
        "token": token,
        "has_email": bool(answers.get("email")),
        "ready_to_send": not left,
    }
    return _page(request, "tasks", context)


def _back(slug: str, token: str, request: Any) -> tuple[str, str]:
    """Where the link over a page leads, and its words: the list, or the look-through it was
    changed from."""
    changed = request.GET.get("back") == "check"
    words = say(_("Back") if changed else _("To the list"))
    return reverse(f"borrow:{'check' if changed else 'tasks'}", args=[slug, token]), words


def _onwards(slug: str, token: str, request: Any, name: str, answers: Mapping[str, Any]) -> str:
    """Where a page leads when it is kept: the next one that nobody has looked at, the look-through
    when all have been, else the list."""
    if request.GET.get("back") == "check":
        return reverse("borrow:check", args=[slug, token])
    unseen = [one for one in ORDER if one != name and not answers.get(SEEN[one])]
    later = [one for one in unseen if ORDER.index(one) > ORDER.index(name)]
    following = later[0] if later else "tasks" if unseen else "check"
    return reverse(f"borrow:{following}", args=[slug, token])


def task(request: Any, slug: str, token: str, name: str) -> HttpResponse:
    """One task, filled in with what was written before."""
    draft = access.own_draft(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    shape = TASKS[name].shape
    answers = _written(request, draft)
    form = shape(http.posted(request), initial=answers)
    back, back_label = _back(slug, token, request)
    if answer := http.save(
        request, form,
        lambda: drafts.keep(
            draft=draft, by=request.viewer, at=request.at,
            values={**_kept(form), SEEN[name]: "yes"},
        ),
        to=_onwards(slug, token, request, name, answers),
    ):  # fmt: skip
        return no_trace(answer)
    context = {
        "form": form, "title": say(TASKS[name].title), "name": name, "back": back,
        "back_label": back_label,
    }  # fmt: skip
    if name == "say":
        context |= {
            "level": answers.get("level_wished") or "", "step": answers.get("ladder_wished") or "",
        }  # fmt: skip
    return _page(request, "say" if name == "say" else "task", context, form.status)


def _kept(form: Any) -> dict[str, Any]:
    """What a page leaves in the draft: an answer that was taken away goes."""
    return {name: value if value not in ("", []) else None
            for name, value in form.cleaned_data.items()}  # fmt: skip


def terms_page(request: Any, slug: str, token: str) -> HttpResponse:
    """The terms, and a yes to them now or later."""
    draft = access.own_draft(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    answers = kept.written(request, draft, (borrowing.TERMS, "form", *SEEN.values()))
    version = terms.version_now(request.programme, answers.get("form") or "")
    form = TermsForm(
        http.posted(request), initial={"agree": answers.get(borrowing.TERMS) == version}
    )
    back, back_label = _back(slug, token, request)
    if answer := http.save(
        request, form,
        lambda: drafts.keep(
            draft=draft, by=request.viewer, at=request.at,
            values={borrowing.TERMS: version if form.cleaned_data["agree"] else None,
                    SEEN["terms"]: "yes"},
        ),
        to=_onwards(slug, token, request, "terms", answers),
    ):  # fmt: skip
        return no_trace(answer)
    context = {
        "form": form,
        "back": back,
        "back_label": back_label,
        "number": terms.number_of(version),
        "version": version,
    }
    return _page(request, "terms", context, form.status)


def check(request: Any, slug: str, token: str) -> HttpResponse:
    """Everything once more, and the button that sends it."""
    draft = access.own_draft(request.viewer, request.programme)
    if draft.state != "draft":
        return kept.over(request)
    answers = _written(request, draft)
    here = reverse("borrow:check", args=[slug, token])
    if request.method == "POST":
        return kept.send(
            request, draft,
            lambda: borrowing.send_draft(
                draft=draft, answers=answers, by=request.viewer, at=request.at
            ),
            to=reverse("public:borrow_done", args=[slug]), back=here,
        )  # fmt: skip
    pages_of = [*TASKS, "terms"]
    context = {
        "answers": {name: answers.get(name) or "" for name in FIELDS},
        "said": _said(answers),
        "change": {
            name: f"{reverse(f'borrow:{name}', args=[slug, token])}?back=check" for name in pages_of
        },
        "missing": borrowing.missing(answers),
        "agreed": bool(answers.get(borrowing.TERMS)),
        "not_known": len([name for name in READY if not answers.get(name)]),
        "back": reverse("borrow:tasks", args=[slug, token]),
    }
    return _page(request, "check", context)


def _said(answers: Mapping[str, Any]) -> dict[str, str]:
    """Choices in words."""
    words: dict[str, Any] = {
        "form": dict(Form.choices),
        "colleagues_prepared": dict(LoanRequest.Prepared.choices),
        "level_wished": dict(ParticipationLevel.choices),
        "ladder_wished": dict(LadderStep.choices),
    }
    return {
        name: say(choices[answers[name]]) if answers.get(name) in choices else ""
        for name, choices in words.items()
    }


def throw_away(request: Any, slug: str, token: str) -> HttpResponse:
    """The writer doesn't want to after all: gone at once."""
    return kept.throw_away(request, _own(request))


def way_back(request: Any, slug: str, token: str) -> HttpResponse:
    """Send the link, to go on another time."""
    return kept.way_back(request, _own(request), reverse("borrow:tasks", args=[slug, token]))


def _own(request: Any) -> RequestDraft:
    return access.own_draft(request.viewer, request.programme)


def done(request: Any, slug: str) -> HttpResponse:
    """What happens now. Holds nothing of what was written: the page may be anybody's."""
    return render(request, "public/borrow_done.html")
