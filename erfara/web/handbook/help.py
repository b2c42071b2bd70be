"""Which section of the handbook helps on which page of staff."""

from __future__ import annotations

# section → the pages on which it helps
SECTIONS: dict[str, str] = {
    "day#today": "coordinator:home coordinator:weekly_mail",
    "day#find-anything": "coordinator:find coordinator:shortcuts",
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
    "coordinator:replace coordinator:comes coordinator:enough coordinator:look_on",
    "request#another-library": "coordinator:pass_on coordinator:ask_for_people",
    "choosing#the-proposal": "coordinator:proposal coordinator:request_about coordinator:try_team",
    "choosing#the-register": "coordinator:choose",
    "choosing#when-nobody-has-told-of-it": "coordinator:sought",
    "choosing#helping-the-search": "coordinator:local_words coordinator:told_about",
    "agreement#both-sides-say-yes": "coordinator:agreement coordinator:write_agreement "
    "coordinator:send_agreement coordinator:go_without_agreement coordinator:note_agreement "
    "coordinator:answer_wish coordinator:assess_declaration",
    "agreement#papers-for-the-registry-diarium": "coordinator:record",
    "agreement#a-support-assignment": "coordinator:review_talk",
    "payments#what-was-agreed": "coordinator:payment coordinator:pay coordinator:cancel_payment",
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
    "programme#figures-and-goals": "setup:figures setup:new_goal setup:change_goal",
    "programme#the-parties-and-the-group": "setup:parties setup:party setup:new_party "
    "setup:new_member",
    "programme#information-days": "setup:days setup:day setup:new_day setup:change_day "
    "setup:hold_day setup:call_off",
    "programme#when-something-is-about-to-go-wrong": "setup:home",
}
# Where a page has no section of its own: what its kind of page is about.
OTHERWISE = {
    "coordinator": "day#today",
    "steering": "figures#what-is-counted",
    "costs": "figures#what-it-costs",
    "administrator": "first-week#say-who-you-are",
}
OTHERWISE_OF_PEERS = {
    "setup": "programme#begin",
    "workplaces": "workplaces#the-list",
    "duties": "workplaces#who-does-what",
    "recruiting": "recruiting#plan-and-announce",
    "training": "courses#plan-the-course",
    "certificates": "certificates#propose-a-certificate",
    "pool": "certificates#the-pool",
    "administrator": "programme#who-works-with-it",
}
_BY_ROUTE = {route: section for section, routes in SECTIONS.items() for route in routes.split()}

_BY_ROUTE_OF_PEERS = {
    route: section for section, routes in OF_PEERS.items() for route in routes.split()
}


def section_for(route: str, kind: str = "library") -> tuple[str, str] | None:
    """The guide and the anchor that help on a page in a kind of programme; None where the
    handbook has nothing to say."""
    space = route.partition(":")[0]
    if kind == "library":
        found = _BY_ROUTE.get(route) or OTHERWISE.get(space)
    else:
        found = _BY_ROUTE_OF_PEERS.get(route) or OTHERWISE_OF_PEERS.get(space)
    if found is None:
        return None
    guide, _hash, anchor = found.partition("#")
    return guide, f"about-{anchor}"
