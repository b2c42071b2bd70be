"""The question sets that come with the product. A changed set is a new version."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.vocabulary.choices import LadderStep, ParticipationLevel

Label = str | Promise
YES_PARTLY_NO: tuple[tuple[str, Label], ...] = (
    ("yes", _("yes")),
    ("partly", _("partly")),
    ("no", _("no")),
)
YES_NO: tuple[tuple[str, Label], ...] = (("yes", _("yes")), ("no", _("no")))


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Without choices it is answered in own words, or as a number of hours."""

    key: str
    text: Label
    choices: tuple[tuple[str, Label], ...] = ()
    required: bool = False
    hours: bool = False

    @property
    def in_own_words(self) -> bool:
        """Whether the answer lies in the vault."""
        return not self.choices and not self.hours


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions asked together, under a key and a version."""

    key: str
    version: int
    title: Label
    questions: tuple[Question, ...] = field(default_factory=tuple)

    def question(self, key: str) -> Question:
        return next(q for q in self.questions if q.key == key)


_BORROWER_1 = QuestionSet(
    "borrower_follow_up", 1, _("How did it go?"),
    (
        Question("content", _("How content are you with the loan?"), (
            ("very", _("very content")), ("rather", _("rather content")),
            ("not_very", _("not very content")), ("not", _("not content")),
        ), required=True),
        Question("went", _("How did it go?")),
        Question("developed", _("Did it help you develop your service?"), YES_PARTLY_NO, True),
        Question("insight", _("What do you know now that you did not know before?")),
        Question("use", _("What will you do with it?")),
        Question("level", _("At which level did people take part?"),
                 tuple(ParticipationLevel.choices)),
        Question("ladder", _("How much of a say did they have, as it turned out?"),
                 tuple(LadderStep.choices)),
        Question("feedback_plan", _("How will you tell those who took part what came of it?")),
        Question("paid", _("Has everybody been paid?"), YES_PARTLY_NO, True),
    ),
)  # fmt: skip

_PERSON_1 = QuestionSet(
    "person_follow_up", 1, _("How was it for you?"),
    (
        Question("felt", _("How was it to take part?"), (
            ("good", _("good")), ("both", _("both good and hard")), ("hard", _("hard")),
        ), required=True),
        Question("listened", _("Did they listen to you?"), YES_PARTLY_NO),
        Question("own_words", _("Is there something you want to say about it?")),
        Question("wrong", _("Did something feel wrong?")),
        Question("again", _("May we ask you again?"), (
            ("yes", _("yes")), ("rest", _("yes, but let me rest first")), ("no", _("no")),
        ), required=True),
    ),
)  # fmt: skip

# The second versions: what may be told on is asked for, and how much of a say the person had.
BORROWER_FOLLOW_UP = QuestionSet(
    "borrower_follow_up", 2, _("How did it go?"),
    (
        *_BORROWER_1.questions[:5],
        Question("share", _("May those who took part read what you have written here?"), YES_NO),
        *_BORROWER_1.questions[5:],
        Question(
            "hours_prepared",
            _("How many hours have you and your colleagues spent on it, besides the meeting?"),
            hours=True,
        ),
    ),
)  # fmt: skip

PERSON_FOLLOW_UP = QuestionSet(
    "person_follow_up", 2, _("How was it for you?"),
    (
        *_PERSON_1.questions[:2],
        Question("ladder", _("How much of a say did you have?"), (
            (LadderStep.INFORMATION, _("we were told things")),
            (LadderStep.CONSULTATION, _("they asked and we answered")),
            (LadderStep.DIALOGUE, _("we talked together")),
            (LadderStep.DISCUSSION, _("we weighed things together")),
            (LadderStep.INFLUENCE, _("what we said changed something")),
            (LadderStep.SHARED_DECISION, _("we decided together")),
        )),
        _PERSON_1.questions[2],
        Question("share", _("May the others and {borrower:sg.def} read that, without your name?"),
                 YES_NO),
        Question("felt_wrong", _("Did something feel wrong?"), YES_NO),
        Question("wrong", _("What felt wrong? {coordinator:sg.def.cap} reads it and answers you.")),
        *_PERSON_1.questions[4:],
        Question("hours_prepared", _("How many hours did you prepare?"), hours=True),
        Question("hours_travelled", _("How many hours did you travel, there and back?"),
                 hours=True),
    ),
)  # fmt: skip

SETS = {
    (s.key, s.version): s for s in (_BORROWER_1, _PERSON_1, BORROWER_FOLLOW_UP, PERSON_FOLLOW_UP)
}


def set_for(key: str, version: int) -> QuestionSet:
    """The set as it was when it was answered."""
    return SETS[(key, version)]
