"""All writes about people. What they have told goes to the vault, never into a column."""

from erfara.people.actions.consents import (
    give_consent,
    withdraw_consent,
)
from erfara.people.actions.experiences import (
    Told,
    set_experiences,
)
from erfara.people.actions.joining import (
    FORGOTTEN_AFTER,
    decline,
    note_interest,
    register,
    take_in,
    welcome,
)
from erfara.people.actions.messages import (
    answer_message,
    forget_message,
    note_message,
    receive_message,
)
from erfara.people.actions.persons import (
    IDENTITY,
    KINDS,
    change_identity,
    find_or_add_contact,
    find_or_add_person,
    find_person,
)
from erfara.people.actions.signing_up import (
    begin_sign_up,
    send_sign_up,
)
from erfara.people.actions.staying import (
    ERASED_AFTER,
    leave,
    mark_erased,
    pause,
    resume,
    stay,
)

__all__ = [
    "ERASED_AFTER",
    "FORGOTTEN_AFTER",
    "IDENTITY",
    "KINDS",
    "Told",
    "answer_message",
    "begin_sign_up",
    "change_identity",
    "decline",
    "find_or_add_contact",
    "find_or_add_person",
    "find_person",
    "forget_message",
    "give_consent",
    "leave",
    "mark_erased",
    "note_interest",
    "note_message",
    "pause",
    "receive_message",
    "register",
    "resume",
    "send_sign_up",
    "set_experiences",
    "stay",
    "take_in",
    "welcome",
    "withdraw_consent",
]
