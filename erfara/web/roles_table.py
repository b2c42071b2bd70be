"""Who may do what, as one table: a row for every address of the product. No row: nobody may.

The gate (`erfara.web.middleware`) reads it before any view runs. Which *object* a viewer may see
(her own, her unit's, her programme's) is decided by the doors in each app's `access.py`; together
they are tested over every route, method, role and relation.
"""

from __future__ import annotations

from dataclasses import dataclass

from erfara.foundation.actors import STAFF, Role

PUBLIC, BORROWER, PERSON, COORDINATOR, STEERING, ADMINISTRATOR, OPERATOR = (
    Role.PUBLIC, Role.BORROWER, Role.PERSON, Role.COORDINATOR, Role.STEERING,
    Role.ADMINISTRATOR, Role.OPERATOR,
)  # fmt: skip
USER_ORGANISATION, RECRUITER, TRAINER, WORKPLACE = (
    Role.USER_ORGANISATION, Role.RECRUITER, Role.TRAINER, Role.WORKPLACE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """Which methods an address takes and which roles get in.

    `link`: the address itself is the way in; its token is a link of this purpose and gives the
    one role. `outside_production`: closed where real people are.
    """

    methods: frozenset[str]
    roles: frozenset[Role]
    link: str = ""
    outside_production: bool = False

    @property
    def is_public(self) -> bool:
        return Role.PUBLIC in self.roles

    @property
    def for_staff(self) -> bool:
        return bool(self.roles & STAFF)


def reads(*roles: Role, link: str = "") -> Row:
    """An address that is only looked at."""
    return Row(frozenset({"GET", "HEAD"}), frozenset(roles), link)


def acts(*roles: Role, link: str = "") -> Row:
    """An address that is only posted to: a button."""
    return Row(frozenset({"POST"}), frozenset(roles), link)


def forms(*roles: Role, link: str = "") -> Row:
    """A page with a form: looked at and posted to."""
    return Row(frozenset({"GET", "HEAD", "POST"}), frozenset(roles), link)


def outside_production(row: Row) -> Row:
    """The same row, closed in production."""
    return Row(row.methods, row.roles, row.link, True)


_SIGN_IN = (
    "account_login account_logout mfa_authenticate mfa_login_webauthn "
    "openid_connect_login "
    "accounts:invitation accounts:forgotten accounts:new-password "
    "account_change_password account_reauthenticate mfa_reauthenticate "
    "mfa_reauthenticate_webauthn mfa_activate_totp mfa_deactivate_totp "
    "mfa_generate_recovery_codes mfa_add_webauthn mfa_edit_webauthn mfa_remove_webauthn"
).split()
_SIGN_IN_READ = (
    "account_inactive socialaccount_login_cancelled openid_connect_callback mfa_index "
    "mfa_view_recovery_codes mfa_list_webauthn"
).split()

# Sub-pages of one question: reached from the person's own page and, each under its token, from a
# message. The same views, the same rights, another way in.
_QUESTION = {
    "question": forms(PERSON),
    "agreement": forms(PERSON),
    "agreement_pdf": reads(PERSON),
    "times": reads(PERSON),
    "coming": acts(PERSON),
    "cannot_come": forms(PERSON),
    "no_payment": acts(PERSON),
    "claim": forms(PERSON),
    "not_paid": acts(PERSON),
    "got_paid": acts(PERSON),
    "leave_list": acts(PERSON),
    "that_too": forms(PERSON),
    "something_wrong": forms(PERSON),
    "afterwards": forms(PERSON),
}
_REQUEST = {
    "request": reads(BORROWER),
    "agreement": forms(BORROWER),
    "agreement_pdf": reads(BORROWER),
    "times": reads(BORROWER),
    "coming": acts(BORROWER),
    "accept_terms": acts(BORROWER),
    "clarify": forms(BORROWER),
    "withdraw": forms(BORROWER),
    "follow_up": forms(BORROWER),
    "feedback": forms(BORROWER),
    "paid": forms(BORROWER),
    "led_to": forms(BORROWER),
    "something_wrong": forms(BORROWER),
    "meeting": forms(BORROWER),
    "meeting_calendar": reads(BORROWER),
    "again": acts(BORROWER),
    "pass_on": acts(BORROWER),
    "ready": forms(BORROWER),
    "colleagues": forms(BORROWER),
    "take_away": acts(BORROWER),
    "leave": acts(BORROWER),
    "messages": acts(BORROWER),
}

_PRESENTATION = {
    "presentation": forms(PERSON),
    "write": forms(PERSON),
    "picture": forms(PERSON),
}

_TALK = {"talk": reads(PERSON), "calendar": reads(PERSON), "call_off": acts(PERSON)}

# One's own application: signed in, and behind a message's link.
_CANDIDACY = {
    "candidacy": reads(PERSON),
    "withdraw": forms(PERSON),
    "call_off": acts(PERSON),
    "calendar": reads(PERSON),
}
# One workplace, for those who speak for it: signed in, and behind a message's link.
_WORKPLACE = {
    "page": reads(WORKPLACE),
    "item": forms(WORKPLACE),
    "still_so": acts(WORKPLACE),
    "answer": acts(WORKPLACE),
    "manager": forms(WORKPLACE),
    "manager_left": acts(WORKPLACE),
    "contact": forms(WORKPLACE),
    "clinician": forms(WORKPLACE),
    "want_out": forms(WORKPLACE),
}
_DUTIES = {"answer": forms(WORKPLACE), "pdf": reads(WORKPLACE)}

_COSTS_READ = (
    "all compare uppsala scenario uncertainty effects budget section versions version xlsx pdf file"
).split()
_COSTS_WRITTEN = "start read_file outcome from_loans basics new_row row name_version".split()
_COSTS_PRESSED = "remove_row both go_back put_away take_out copy".split()

_SETUP_WRITTEN = (
    "model money plan certificates pair new_goal new_party party new_member new_day day "
    "change_day hold_day call_off"
).split()


_COURSES_LED = (
    "new change_template new_module module ethics change cancel offer add_person add_group"
).split()
_COURSES_PRESSED = "open start drop_group answer".split()
_COURSES_TAUGHT = (
    "add_session change_session cancel_session make_up_session presence assess leave"
).split()
_COURSE = {
    "place": reads(PERSON),
    "answer": acts(PERSON),
    "times": reads(PERSON),
    "ethics": forms(PERSON),
    "leave": forms(PERSON),
}


_RECRUITING_WRITTEN = (
    "new_round change_round take_down open_protected screen book propose withdraw "
    "change_interview go_without hand_over"
).split()
_RECRUITING_PRESSED = (
    "announce close_round drop_round agree take_back told call_off hold miss"
).split()


def _by_link(rows: dict[str, Row], purpose: str) -> dict[str, Row]:
    return {name: Row(row.methods, row.roles, purpose) for name, row in rows.items()}


TABLE: dict[str, Row] = {
    # Everybody
    "public:front": reads(PUBLIC),
    "public:programme": reads(PUBLIC),
    "public:presentations": reads(PUBLIC),
    "public:presentation": reads(PUBLIC),
    "public:borrow": forms(PUBLIC),
    "public:borrow_done": reads(PUBLIC),
    "public:how_much_say": reads(PUBLIC),
    "public:stories": reads(PUBLIC),
    "public:story_answer": forms(PERSON, link="story"),
    "public:contact": forms(PUBLIC),
    "public:accessibility": forms(PUBLIC),
    "public:message_done": reads(PUBLIC),
    "public:message_answer": reads(PERSON, link="message"),
    "public:privacy": reads(PUBLIC),
    "public:ask_your_own": reads(PUBLIC),
    "public:experience_map": reads(PUBLIC),
    "public:sign_up": reads(PUBLIC),
    "public:sign_up_name": forms(PUBLIC),
    "public:sign_up_paper": reads(PUBLIC),
    "public:sign_up_done": reads(PUBLIC),
    "public:language": acts(PUBLIC),
    "public:health": reads(PUBLIC),
    # Signing in: each page looks after itself
    "signin:ask": forms(PUBLIC),
    "signin:code": forms(PUBLIC),
    "signin:link": forms(PUBLIC),
    "signin:out": acts(PUBLIC),
    **{name: forms(PUBLIC) for name in _SIGN_IN},
    **{name: reads(PUBLIC) for name in _SIGN_IN_READ},
    # Somebody who signs up: whoever has the link to a draft
    **{
        f"sign_up:{page}": forms(PERSON, link="sign_up")
        for page in ("name", "reach", "told", "found", "check")
    },
    "sign_up:throw_away": acts(PERSON, link="sign_up"),
    "sign_up:way_back": acts(PERSON, link="sign_up"),
    # Somebody who writes a request: whoever has the link to a draft
    "borrow:tasks": reads(BORROWER, link="request_draft"),
    **{
        f"borrow:{page}": forms(BORROWER, link="request_draft")
        for page in ("about", "whom", "how", "ready", "say", "who", "terms", "check")
    },
    "borrow:throw_away": acts(BORROWER, link="request_draft"),
    "borrow:way_back": acts(BORROWER, link="request_draft"),
    # The person with experience
    "person:home": reads(PERSON, BORROWER),
    "person:log": reads(PERSON, BORROWER, WORKPLACE),
    "person:imported": forms(PERSON, link="imported"),
    "person:ask_log": forms(PERSON, BORROWER, WORKPLACE),
    "person:log_question": reads(PERSON),
    "person:log_answer": reads(PERSON, link="log_question"),
    "person:details": forms(PERSON, BORROWER, WORKPLACE),
    "person:new_address": forms(PERSON),
    "person:rhythm": forms(PERSON),
    "person:add_experience": forms(PERSON),
    "person:told_about": forms(PERSON),
    "person:change_experience": forms(PERSON),
    "person:drop_experience": forms(PERSON),
    "person:copy": reads(PERSON, BORROWER, WORKPLACE),
    "person:copy_page": reads(PERSON, BORROWER, WORKPLACE),
    "person:copy_data": reads(PERSON, BORROWER, WORKPLACE),
    "consents:consents": reads(PERSON),
    "consents:one": forms(PERSON),
    "consents_link:consents": reads(PERSON, link="consents"),
    "consents_link:one": forms(PERSON, link="consents"),
    "person:story": forms(PERSON),
    # After a loan
    "person:aftercare": forms(PERSON),
    "person:aftercare_word": forms(PERSON, link="aftercare"),
    "person:aftercare_wrong": forms(PERSON, link="aftercare"),
    "person:raise_concern": forms(PERSON, BORROWER),
    "person:concern": forms(PERSON),
    "person:concern_word": forms(PERSON, link="concern"),
    "person:own_effect": forms(PERSON),
    "person:own_effect_word": forms(PERSON, link="own_effect"),
    "person:led_to": reads(PERSON),
    "person:led_to_word": reads(PERSON, link="effects"),
    "person:pause": forms(PERSON),
    "person:resume": acts(PERSON),
    "person:end_sparing": acts(PERSON),
    "person:leave": forms(PERSON, BORROWER),
    "person:stay": acts(PERSON, BORROWER),
    "person:contact_word": forms(PERSON, link="contact"),
    "person:word": forms(PERSON, link="register"),
    "person:still": forms(PERSON, link="still"),
    **{f"question:{name}": row for name, row in _QUESTION.items()},
    **{f"question_link:{name}": row for name, row in _by_link(_QUESTION, "inquiry").items()},
    **{f"presentation:{name}": row for name, row in _PRESENTATION.items()},
    **{
        f"presentation_link:{name}": row
        for name, row in _by_link(_PRESENTATION, "presentation").items()
    },
    "person:map": reads(PERSON),
    "person:map_file": reads(PERSON),
    **{f"talk:{name}": row for name, row in _TALK.items()},
    **{f"talk_link:{name}": row for name, row in _by_link(_TALK, "talk").items()},
    # The borrower
    "borrower:home": reads(BORROWER),
    "borrower:concern": forms(BORROWER),
    "borrower:effect_ask": forms(BORROWER, link="effect_ask"),
    **{f"request:{name}": row for name, row in _REQUEST.items()},
    **{f"request_link:{name}": row for name, row in _by_link(_REQUEST, "request").items()},
    # Peer support: courses
    **{f"training:{page}": forms(COORDINATOR) for page in _COURSES_LED},
    **{f"training:{page}": acts(COORDINATOR) for page in _COURSES_PRESSED},
    **{f"training:{page}": forms(COORDINATOR, TRAINER) for page in _COURSES_TAUGHT},
    "training:templates": reads(COORDINATOR),
    "training:template": reads(COORDINATOR),
    "training:numbers": reads(COORDINATOR, STEERING),
    "training:home": reads(COORDINATOR, TRAINER),
    "training:cohort": reads(COORDINATOR, TRAINER),
    "training:calendar": reads(COORDINATOR, TRAINER),
    "training:place": reads(COORDINATOR, TRAINER),
    "training:made_up": acts(COORDINATOR, TRAINER),
    "training:signed_on_paper": acts(COORDINATOR, TRAINER),
    **{f"course:{name}": row for name, row in _COURSE.items()},
    "course:read": acts(PERSON),
    **{f"course_link:{name}": row for name, row in _by_link(_COURSE, "course").items()},
    # The coordinator: requests
    "staff:start": reads(*STAFF),
    "handbook:contents": reads(COORDINATOR, STEERING, ADMINISTRATOR),
    "handbook:guide": reads(COORDINATOR, STEERING, ADMINISTRATOR),
    "handbook:put_away": acts(COORDINATOR, ADMINISTRATOR),
    "coordinator:home": reads(COORDINATOR),
    "coordinator:mark_row": acts(COORDINATOR),
    "coordinator:weekly_mail": forms(COORDINATOR),
    "coordinator:find": forms(COORDINATOR),
    "coordinator:shortcuts": forms(COORDINATOR),
    "coordinator:board": reads(COORDINATOR),
    "coordinator:calendar": reads(COORDINATOR),
    "coordinator:open_feed": acts(COORDINATOR),
    "coordinator:feed": reads(COORDINATOR, link="calendar"),
    "coordinator:requests": reads(COORDINATOR),
    "coordinator:new_request": forms(COORDINATOR),
    "coordinator:request": reads(COORDINATOR),
    "coordinator:book_meeting": forms(COORDINATOR),
    "coordinator:specify": forms(COORDINATOR),
    "coordinator:answer_meeting": forms(COORDINATOR),
    "coordinator:call_off_meeting": acts(COORDINATOR),
    "coordinator:meeting_calendar": reads(COORDINATOR),
    "coordinator:pass_on": forms(COORDINATOR),
    "coordinator:ask_for_people": forms(COORDINATOR),
    "coordinator:answer_passing": acts(COORDINATOR),
    "coordinator:seen_passing": acts(COORDINATOR),
    "coordinator:take_back": acts(COORDINATOR),
    "coordinator:elsewhere": forms(COORDINATOR),
    "coordinator:change_elsewhere": forms(COORDINATOR),
    "coordinator:drop_elsewhere": acts(COORDINATOR),
    "coordinator:assignment": forms(COORDINATOR),
    "coordinator:ask_to_clarify": forms(COORDINATOR),
    "coordinator:clarify": forms(COORDINATOR),
    "coordinator:park": forms(COORDINATOR),
    "coordinator:take_up": acts(COORDINATOR),
    "coordinator:end_request": forms(COORDINATOR),
    "coordinator:choose": forms(COORDINATOR),
    "coordinator:look": acts(COORDINATOR),
    "coordinator:proposal": reads(COORDINATOR),
    "coordinator:choose_proposed": acts(COORDINATOR),
    "coordinator:try_team": reads(COORDINATOR),
    "coordinator:last_time": reads(COORDINATOR),
    "coordinator:draw": forms(COORDINATOR),
    "coordinator:drawn": reads(COORDINATOR),
    "coordinator:drawn_file": reads(COORDINATOR),
    "coordinator:choose_drawn": acts(COORDINATOR),
    "coordinator:say_difference": acts(COORDINATOR),
    "coordinator:request_about": forms(COORDINATOR),
    "coordinator:seek": acts(COORDINATOR),
    "coordinator:local_words": forms(COORDINATOR),
    "coordinator:drop_local_word": acts(COORDINATOR),
    "coordinator:sought": reads(COORDINATOR),
    "coordinator:end_sought": acts(COORDINATOR),
    "coordinator:told_about": forms(COORDINATOR),
    "coordinator:drop": acts(COORDINATOR),
    "coordinator:preview": forms(COORDINATOR),
    "coordinator:inquiry": reads(COORDINATOR),
    "coordinator:answer_for": forms(COORDINATOR),
    "coordinator:tell_more": forms(COORDINATOR),
    "coordinator:tell": acts(COORDINATOR),
    "coordinator:confirm": forms(COORDINATOR),
    "coordinator:outside": forms(COORDINATOR),
    "coordinator:complete_team": forms(COORDINATOR),
    "coordinator:team": forms(COORDINATOR),
    "coordinator:calls": reads(COORDINATOR),
    "coordinator:called": acts(COORDINATOR),
    "coordinator:wait": acts(COORDINATOR),
    "coordinator:leave_list": acts(COORDINATOR),
    "coordinator:change_outside": forms(COORDINATOR),
    "coordinator:replace": reads(COORDINATOR),
    "coordinator:ask_instead": acts(COORDINATOR),
    "coordinator:comes": forms(COORDINATOR),
    "coordinator:cannot_come": acts(COORDINATOR),
    "coordinator:enough": forms(COORDINATOR),
    "coordinator:look_on": forms(COORDINATOR),
    # The coordinator: loans
    "coordinator:loan": reads(COORDINATOR),
    "coordinator:new_occasion": forms(COORDINATOR),
    "coordinator:change_occasion": forms(COORDINATOR),
    "coordinator:hold_occasion": forms(COORDINATOR),
    "coordinator:interpreter": acts(COORDINATOR),
    "coordinator:occasion_talked": acts(COORDINATOR),
    "coordinator:attendance_says": acts(COORDINATOR),
    "coordinator:write_hours": forms(COORDINATOR),
    "coordinator:correct_hours": forms(COORDINATOR),
    "coordinator:cancel_occasion": forms(COORDINATOR),
    "coordinator:carry_out": forms(COORDINATOR),
    "coordinator:cancel_loan": forms(COORDINATOR),
    "coordinator:withdraw_participation": acts(COORDINATOR),
    "coordinator:called_in_team": acts(COORDINATOR),
    "coordinator:payment": forms(COORDINATOR),
    "coordinator:pay": forms(COORDINATOR),
    "coordinator:decline_payment": acts(COORDINATOR),
    "coordinator:cancel_payment": forms(COORDINATOR),
    "coordinator:payment_missing": acts(COORDINATOR),
    "coordinator:note_claim": forms(COORDINATOR),
    "coordinator:claim": forms(COORDINATOR),
    "coordinator:payment_lists": forms(COORDINATOR, ADMINISTRATOR),
    "coordinator:payment_list": forms(COORDINATOR, ADMINISTRATOR),
    "coordinator:agree_payment_list": acts(COORDINATOR, ADMINISTRATOR),
    "coordinator:end_payment_list": acts(COORDINATOR),
    "coordinator:send_payment_list": forms(COORDINATOR),
    "coordinator:payment_list_paid": forms(COORDINATOR),
    "coordinator:payment_list_paper": reads(COORDINATOR),
    "coordinator:payment_list_csv": reads(COORDINATOR),
    "coordinator:payment_list_xlsx": reads(COORDINATOR),
    "coordinator:follow_up": forms(COORDINATOR),
    "coordinator:write_off_follow_up": forms(COORDINATOR),
    "coordinator:feedback": forms(COORDINATOR),
    "coordinator:reached": forms(COORDINATOR),
    "coordinator:write_off_feedback": forms(COORDINATOR),
    "coordinator:close_loan": acts(COORDINATOR),
    "coordinator:agreement": reads(COORDINATOR),
    "coordinator:write_agreement": forms(COORDINATOR),
    "coordinator:send_agreement": forms(COORDINATOR),
    "coordinator:go_without_agreement": forms(COORDINATOR),
    "coordinator:review_talk": forms(COORDINATOR),
    "coordinator:agreement_pdf": reads(COORDINATOR),
    "coordinator:record": forms(COORDINATOR),
    "coordinator:note_agreement": forms(COORDINATOR),
    "coordinator:answer_wish": forms(COORDINATOR),
    "coordinator:assess_declaration": forms(COORDINATOR),
    # The coordinator: people
    "coordinator:people": reads(COORDINATOR),
    "coordinator:imports": forms(COORDINATOR),
    "coordinator:import": reads(COORDINATOR),
    "coordinator:import_sheet": forms(COORDINATOR),
    "coordinator:import_columns": forms(COORDINATOR),
    "coordinator:import_describe": acts(COORDINATOR),
    "coordinator:import_rows": reads(COORDINATOR),
    "coordinator:import_row": forms(COORDINATOR),
    "coordinator:import_forgive": acts(COORDINATOR),
    "coordinator:import_confirm": forms(COORDINATOR),
    "coordinator:import_go_on": acts(COORDINATOR),
    "coordinator:import_erase": acts(COORDINATOR),
    "coordinator:import_file": acts(COORDINATOR),
    "coordinator:import_phone": reads(COORDINATOR),
    "coordinator:import_agree": acts(COORDINATOR),
    "coordinator:new_person": forms(COORDINATOR),
    "coordinator:new_interest": forms(COORDINATOR),
    "coordinator:person": reads(COORDINATOR),
    "coordinator:still": forms(COORDINATOR),
    "coordinator:let_go": forms(COORDINATOR),
    "coordinator:duplicates": reads(COORDINATOR),
    "coordinator:same": forms(COORDINATOR),
    "coordinator:protected": reads(COORDINATOR),
    "coordinator:open_protected": forms(COORDINATOR),
    "coordinator:protect": forms(COORDINATOR),
    "coordinator:end_protection": forms(COORDINATOR),
    "coordinator:ask_protected": forms(COORDINATOR),
    "coordinator:presentation": reads(COORDINATOR),
    "coordinator:write_presentation": forms(COORDINATOR),
    "coordinator:send_presentation": forms(COORDINATOR),
    "coordinator:print_presentation": reads(COORDINATOR),
    "coordinator:sign_presentation": forms(COORDINATOR),
    "coordinator:presentation_picture": forms(COORDINATOR),
    "coordinator:take_down_presentation": acts(COORDINATOR),
    "coordinator:discard_presentation": acts(COORDINATOR),
    "coordinator:welcome": forms(COORDINATOR),
    "coordinator:decline": forms(COORDINATOR),
    "coordinator:edit_person": forms(COORDINATOR),
    "coordinator:edit_experiences": forms(COORDINATOR),
    "coordinator:consents": forms(COORDINATOR),
    "coordinator:send_consents": acts(COORDINATOR),
    "coordinator:consents_asked": reads(COORDINATOR),
    "coordinator:log_question": forms(COORDINATOR),
    "coordinator:errand": forms(COORDINATOR),
    "coordinator:new_contact": forms(COORDINATOR),
    "coordinator:readiness": forms(COORDINATOR),
    "coordinator:add_colleague": forms(COORDINATOR),
    "coordinator:take_colleague_away": acts(COORDINATOR),
    "coordinator:pause_person": forms(COORDINATOR),
    "coordinator:resume_person": acts(COORDINATOR),
    "coordinator:spare": forms(COORDINATOR),
    "coordinator:end_sparing": acts(COORDINATOR),
    "coordinator:leave_person": forms(COORDINATOR),
    "coordinator:stay_person": acts(COORDINATOR),
    "coordinator:aftercare": forms(COORDINATOR),
    "coordinator:aftercare_silent": forms(COORDINATOR),
    "coordinator:concern": forms(COORDINATOR),
    "coordinator:end_concern": forms(COORDINATOR),
    "coordinator:effects": forms(COORDINATOR),
    "coordinator:send_effects": acts(COORDINATOR),
    "coordinator:note_effects": forms(COORDINATOR),
    "coordinator:tell_publicly": acts(COORDINATOR),
    "coordinator:effects_reached": acts(COORDINATOR),
    "coordinator:story": forms(COORDINATOR),
    "coordinator:ask_story": acts(COORDINATOR),
    "coordinator:end_story": acts(COORDINATOR),
    "coordinator:note_story": acts(COORDINATOR),
    "coordinator:print_lists": reads(COORDINATOR, ADMINISTRATOR),
    "coordinator:ask_print_list": forms(COORDINATOR),
    "coordinator:print_list": forms(COORDINATOR, ADMINISTRATOR),
    "coordinator:agree_print_list": acts(COORDINATOR, ADMINISTRATOR),
    "coordinator:end_print_list": acts(COORDINATOR),
    "coordinator:print_list_paper": reads(COORDINATOR),
    "coordinator:messages": reads(COORDINATOR),
    "coordinator:message": forms(COORDINATOR),
    "coordinator:note_message": acts(COORDINATOR),
    # The coordinator: talks
    "coordinator:book_talk": forms(COORDINATOR),
    "coordinator:talk_now": acts(COORDINATOR),
    "coordinator:talk": reads(COORDINATOR),
    "coordinator:change_talk": forms(COORDINATOR),
    "coordinator:call_off_talk": acts(COORDINATOR),
    "coordinator:begin_talk": acts(COORDINATOR),
    "coordinator:finish_talk": forms(COORDINATOR),
    "coordinator:end_talk": acts(COORDINATOR),
    "coordinator:talk_calendar": reads(COORDINATOR),
    "coordinator:part": forms(COORDINATOR),
    "coordinator:map": reads(COORDINATOR),
    "coordinator:map_file": reads(COORDINATOR),
    # Steering, administration, operation
    "steering:figures": reads(COORDINATOR, STEERING, ADMINISTRATOR),
    "steering:figures_csv": reads(COORDINATOR, STEERING, ADMINISTRATOR),
    "steering:figures_xlsx": reads(COORDINATOR, STEERING, ADMINISTRATOR),
    "steering:figure_rows": reads(COORDINATOR),
    "steering:hours": reads(COORDINATOR),
    "steering:who_we_are": reads(COORDINATOR, STEERING),
    # Costs: who steers reads, who coordinates or administers writes
    **{f"costs:{page}": reads(COORDINATOR, STEERING, ADMINISTRATOR) for page in _COSTS_READ},
    **{f"costs:{page}": forms(COORDINATOR, ADMINISTRATOR) for page in _COSTS_WRITTEN},
    **{f"costs:{page}": acts(COORDINATOR, ADMINISTRATOR) for page in _COSTS_PRESSED},
    "administrator:members": reads(ADMINISTRATOR),
    "administrator:invite": forms(ADMINISTRATOR),
    "administrator:renew": forms(ADMINISTRATOR),
    "administrator:end_membership": acts(ADMINISTRATOR),
    "administrator:settings": forms(ADMINISTRATOR),
    "administrator:consents": reads(ADMINISTRATOR),
    "administrator:consent_words": forms(ADMINISTRATOR),
    "administrator:concerns": reads(ADMINISTRATOR),
    "administrator:concern": forms(ADMINISTRATOR),
    "administrator:end_concern": forms(ADMINISTRATOR),
    "administrator:words": forms(ADMINISTRATOR),
    "administrator:own_places": reads(ADMINISTRATOR),
    "administrator:own_words": forms(ADMINISTRATOR),
    "administrator:messages": reads(ADMINISTRATOR, COORDINATOR),
    "administrator:rates": reads(ADMINISTRATOR),
    "administrator:new_rate": forms(ADMINISTRATOR),
    "administrator:rate_preset": forms(ADMINISTRATOR),
    "administrator:price_base": forms(ADMINISTRATOR),
    "administrator:end_rate": forms(ADMINISTRATOR),
    "administrator:life": forms(ADMINISTRATOR),
    "operator:home": reads(OPERATOR),
    "operator:new_programme": forms(OPERATOR),
    "operator:retry": acts(OPERATOR),
    # Peer support: the page of one's own
    "own_peer:home": reads(PERSON, WORKPLACE),
    "own_peer:leave": forms(PERSON, WORKPLACE),
    "own_peer:stay": acts(PERSON, WORKPLACE),
    # Peer support: the programme itself
    "setup:home": reads(COORDINATOR),
    "setup:figures": reads(COORDINATOR, STEERING, ADMINISTRATOR, USER_ORGANISATION),
    "setup:about": forms(COORDINATOR, ADMINISTRATOR),
    **{f"setup:{page}": reads(COORDINATOR) for page in ("parties", "days")},
    **{f"setup:{page}": forms(COORDINATOR) for page in _SETUP_WRITTEN},
    **{
        f"setup:{page}": acts(COORDINATOR)
        for page in ("drop_goal", "end_party", "leave_group", "uninvite")
    },
    # Peer support: recruitment
    **{f"apply:{page}": reads(PUBLIC) for page in ("start", "round", "paper", "done")},
    "apply:begin": forms(PUBLIC),
    **{
        f"application:{page}": forms(PERSON, link="application_draft")
        for page in ("name", "reach", "why", "own", "work", "found", "check")
    },
    "application:throw_away": acts(PERSON, link="application_draft"),
    "application:way_back": acts(PERSON, link="application_draft"),
    **{f"candidacy:{name}": row for name, row in _CANDIDACY.items()},
    **{f"candidacy_link:{name}": row for name, row in _by_link(_CANDIDACY, "candidacy").items()},
    **{f"recruiting:{page}": reads(COORDINATOR) for page in ("rounds", "round", "candidate")},
    **{f"recruiting:{page}": forms(COORDINATOR) for page in _RECRUITING_WRITTEN},
    **{f"recruiting:{page}": acts(COORDINATOR) for page in _RECRUITING_PRESSED},
    "recruiting:calendar": reads(COORDINATOR),
    "recruiting:mine": reads(COORDINATOR, USER_ORGANISATION, RECRUITER),
    "recruiting:interview": reads(COORDINATOR, USER_ORGANISATION, RECRUITER),
    "recruiting:own_calendar": reads(COORDINATOR, USER_ORGANISATION, RECRUITER),
    "recruiting:note": forms(COORDINATOR, USER_ORGANISATION, RECRUITER),
    # Peer support: workplaces, and who does what
    "peer_public:raise_hand": forms(PUBLIC),
    "peer_public:hand_raised": reads(PUBLIC),
    "workplaces:all": reads(COORDINATOR),
    "workplaces:workplace": reads(COORDINATOR),
    **{
        f"workplaces:{page}": forms(COORDINATOR)
        for page in (
            "new item left begin give_time offer_again rest stay end facts manager contact "
            "clinician"
        ).split()
    },
    **{
        f"workplaces:{page}": acts(COORDINATOR)
        for page in "still_so approve interested take_up recheck manager_left".split()
    },
    "duties:duties": reads(COORDINATOR),
    "duties:pdf": reads(COORDINATOR),
    **{
        f"duties:{page}": forms(COORDINATOR)
        for page in "new_row row send without note reply hand_over".split()
    },
    "duties:new_version": acts(COORDINATOR),
    "duties:drop_row": acts(COORDINATOR),
    # Peer support: certificates, the pool, what workplaces wish for
    "certificates:home": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:propose": acts(COORDINATOR),
    "certificates:none": forms(COORDINATOR),
    "certificates:one": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:pdf": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:issue": forms(USER_ORGANISATION),
    "certificates:turn_back": forms(USER_ORGANISATION),
    "certificates:propose_again": forms(COORDINATOR),
    "certificates:let_go": forms(COORDINATOR),
    "certificates:revoke": forms(USER_ORGANISATION),
    "certificates:renew": forms(USER_ORGANISATION),
    "certificates:decline": forms(USER_ORGANISATION),
    "check:ask": reads(PUBLIC),
    "check:certificate": reads(PUBLIC),
    "own_certificate:certificate": forms(PERSON),
    "own_certificate:pdf": reads(PERSON),
    "own_certificate_link:certificate": forms(PERSON, link="certificate"),
    "own_certificate_link:pdf": reads(PERSON, link="certificate"),
    **{f"pool:{page}": reads(COORDINATOR) for page in "home one leave wishes wish offer".split()},
    **{
        f"pool:{page}": forms(COORDINATOR)
        for page in "change rest new_wish change_wish nobody_yet make_offer give_time".split()
    },
    **{f"pool:{page}": acts(COORDINATOR) for page in "press press_wish answer".split()},
    "own_pool:place": forms(PERSON),
    "own_pool:rest": forms(PERSON),
    "own_pool:press": acts(PERSON),
    "own_place:offer": forms(PERSON),
    "own_place_link:offer": forms(PERSON, link="place_offer"),
    "place_wish:wish": forms(WORKPLACE),
    "place_wish_link:wish": forms(WORKPLACE, link="place_wish"),
    "place_ask:ask": forms(WORKPLACE),
    "place_ask_link:ask": forms(WORKPLACE, link="workplace"),
    "my_workplaces:home": reads(WORKPLACE),
    **{f"workplace:{name}": row for name, row in _WORKPLACE.items()},
    **{f"workplace_link:{name}": row for name, row in _by_link(_WORKPLACE, "workplace").items()},
    **{f"own_duties:{name}": row for name, row in _DUTIES.items()},
    **{f"duties_link:{name}": row for name, row in _by_link(_DUTIES, "duties").items()},
    # Outside production
    "demo:start": outside_production(reads(PUBLIC)),
    "demo:sign_in": outside_production(forms(PUBLIC)),
    "demo:mail": outside_production(reads(PUBLIC)),
    "gallery:components": outside_production(reads(PUBLIC)),
    "gallery:fields": outside_production(forms(PUBLIC)),
    "gallery:error": outside_production(reads(PUBLIC)),
    "gallery:empty": outside_production(reads(PUBLIC)),
}


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
