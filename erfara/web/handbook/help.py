"""Which section of the handbook helps on which page of staff."""

from __future__ import annotations

# section → the pages on which it helps
SECTIONS: dict[str, str] = {
    "day#today": "coordinator:home coordinator:weekly_mail",
    "day#find-anything": "coordinator:find",
    "day#what-you-opened-last-and-keys": "coordinator:shortcuts",
    "day#the-board": "coordinator:board",
    "day#the-calendar": "coordinator:calendar",
    "day#messages-and-questions": "coordinator:messages coordinator:message "
    "coordinator:log_question coordinator:errand coordinator:concern coordinator:end_concern",
    "request#the-request": "coordinator:requests coordinator:new_request coordinator:request "
    "coordinator:book_meeting coordinator:specify coordinator:answer_meeting "
    "coordinator:elsewhere coordinator:change_elsewhere coordinator:assignment "
    "coordinator:ask_to_clarify coordinator:clarify coordinator:park coordinator:end_request "
    "coordinator:readiness coordinator:add_colleague coordinator:new_contact",
    "request#the-question": "coordinator:preview coordinator:inquiry coordinator:answer_for "
    "coordinator:tell_more coordinator:confirm coordinator:outside coordinator:complete_team "
    "coordinator:team coordinator:calls coordinator:change_outside",
    "request#the-loan": "coordinator:loan coordinator:new_occasion coordinator:change_occasion "
    "coordinator:hold_occasion coordinator:cancel_occasion coordinator:carry_out "
    "coordinator:cancel_loan coordinator:follow_up coordinator:write_off_follow_up "
    "coordinator:feedback coordinator:reached coordinator:write_off_feedback "
    "coordinator:withdraw_participation "
    "coordinator:replace coordinator:comes coordinator:enough coordinator:look_on",
    "request#another-library": "coordinator:pass_on coordinator:ask_for_people",
    "choosing#the-proposal": "coordinator:proposal coordinator:request_about",
    "choosing#change-the-team": "coordinator:last_time coordinator:try_team",
    "choosing#let-somebody-rest": "coordinator:spare",
    "choosing#draw-by-lot": "coordinator:draw coordinator:drawn",
    "choosing#the-register": "coordinator:choose",
    "choosing#when-nobody-has-told-of-it": "coordinator:sought",
    "choosing#helping-the-search": "coordinator:local_words coordinator:told_about",
    "agreement#both-sides-say-yes": "coordinator:agreement coordinator:write_agreement "
    "coordinator:send_agreement coordinator:go_without_agreement coordinator:note_agreement "
    "coordinator:answer_wish coordinator:assess_declaration",
    "agreement#papers-for-the-registry-diarium": "coordinator:record",
    "agreement#a-support-assignment": "coordinator:review_talk",
    "payments#what-was-agreed": "coordinator:payment coordinator:pay coordinator:cancel_payment "
    "coordinator:borrower_pays",
    "payments#costs-somebody-has-had": "coordinator:note_claim coordinator:claim",
    "payments#the-list": "coordinator:payment_lists coordinator:payment_list "
    "coordinator:send_payment_list coordinator:payment_list_paid coordinator:payment_list_paper",
    "payments#your-rates": "administrator:rates administrator:new_rate administrator:rate_preset "
    "administrator:price_base administrator:end_rate",
    "after#how-is-she": "coordinator:aftercare coordinator:aftercare_silent",
    "after#if-something-felt-wrong": "administrator:concerns administrator:concern "
    "administrator:end_concern",
    "after#what-has-changed": "coordinator:effects coordinator:note_effects",
    "after#a-story-for-everybody": "coordinator:story",
    "after#hours": "coordinator:write_hours coordinator:correct_hours",
    "register#the-interest": "coordinator:people coordinator:new_interest coordinator:new_person "
    "coordinator:decline coordinator:welcome coordinator:person coordinator:edit_person",
    "register#the-talk": "coordinator:book_talk coordinator:talk coordinator:change_talk "
    "coordinator:finish_talk coordinator:part coordinator:map coordinator:edit_experiences",
    "register#the-presentation": "coordinator:presentation coordinator:write_presentation "
    "coordinator:send_presentation coordinator:print_presentation "
    "coordinator:sign_presentation coordinator:presentation_picture",
    "register#a-register-from-a-file": "coordinator:imports coordinator:import "
    "coordinator:import_sheet coordinator:import_columns coordinator:import_rows "
    "coordinator:import_row coordinator:import_confirm coordinator:import_phone",
    "register#protected-details": "coordinator:protected coordinator:open_protected "
    "coordinator:protect coordinator:end_protection coordinator:ask_protected",
    "register#the-same-person-twice": "coordinator:duplicates coordinator:same",
    "register#paper-and-questions": "coordinator:print_lists coordinator:ask_print_list "
    "coordinator:print_list coordinator:print_list_paper",
    "register#staying-and-leaving": "coordinator:still coordinator:let_go",
    "consents#what-somebody-has-said-yes-to": "coordinator:consents coordinator:consents_asked",
    "consents#when-words-change-or-years-pass": "administrator:consents "
    "administrator:consent_words",
    "consents#pausing": "coordinator:pause_person",
    "consents#leaving": "coordinator:leave_person",
    "figures#what-is-counted": "steering:figures steering:figure_rows",
    "figures#small-groups": "steering:who_we_are",
    "figures#hours": "steering:hours",
    "costs#begin-a-scenario": "costs:all costs:start costs:read_file costs:uppsala",
    "costs#write-the-figures": "costs:scenario costs:basics costs:section costs:new_row costs:row",
    "costs#how-sure-it-is": "costs:uncertainty",
    "costs#what-would-pay-for-it": "costs:effects",
    "costs#budget-and-outcome": "costs:budget costs:outcome costs:from_loans",
    "costs#versions-and-two-at-once": "costs:versions costs:version costs:name_version",
    "costs#side-by-side-and-as-a-file": "costs:compare",
    "first-week#say-who-you-are": "administrator:settings",
    "first-week#who-works-with-it": "administrator:members administrator:invite "
    "administrator:renew",
    "first-week#your-own-words": "administrator:words administrator:own_places "
    "administrator:own_words administrator:messages",
    "first-week#open-pause-close": "administrator:life",
}
# The same in a programme of peer support.
OF_PEERS: dict[str, str] = {
    "programme#today": "coordinator:home coordinator:weekly_mail coordinator:shortcuts "
    "coordinator:messages coordinator:message coordinator:log_question",
    "programme#begin": "setup:about setup:model setup:money setup:plan setup:certificates "
    "setup:pair",
    "programme#figures-and-goals": "setup:figures setup:new_goal setup:change_goal",
    "programme#the-parties-and-the-group": "setup:parties setup:party setup:new_party "
    "setup:new_member",
    "programme#information-days": "setup:days setup:day setup:new_day setup:change_day "
    "setup:hold_day setup:call_off",
    "programme#when-something-is-about-to-go-wrong": "setup:home",
    "programme#who-works-with-it": "administrator:members administrator:invite administrator:renew",
    "programme#your-words-the-messages-and-stopping": "administrator:words "
    "administrator:own_places administrator:own_words administrator:messages administrator:life",
    "workplaces#how-it-comes-in": "workplaces:all workplaces:workplace workplaces:new "
    "workplaces:facts workplaces:contact workplaces:clinician workplaces:offer_again",
    "workplaces#the-list": "workplaces:item workplaces:left workplaces:begin workplaces:give_time",
    "workplaces#another-manager-and-every-year": "workplaces:manager",
    "workplaces#rest-and-end": "workplaces:rest workplaces:stay workplaces:end",
    "workplaces#who-does-what": "duties:duties duties:new_row duties:row duties:send "
    "duties:without duties:note duties:reply duties:hand_over",
    "recruiting#plan-and-announce": "recruiting:rounds recruiting:round recruiting:new_round "
    "recruiting:change_round",
    "recruiting#take-applications": "recruiting:take_down recruiting:open_protected "
    "recruiting:protect recruiting:end_protection",
    "recruiting#read-and-decide": "recruiting:screen recruiting:candidate",
    "recruiting#interview-two-by-two": "recruiting:book recruiting:change_interview "
    "recruiting:go_without recruiting:hand_over recruiting:mine recruiting:interview "
    "recruiting:note",
    "recruiting#decide-together": "recruiting:propose",
    "recruiting#answer-everybody": "recruiting:withdraw",
    "courses#plan-the-course": "training:home training:new training:templates training:template "
    "training:change_template training:new_module training:module training:slot training:change "
    "training:cancel training:cohort training:numbers",
    "courses#give-the-places": "training:offer training:add_person training:add_group "
    "training:place training:leave training:open_protected training:protect "
    "training:end_protection",
    "courses#change-or-cancel-a-time": "training:add_session training:change_session "
    "training:cancel_session",
    "courses#note-who-came": "training:presence training:make_up_session",
    "courses#the-ethical-rules": "training:ethics",
    "courses#assess-and-end": "training:assess",
    "certificates#propose-a-certificate": "certificates:home certificates:none certificates:one "
    "certificates:issue certificates:turn_back certificates:open_protected "
    "certificates:propose_again",
    "certificates#renew-change-the-name-revoke": "certificates:revoke certificates:renew "
    "certificates:decline certificates:let_go pool:decide",
    "certificates#the-pool": "pool:home pool:one pool:leave pool:change pool:rest "
    "pool:open_protected pool:protect pool:end_protection pool:already",
    "certificates#answer-a-workplace": "pool:wishes pool:wish pool:new_wish pool:change_wish "
    "pool:nobody_yet pool:make_offer",
    "certificates#yes-and-yes-again": "pool:offer pool:give_time pool:without",
    "certificates#the-money": "pool:money pool:pay_until",
}
# What those outside may read: by page, and else by what kind of page it is.
OUTSIDE: dict[str, str] = {
    "taking-part#sign-up": "public:sign_up public:sign_up_name public:sign_up_done sign_up",
    "taking-part#what-you-tell": "person:add_experience person:told_about person:map "
    "person:change_experience person:drop_experience presentation presentation_link talk talk_link",
    "taking-part#when-you-get-a-question": "question question_link",
    "taking-part#before-you-go": "question:agreement question_link:agreement question:times "
    "question_link:times question:cannot_come question_link:cannot_come",
    "taking-part#money": "question:claim question_link:claim",
    "taking-part#afterwards": "question:afterwards question_link:afterwards person:aftercare "
    "person:aftercare_word person:raise_concern person:concern person:concern_word "
    "person:own_effect person:own_effect_word person:led_to person:led_to_word person:story",
    "taking-part#your-page-and-who-has-read-it": "person",
    "taking-part#yes-that-can-be-taken-back": "consents consents_link person:still",
    "taking-part#pause-or-leave": "person:pause person:leave person:rhythm",
    "borrowing#ask": "public:borrow public:borrow_done public:how_much_say borrow",
    "borrowing#follow-your-request": "borrower request request_link",
    "borrowing#more-from-the-same-unit": "request:colleagues request_link:colleagues",
}
OUTSIDE_OF_PEERS: dict[str, str] = {
    "peer-supporter#apply": "apply application candidacy candidacy_link",
    "peer-supporter#the-course": "course course_link",
    "peer-supporter#the-certificate": "own_certificate own_certificate_link",
    "peer-supporter#the-pool-and-the-place": "own_pool own_place own_place_link",
    "peer-supporter#your-details": "own_peer person",
    "at-a-workplace#raise-your-hand": "peer_public:raise_hand peer_public:hand_raised",
    "at-a-workplace#the-list": "my_workplaces workplace workplace_link",
    "at-a-workplace#a-new-manager-or-contact": "workplace:manager workplace_link:manager "
    "workplace:contact workplace_link:contact",
    "at-a-workplace#who-does-what": "own_duties duties_link",
    "at-a-workplace#wish-for-a-peer-supporter": "place_wish place_wish_link place_ask "
    "place_ask_link",
    "at-a-workplace#when-you-dont-want-to-go-on": "workplace:want_out workplace_link:want_out",
}


def _by_route(*tables: dict[str, str]) -> dict[str, str]:
    return {route: at for table in tables for at, named in table.items() for route in named.split()}


_STAFF = {"library": _by_route(SECTIONS), "peer_support": _by_route(OF_PEERS)}
_OUTSIDE = {"library": _by_route(OUTSIDE), "peer_support": _by_route(OUTSIDE_OF_PEERS)}


def _found(section: str | None) -> tuple[str, str] | None:
    guide, _hash, anchor = (section or "").partition("#")
    return (guide, f"about-{anchor}") if section else None


def section_for(route: str, kind: str = "library") -> tuple[str, str] | None:
    """The guide and the anchor that help on a page of staff in a kind of programme; None where the
    handbook has nothing to say."""
    return _found(_STAFF[kind].get(route))


def section_outside(route: str, kind: str = "library") -> tuple[str, str] | None:
    """The same on a page of somebody who isn't staff: a guide that everybody may read."""
    table = _OUTSIDE[kind]
    return _found(table.get(route) or table.get(route.partition(":")[0]))
