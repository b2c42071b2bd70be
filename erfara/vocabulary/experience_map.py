"""The experience map: parts of a life, and ordinary things in each that one may have forgotten.

People sign up because of what turned their lives and forget the rest: the dentist, a broken leg, a
friend one went along with. Those were what borrowers asked for. So the map asks, part by part, in
the language of life. No part and no thing comes before another: the order is a walk, not a scale.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erfara.vocabulary.choices import Area


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the map: its short name, and things one may have been through there.

    Each of `prompts` ends the question that `QUESTION` begins.
    """

    area: Area
    title: str | Promise
    prompts: tuple[str | Promise, ...]


QUESTION = _("Have you ever …")

_PLACES = (
    Place(
        Area.HEALTH_CENTRE,
        _("The health centre"),
        (
            _("called 1177 in the middle of the night"),
            _("sat in the waiting room for a long time"),
            _("met a new doctor every time"),
            _("given a blood sample"),
            _("had a prescription renewed"),
            _("not known whether it was worth calling"),
            _("been given advice that helped"),
            _("been sent on to somebody else"),
        ),
    ),
    Place(
        Area.TEETH_AND_SENSES,
        _("Teeth, eyes and ears"),
        (
            _("been to the dentist"),
            _("put off the dentist because of the money"),
            _("got glasses for the first time"),
            _("tried out a hearing aid"),
            _("been given an aid, or waited for one"),
            _("found it hard to hear what was said in a meeting"),
            _("had a brace or been to the school dentist as a child"),
        ),
    ),
    Place(
        Area.HOSPITAL,
        _("The hospital"),
        (
            _("broken something and been put in plaster"),
            _("gone by ambulance"),
            _("waited in the emergency department"),
            _("had an operation, big or small"),
            _("shared a room with a stranger"),
            _("gone home before you felt ready"),
            _("been X-rayed or examined in a machine"),
            _("looked for the right door in a large building"),
        ),
    ),
    Place(
        Area.MIND,
        _("How you feel"),
        (
            _("not slept for a while"),
            _("had too much to do for too long"),
            _("talked to a counsellor or a psychologist"),
            _("been in touch with psychiatry"),
            _("been to the youth clinic or the school nurse"),
            _("had help with how you feel over the internet"),
            _("found your own way of getting through a day"),
            _("met somebody who understood"),
        ),
    ),
    Place(
        Area.BIRTH_AND_CHILDREN,
        _("Children"),
        (
            _("been to the midwife"),
            _("been at a birth"),
            _("taken a child to the child health centre"),
            _("sat up with a child who was ill"),
            _("been to a meeting at the school about a child"),
            _("longed for a child, or chosen not to have one"),
            _("been a child in care yourself"),
        ),
    ),
    Place(
        Area.GROWING_OLD,
        _("Growing old"),
        (
            _("had home help, or known somebody who had"),
            _("had a security alarm at home"),
            _("visited a home for old people"),
            _("moved because the stairs became too much"),
            _("helped a parent with a form or the bank"),
            _("got a new kind of medicine on top of the others"),
            _("been treated as if you were older than you are"),
        ),
    ),
    Place(
        Area.DISABILITY,
        _("Disability and support"),
        (
            _("had a companion, an assistant or a contact person"),
            _("been to habilitation or rehabilitation"),
            _("come to a door that you could not get through"),
            _("used crutches or a wheelchair for a time"),
            _("travelled by mobility service"),
            _("applied for support and been given a yes or a no"),
            _("explained the same thing to many people"),
        ),
    ),
    Place(
        Area.SOCIAL_SERVICES,
        _("Social services"),
        (
            _("met a social worker"),
            _("applied for money to live on"),
            _("been to a meeting with several authorities at once"),
            _("had help with where to live"),
            _("been to the family counsellor"),
            _("been a contact family, or had one"),
            _("got a decision that was hard to understand"),
        ),
    ),
    Place(
        Area.DEPENDENCY,
        _("Alcohol, drugs and gambling"),
        (
            _("been asked about alcohol at a health check"),
            _("stopped smoking, or tried to"),
            _("lived with somebody who drank"),
            _("been to a group or a meeting of self-help"),
            _("worried about a friend"),
            _("found that gambling or buying took too much"),
            _("asked for help, or thought about it"),
        ),
    ),
    Place(
        Area.WORK_AND_MONEY,
        _("Work and money"),
        (
            _("been on sick leave, for a week or for years"),
            _("called the Social Insurance Agency"),
            _("come back to work after being away"),
            _("been to the Employment Service"),
            _("not had the money for a medicine or a journey"),
            _("been to the occupational health service"),
            _("hidden at work how you felt"),
        ),
    ),
    Place(
        Area.RELATIVES,
        _("Being close to somebody"),
        (
            _("been the one who calls for somebody else"),
            _("worried about a brother or a sister"),
            _("looked after somebody at home"),
            _("not been told how somebody was"),
            _("been to a relatives' centre"),
            _("been a young carer"),
            _("had no time left for yourself"),
        ),
    ),
    Place(
        Area.GOING_ALONG,
        _("Going along"),
        (
            _("followed a friend to the emergency department"),
            _("sat beside somebody in a talk with a doctor"),
            _("driven a neighbour to an appointment"),
            _("remembered what was said, for somebody else"),
            _("waited outside"),
            _("helped somebody find the way"),
        ),
    ),
    Place(
        Area.DIGITAL,
        _("Screens, letters and forms"),
        (
            _("waited for a letter"),
            _("logged in to 1177 to read about yourself"),
            _("had a visit to the doctor by video"),
            _("given up in the middle of a form"),
            _("helped somebody with BankID"),
            _("waited in a telephone queue"),
            _("got a summons that did not fit"),
            _("not known whom to write to"),
        ),
    ),
    Place(
        Area.NEW_HERE,
        _("New here"),
        (
            _("talked through an interpreter"),
            _("interpreted for your family"),
            _("come to a new country or a new town"),
            _("not understood how health care is arranged"),
            _("read a letter with difficult words"),
            _("moved and begun again with a new health centre"),
        ),
    ),
    Place(
        Area.GRIEF_AND_CHANGE,
        _("When life turned"),
        (
            _("lost somebody"),
            _("separated"),
            _("sat with somebody at the end"),
            _("moved when you did not want to"),
            _("got news that changed the day"),
            _("had support, or been without it"),
            _("found something new afterwards"),
        ),
    ),
    Place(
        Area.EVERYDAY,
        _("Everyday life"),
        (
            _("tried to change how you eat"),
            _("begun to exercise, or stopped"),
            _("been to a physiotherapist with a sore shoulder"),
            _("had a bad back"),
            _("been lonely for a time"),
            _("joined a club or a circle"),
            _("stood at the pharmacy and wondered"),
            _("had an animal that made the days better"),
        ),
    ),
)
MAP: Mapping[str, Place] = {place.area.value: place for place in _PLACES}


def title_of(area: str) -> str | Promise:
    """The short name of a part of the map; nothing for an experience whose part was not said."""
    return MAP[area].title if area in MAP else ""
