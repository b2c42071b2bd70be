"""Which kind of programme a page belongs to: a library, peer support, or both."""

from __future__ import annotations

# What kind of programme a page belongs to, by its namespace. A namespace that isn't named is for
# libraries and peer support alike.
LIBRARY, PEER_SUPPORT = "library", "peer_support"
_OF_LIBRARIES = frozenset(
    "sign_up borrow person consents consents_link question question_link talk talk_link "
    "presentation presentation_link borrower request request_link coordinator steering "
    "costs".split()
)
_OF_PEER_SUPPORT = frozenset(
    "course course_link apply candidacy candidacy_link "
    "setup workplaces duties recruiting training certificates pool workplace workplace_link "
    "my_workplaces "
    "own_certificate own_certificate_link own_pool own_place own_place_link place_wish "
    "place_wish_link place_ask place_ask_link "
    "own_duties duties_link application own_peer "
    "check peer_public".split()
)
_KINDS: dict[str, str] = {
    # Single pages that aren't as the rest of their namespace.
    **{
        f"public:{page}": LIBRARY
        for page in (
            "presentations presentation borrow borrow_done how_much_say stories story_answer "
            "ask_your_own experience_map sign_up sign_up_name sign_up_paper sign_up_done"
        ).split()
    },
    **{
        f"administrator:{page}": LIBRARY
        for page in (
            "settings consents consent_words concerns concern end_concern rates new_rate "
            "rate_preset price_base end_rate"
        ).split()
    },
    # The day, its marks, and what anybody may write to or ask of a programme.
    **{
        f"coordinator:{page}": ""
        for page in (
            "home mark_row weekly_mail shortcuts messages message note_message log_question"
        ).split()
    },
    # One's own log and copy: whoever is known has these.
    **{
        f"person:{page}": ""
        for page in (
            "log ask_log log_question log_answer details new_address copy copy_page copy_data "
            "contact_word"
        ).split()
    },
}


def belongs(name: str, kind: str) -> bool:
    """Whether a page is there in programmes of this kind."""
    named = _KINDS.get(name)
    if named is None:
        space = name.rpartition(":")[0]
        named = LIBRARY if space in _OF_LIBRARIES else ""
        named = PEER_SUPPORT if space in _OF_PEER_SUPPORT else named
    return named in {"", kind}
