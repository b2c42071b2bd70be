"""The first version of each consent, before a programme writes its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from erfara.people.models import Purpose

FIRST = {
    Purpose.REGISTER: _(
        "I want to be in the register of {library:sg.def}. Only its {coordinator:pl} see what I "
        "have told. I can leave whenever I want, and then what I have told is erased."
    ),
    Purpose.EMAIL: _(
        "{library:sg.def.cap} may ask me by e-mail. The message says that there is a question. "
        "What it is about I read on a page of my own."
    ),
    Purpose.TEXT_MESSAGE: _(
        "{library:sg.def.cap} may ask me by text message. The message says that there is a "
        "question. What it is about I read on a page of my own."
    ),
    Purpose.PRESENTATION: _(
        "A short text about what I have experience of may be public, without my name, once I "
        "have read it and said yes to it."
    ),
    Purpose.PICTURE: _("A drawn picture that I have chosen may stand beside my text."),
    Purpose.SOCIAL_MEDIA: _("My text may be shown in social media, without my name."),
    Purpose.STATISTICS: _(
        "What I tell about myself, such as age and municipality, may be counted together with "
        "others. It is never shown for few people."
    ),
    Purpose.HANDOVER: _(
        "If somebody else takes over {library:sg.def}, they may ask me whether I want to come "
        "along. Nothing is passed on before I have said yes to them."
    ),
    Purpose.RESEARCH: _("What I have told may be used in research, without my name."),
}
