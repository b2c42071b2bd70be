"""Who opened something, what was opened and what a message was about: words for a log's codes."""

from __future__ import annotations

from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.foundation.actors import Role
from erfara.organisations.words import say

ROLES: dict[str, str | Promise] = {
    Role.PERSON: _("{contributor:sg.cap}"),
    Role.BORROWER: _("{borrower:sg.def.cap}"),
    Role.COORDINATOR: _("{coordinator:sg.cap}"),
    Role.WORKPLACE: _("The workplace"),
    Role.TRAINER: _("The trainer"),
    Role.RECRUITER: _("HR at the employer’s"),
    Role.USER_ORGANISATION: _("The user organisation"),
    Role.ADMINISTRATOR: _("Administrator"),
    Role.OPERATOR: _("Whoever runs the system"),
    Role.SYSTEM: _("{library:sg.def.cap}, by itself"),
}
# What stands before the colon in a blob's name, so that no id is shown.
OPENED: dict[str, str | Promise] = {
    "agreement": _("What was said about an agreement"),
    "identity": _("Name and addresses"),
    "experience": _("What you have told"),
    "wishes": _("How you want it to be"),
    "background": _("What you have told for figures"),
    "presentation": _("The text that is shown about you"),
    "public": _("The text that is shown about you"),
    "interest": _("What you wrote when you signed up"),
    "talks": _("Talks with us"),
    "address": _("New addresses"),
    "text": _("What was said about a question"),
    "workplace": _("What you wrote about your workplace"),
    "duties": _("What you said about who does what"),
    "colleague": _("What a colleague calls you"),
    "certificates": _("Your certificates"),
    "application": _("Your application"),
    "decision": _("What was decided about your application"),
    "interview_place": _("Where an interview is held"),
    "interview_note": _("What was noted at an interview"),
}
# The kinds of message that can be about one of her own matters; the rest are just messages.
MESSAGES: dict[str, str | Promise] = {
    **dict.fromkeys(
        ("inquiry", "inquiry_reply", "inquiry_instead", "waiting_list", "inquiry_ended"),
        _("About a question"),
    ),
    "inquiry_reminder": _("A reminder of a question"),
    **dict.fromkeys(
        ("confirmed", "occasion_planned", "occasion_changed", "occasion_cancelled",
         "still_coming", "as_agreed", "loan_cancelled", "team_changed",
         "team_ready"),
        _("About a loan you take part in"),
    ),
    **dict.fromkeys(("agreement", "agreement_reminder", "agreement_answer", "agreement_again"),
                    _("An agreement to say yes to")),
    **dict.fromkeys(("paid", "payment_reminder", "payment_escalated"),
                    _("A payment for a loan")),
    "aftercare": _("How you are after it"),
    "concern_answer": _("An answer to what felt wrong"),
    **dict.fromkeys(("effect_ask", "effect_reminder", "effects", "feedback_escalated"),
                    _("What a loan led to")),
    **dict.fromkeys(("follow_up", "follow_up_reminder"), _("How it was for you")),
    **dict.fromkeys(("feedback", "feedback_reminder"), _("What a loan led to")),
    "story_asked": _("About a story to tell"),
    "presentation": _("A text about you to read"),
    "presentation_taken_down": _("Your text was taken down"),
    **dict.fromkeys(("consents", "consent_again", "consent_reminder"), _("What you agree to")),
    **dict.fromkeys(("talk_booked", "talk_called_off"), _("About a talk")),
    **dict.fromkeys(("still", "still_reminder", "still_going"), _("Do you still want to join in?")),
    "leaving": _("That you leave"),
    **dict.fromkeys(("application_received", "application_known", "application_answer"),
                    _("About an application")),
    **dict.fromkeys(("peer_interview_booked", "peer_interview_off"), _("About an interview")),
    **dict.fromkeys(
        ("certificate_issued", "certificate_ends", "certificate_expired", "certificate_revoked",
         "certificate_no"),
        _("About a certificate"),
    ),
    **dict.fromkeys(
        ("offer_made", "offer_reminder", "offer_candidate", "offer_candidate_reminder",
         "offer_agreed", "offer_fell", "place_ended", "wish_nobody_yet"),
        _("About a place at work"),
    ),
    **dict.fromkeys(
        ("workplace_offered", "workplace_reminder", "workplace_received", "readiness",
         "readiness_recheck", "readiness_reminder", "readiness_left", "workplace_ready",
         "workplace_rests", "workplace_ended"),
        _("About your workplace"),
    ),
    **dict.fromkeys(
        ("place_offered", "place_reminder", "place_lapsed", "place_none", "place_assessed",
         "course_dates", "course_session_added", "course_session_changed",
         "course_session_cancelled", "course_cancelled"),
        _("About a course"),
    ),
    "ethics_again": _("Rules to read and sign"),
    **dict.fromkeys(("duties", "duties_reminder", "duties_answer", "duties_again"),
                    _("About who does what")),
    "imported": _("Whether you want to be in the register"),
    "interest_received": _("That you want to join"),
    "interest_declined": _("That you want to join"),
    "log_answer": _("An answer about who has opened your details"),
    "sign_in": _("A code to sign in"),
    **dict.fromkeys(("new_address", "old_address"), _("A new address")),
}  # fmt: skip
A_MESSAGE, A_TEXT = _("A message"), _("Something written")


def who(actor_role: str, actor_id: UUID | None, actor_label: str, *, her: UUID) -> str:
    """Somebody's name, or else what they are; herself as `you`."""
    if actor_id == her:
        return say(_("You"))
    return actor_label or role(actor_role)


def role(actor_role: str) -> str:
    """What somebody was when they opened it."""
    return say(ROLES.get(actor_role, actor_role))


def opened(blob: str) -> str:
    """What was opened, without its id."""
    return say(OPENED.get(blob.partition(":")[0], A_TEXT))


def about(kind: str) -> str:
    """What a message was about."""
    return say(MESSAGES.get(kind, A_MESSAGE))
