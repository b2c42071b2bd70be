"""What a no has stopped, in words: said once, on the page that comes after."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.organisations.words import say, say_plural
from erfara.people.models import Purpose
from erfara.web.people_say import in_words
from erfara.workflows.consent import Stopped

DONE: dict[str, str | Promise] = {
    Purpose.EMAIL: _("Done. We don't write to you any more. If we want to ask you, we phone."),
    Purpose.TEXT_MESSAGE: _("Done. You get no more text messages from us."),
    Purpose.PRESENTATION: _("Done. Your text is taken down."),
    Purpose.PICTURE: _("Done. The picture beside your text is taken down."),
    Purpose.SOCIAL_MEDIA: _(
        "Done. We don't show your text in social media any more, and take down what is there "
        "within three days."
    ),
    Purpose.STATISTICS: _("Done. What you had told about yourself for figures is removed."),
    Purpose.HANDOVER: _("Done. Nobody who takes over {library:sg.def} is told about you."),
    Purpose.RESEARCH: _(
        "Done. What you have told is not used in research any more, and those who do research are "
        "told so within three days."
    ),
}
LEFT = _("Done. We don't ask you any more.")


def sentences(stopped: Stopped) -> list[str]:
    """What happened, the most important first. Empty when it had happened before."""
    if not stopped.purposes and not stopped.left:
        return []
    said = [say(LEFT if stopped.left else DONE[stopped.purposes[0]])]
    said += questions_gone(stopped.questions)
    if stopped.loans:
        said.append(
            say_plural(
                "You are taken off one group that you were to take part in.",
                "You are taken off {count} groups that you were to take part in.", stopped.loans,
            )
        )  # fmt: skip
    return said


def questions_gone(count: int) -> list[str]:
    """How many questions went with it. Nothing when there were none."""
    if not count:
        return []
    return [
        say_plural(
            "One question that waited for your answer has been taken away.",
            "{word} questions that waited for your answer have been taken away.",
            count, word=in_words(count).capitalize(),
        )
    ]  # fmt: skip


def tell(request: Any, stopped: list[Stopped]) -> None:
    """Say it. `stopped` is empty when the press was a repeated one."""
    for one in stopped[:1]:
        if said := sentences(one):
            messages.success(request, " ".join(said))
