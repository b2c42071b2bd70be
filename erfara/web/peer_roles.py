"""Who may do what in peer support: its part of the table of roles (`erfara.web.roles_table`)."""

from __future__ import annotations

from erfara.web.role_rows import (
    ADMINISTRATOR,
    COORDINATOR,
    PERSON,
    PUBLIC,
    RECRUITER,
    STEERING,
    TRAINER,
    USER_ORGANISATION,
    WORKPLACE,
    Row,
    acts,
    by_link,
    forms,
    reads,
)

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
_SETUP_WRITTEN = (
    "model money plan certificates pair new_goal change_goal new_party party new_member new_day "
    "day change_day hold_day call_off"
).split()
_COURSES_LED = (
    "new change_template ethics change cancel offer add_person add_group open_protected protect "
    "end_protection"
).split()
_COURSES_PRESSED = "open start drop_group answer".split()
_COURSES_TAUGHT = (
    "new_module module slot add_session change_session cancel_session make_up_session presence "
    "assess leave"
).split()
_COURSE = {
    "place": reads(PERSON),
    "answer": acts(PERSON),
    "times": reads(PERSON),
    "ethics": forms(PERSON),
    "leave": forms(PERSON),
}
_RECRUITING_WRITTEN = (
    "new_round change_round take_down open_protected protect end_protection screen book propose "
    "withdraw change_interview go_without hand_over"
).split()
_RECRUITING_PRESSED = (
    "announce close_round drop_round agree take_back told call_off hold miss"
).split()

PEER_TABLE: dict[str, Row] = {
    # Peer support: courses
    **{f"training:{page}": forms(COORDINATOR) for page in _COURSES_LED},
    **{f"training:{page}": acts(COORDINATOR) for page in _COURSES_PRESSED},
    **{f"training:{page}": forms(COORDINATOR, TRAINER) for page in _COURSES_TAUGHT},
    "training:templates": reads(COORDINATOR, TRAINER),
    "training:template": reads(COORDINATOR, TRAINER),
    "training:numbers": reads(COORDINATOR, STEERING),
    "training:home": reads(COORDINATOR, TRAINER),
    "training:cohort": reads(COORDINATOR, TRAINER),
    "training:calendar": reads(COORDINATOR, TRAINER),
    "training:place": reads(COORDINATOR, TRAINER),
    "training:made_up": acts(COORDINATOR, TRAINER),
    "training:signed_on_paper": acts(COORDINATOR, TRAINER),
    **{f"course:{name}": row for name, row in _COURSE.items()},
    "course:read": acts(PERSON),
    **{f"course_link:{name}": row for name, row in by_link(_COURSE, "course").items()},
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
    **{f"candidacy_link:{name}": row for name, row in by_link(_CANDIDACY, "candidacy").items()},
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
    "duties:version_pdf": reads(COORDINATOR),
    **{
        f"duties:{page}": forms(COORDINATOR)
        for page in "new_row row send without note reply hand_over".split()
    },
    "duties:new_version": acts(COORDINATOR),
    "duties:drop_row": acts(COORDINATOR),
    # Peer support: certificates, the pool, what workplaces wish for
    "certificates:home": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:propose": acts(COORDINATOR),
    "certificates:propose_all": acts(COORDINATOR),
    "certificates:none": forms(COORDINATOR),
    "certificates:one": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:pdf": reads(COORDINATOR, USER_ORGANISATION),
    "certificates:issue": forms(USER_ORGANISATION),
    "certificates:turn_back": forms(USER_ORGANISATION),
    "certificates:open_protected": forms(COORDINATOR),
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
    **{
        f"pool:{page}": reads(COORDINATOR)
        for page in "home one leave wishes money wish offer".split()
    },
    **{
        f"pool:{page}": forms(COORDINATOR)
        for page in (
            "open_protected protect end_protection change rest already new_wish change_wish "
            "nobody_yet make_offer give_time without pay_until decide"
        ).split()
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
    **{f"workplace_link:{name}": row for name, row in by_link(_WORKPLACE, "workplace").items()},
    **{f"own_duties:{name}": row for name, row in _DUTIES.items()},
    **{f"duties_link:{name}": row for name, row in by_link(_DUTIES, "duties").items()},
}
