"""What has to be in place before somebody begins at a workplace: the list as data.

After NSPH's model. Managers change more often than all else, so what hangs on the manager is asked
about anew when there is another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: what it is called, what shows that it is there.

    `of_manager`: it falls when the manager changes. `may_skip`: a workplace may say that it isn't
    needed there, and why. `counts`: how many of the staff were there is written with it.
    """

    key: str
    title: Text
    hint: Text
    example: Text
    of_manager: bool = False
    may_skip: bool = False
    counts: bool = False


GROUPS: tuple[tuple[Text, tuple[Item, ...]], ...] = (
    (
        _("Everybody knows"),
        (
            Item(
                "manager", _("The manager is on board"),
                _("The manager wants this, has time for it, and has told those above."),
                _("Said at the meeting of the leadership group"), of_manager=True,
            ),
            Item(
                "staff_2h", _("All staff: the first two hours"),
                _("What peer support is, and why. All who work there, also nights."),
                _("Two occasions, one for nights"), counts=True,
            ),
            Item(
                "staff_4h", _("Those who work closest: four more hours"),
                _("How to work together, and where the limits are."),
                _("The day team, and the two who work weekends"), counts=True,
            ),
            Item(
                "does", _("What {contributor:sg.def} does and does not do"),
                _("Written down and agreed. No records on patients, no key worker, nobody’s "
                  "extra pair of hands."),
                _("One page, in the binder of routines"), of_manager=True,
            ),
        ),
    ),
    (
        _("Somebody to turn to"),
        (
            Item(
                "contact", _("A contact person"),
                _("Somebody who is there most days, and has time every week."),
                _("Half an hour every Tuesday"),
            ),
            Item(
                "clinician", _("A clinician"),
                _("Somebody in treatment to ask about what comes up in the work."),
                _("The nurse in charge of the ward"), may_skip=True,
            ),
            Item(
                "environment", _("Who is responsible for the work environment"),
                _("The employer’s duty, in writing, also when the employer is somebody else."),
                _("The head of unit, delegated in writing"), of_manager=True,
            ),
        ),
    ),
    (
        _("A place of one’s own"),
        (
            Item("desk", _("A desk or a room"), _("To sit down at, and to talk in peace."),
                 _("The room beside the kitchen"), may_skip=True),
            Item("phone", _("A telephone"), _("The work’s own, not somebody’s private one."),
                 _("Ordered, comes with the first day"), may_skip=True),
            Item("email", _("An e-mail address"), _("The same as for everybody else there."),
                 _("Ordered from IT"), may_skip=True),
            Item("keys", _("Keys and badge"), _("The same doors as colleagues open."),
                 _("At the front desk on the first day"), may_skip=True),
            Item("clothes", _("Clothes"), _("If those who work there wear work clothes."),
                 _("A locker and three sets"), may_skip=True),
        ),
    ),
    (
        _("One of the team"),
        (
            Item("routines", _("Introduction to the routines"),
                 _("Alarm, confidentiality, fire, what happens when something happens."),
                 _("The same introduction as for everybody, week one")),
            Item("meetings", _("A place at staff meetings"),
                 _("At the meetings, in the group mail, on the coffee list."),
                 _("Mondays at nine")),
        ),
    ),
)  # fmt: skip

ITEMS: dict[str, Item] = {item.key: item for _title, items in GROUPS for item in items}
# Hours of a course for a workplace → what it is evidence of.
OF_COURSE = {2: "staff_2h", 4: "staff_4h"}
