"""People and requests as they come in, checked. Every error says where: `people[3].gender`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from erfara.engines.matching.errors import InputError

ROLES = ("patient", "user", "client", "relative", "companion")
OWN_ROLES = frozenset({"patient", "user", "client"})
GENDERS = ("woman", "man", "other", "undisclosed")
TRAININGS = ("peer_support", "hjarnkoll_ambassador", "user_representative", "recovery_course")
FORMS = (
    "workshop", "focus_group", "interview_phone", "interview", "lecture", "digital_meeting",
    "management_group", "process", "photo", "meeting", "planning_event", "reference_group",
    "education", "application", "support",
)  # fmt: skip
CONSTRAINTS = (
    "min_birth_year", "max_birth_year", "language", "exclude_association_active", "training",
)  # fmt: skip
LONGEST_TEXT = 200_000
_HALF = re.compile("[\ud800-\udfff]")  # can be written in JSON, and nowhere else


@dataclass(frozen=True, slots=True)
class Experience:
    """One thing somebody has lived through, in her own words."""

    text: str
    role: str
    period: str = ""
    hidden: bool = False
    accepted: tuple[str, ...] = ()  # concepts that somebody has said it is about
    rejected: tuple[str, ...] = ()  # and those it isn't, whatever its words sound like


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a library: no name, nothing that tells who she is but what she chose to say."""

    id: str
    experiences: tuple[Experience, ...]
    birth_year: int | None = None
    gender: str = "undisclosed"
    municipality: str = ""
    born_abroad: bool | None = None
    languages: tuple[str, ...] = ("sv",)
    association_active: bool = False
    trainings: tuple[str, ...] = ()
    forms_ok: tuple[str, ...] = ()
    digital_ok: bool = False
    travel_ok: bool = False
    no_go: str = ""
    loans_last_12_months: int = 0
    paused: bool = False
    consent: bool = True
    asked_seldom: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody wishes to borrow experience for."""

    id: str
    wished_experience: str
    purpose: str = ""
    borrower: str = ""
    form: str = ""
    digital: bool = False
    municipality: str | None = None
    people_wanted: int = 2
    constraints: Mapping[str, Any] = field(default_factory=dict)
    wishes: Mapping[str, Any] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()  # concepts that a coordinator has said it is about
    rejected: tuple[str, ...] = ()  # and those it isn't

    def texts(self) -> dict[str, object]:
        """Its texts, for reading."""
        return {
            "wished_experience": self.wished_experience,
            "purpose": self.purpose,
            "borrower": self.borrower,
        }


_MISSING = object()


class _Reader:
    """One JSON object with its path; takes fields out and checks them."""

    def __init__(self, value: object, path: str) -> None:
        if not isinstance(value, dict):
            raise InputError(path, f"must be an object, not {_kind(value)}.")
        self.value: dict[str, Any] = value
        self.path = path

    def _take(self, name: str, kinds: tuple[type, ...], said: str, default: object) -> Any:
        found = self.value.get(name, _MISSING)
        if found is _MISSING or (found is None and default is not _MISSING):
            if default is _MISSING:
                raise InputError(f"{self.path}.{name}", "is missing.")
            return default
        if not isinstance(found, kinds) or (isinstance(found, bool) and bool not in kinds):
            raise InputError(f"{self.path}.{name}", f"must be {said}, not {_kind(found)}.")
        return found

    def text(self, name: str, default: object = _MISSING) -> Any:
        found = self._take(name, (str,), "text", default)
        if found is not None and len(found) > LONGEST_TEXT:
            raise InputError(f"{self.path}.{name}", f"is longer than {LONGEST_TEXT} characters.")
        if found is not None and _HALF.search(found):
            raise InputError(f"{self.path}.{name}", "holds half a character.")
        return found

    def flag(self, name: str, default: object = _MISSING) -> Any:
        return self._take(name, (bool,), "true or false", default)

    def number(self, name: str, default: object, least: int, most: int) -> Any:
        found = self._take(name, (int,), "a whole number", default)
        if found is not None and not least <= found <= most:
            raise InputError(f"{self.path}.{name}", f"is {found}: {least} to {most} can be meant.")
        return found

    def one_of(self, name: str, known: tuple[str, ...], default: object = _MISSING) -> Any:
        found = self.text(name, default)
        if found not in known and found != default:
            raise InputError(f"{self.path}.{name}", _unknown(found, known))
        return found

    def some_of(self, name: str, known: tuple[str, ...] | None) -> tuple[str, ...]:
        found = self._take(name, (list,), "a list", [])
        for at, one in enumerate(found):
            path = f"{self.path}.{name}[{at}]"
            if not isinstance(one, str):
                raise InputError(path, f"must be text, not {_kind(one)}.")
            if known is not None and one not in known:
                raise InputError(path, _unknown(one, known))
        return tuple(found)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false",
             int: "a number", float: "a number", type(None): "nothing"}  # fmt: skip
    return names.get(type(value), type(value).__name__)


def _unknown(found: str, known: tuple[str, ...]) -> str:
    return f"{found!r} is not known. Known are: {', '.join(known)}."


def _list(data: object, path: str) -> list[object]:
    if not isinstance(data, list):
        raise InputError(path, f"must be a list, not {_kind(data)}.")
    return data


def _no_twice(ids: dict[str, str], one: str, path: str) -> None:
    if one in ids:
        raise InputError(f"{path}.id", f"{one!r} is the id of {ids[one]} as well.")
    ids[one] = path


def people(data: object, path: str = "people") -> list[Person]:
    """People from parsed JSON. Raises `InputError` at the first thing that can't be meant."""
    found: list[Person] = []
    ids: dict[str, str] = {}
    for at, value in enumerate(_list(data, path)):
        here = f"{path}[{at}]"
        one = _Reader(value, here)
        person_id = one.text("id")
        if not person_id.strip():
            raise InputError(f"{here}.id", "is empty.")
        _no_twice(ids, person_id, here)
        experiences = []
        for number, raw in enumerate(
            _list(one.value.get("experiences", []), here + ".experiences")
        ):
            told = _Reader(raw, f"{here}.experiences[{number}]")
            experiences.append(
                Experience(
                    told.text("text"), told.one_of("role", ROLES), told.text("period", ""),
                    told.flag("hidden", False),
                )
            )  # fmt: skip
        found.append(
            Person(
                id=person_id,
                experiences=tuple(experiences),
                birth_year=one.number("birth_year", None, 1900, 2100),
                gender=one.one_of("gender", GENDERS, "undisclosed"),
                municipality=one.text("municipality", ""),
                born_abroad=one.flag("born_abroad", None),
                languages=one.some_of("languages", None) or ("sv",),
                association_active=one.flag("association_active", False),
                trainings=one.some_of("trainings", TRAININGS),
                forms_ok=one.some_of("forms_ok", FORMS),
                digital_ok=one.flag("digital_ok", False),
                travel_ok=one.flag("travel_ok", False),
                no_go=one.text("no_go", ""),
                loans_last_12_months=one.number("loans_last_12_months", 0, 0, 1000),
                paused=one.flag("paused", False),
                consent=one.flag("consent", True),
                asked_seldom=one.flag("asked_seldom", False),
            )
        )
    return found


def requests(data: object, path: str = "requests") -> list[Request]:
    """Requests from parsed JSON. Raises `InputError` at the first thing that can't be meant."""
    found: list[Request] = []
    ids: dict[str, str] = {}
    for at, value in enumerate(_list(data, path)):
        here = f"{path}[{at}]"
        one = _Reader(value, here)
        request_id = one.text("id")
        if not request_id.strip():
            raise InputError(f"{here}.id", "is empty.")
        _no_twice(ids, request_id, here)
        constraints = _constraints(one.value.get("constraints"), f"{here}.constraints")
        found.append(
            Request(
                id=request_id,
                wished_experience=one.text("wished_experience"),
                purpose=one.text("purpose", ""),
                borrower=one.text("borrower", ""),
                form=one.one_of("form", FORMS),
                digital=one.flag("digital", False),
                municipality=one.text("municipality", None),
                people_wanted=one.number("people_wanted", 2, 1, 500),
                constraints=constraints,
                wishes=_wishes(one.value.get("wishes"), f"{here}.wishes"),
            )
        )
    return found


def _constraints(value: object, path: str) -> dict[str, Any]:
    if value is None:
        return {}
    one = _Reader(value, path)
    for name in one.value:
        if name not in CONSTRAINTS:
            raise InputError(f"{path}.{name}", _unknown(name, CONSTRAINTS))
    made: dict[str, Any] = {
        "min_birth_year": one.number("min_birth_year", None, 1900, 2100),
        "max_birth_year": one.number("max_birth_year", None, 1900, 2100),
        "language": one.text("language", None),
        "exclude_association_active": one.flag("exclude_association_active", None),
        "training": one.one_of("training", TRAININGS, None),
    }
    low, high = made["min_birth_year"], made["max_birth_year"]
    if low is not None and high is not None and low > high:
        raise InputError(path, f"nobody is born after {low} and before {high}.")
    return {name: wanted for name, wanted in made.items() if wanted is not None}


def _wishes(value: object, path: str) -> dict[str, Any]:
    if value is None:
        return {}
    one = _Reader(value, path)
    known = ("gender", "under_40", "over_65", "born_abroad", "municipalities", "not_association",
             "perspectives", "never_asked")  # fmt: skip
    for name in one.value:
        if name not in known:
            raise InputError(f"{path}.{name}", _unknown(name, known))
    return {name: one.number(name, 0, 0, 500) for name in one.value}


def load(path: Path) -> object:
    """Parsed JSON of a file. Raises `InputError` naming the file, and the line if there is one."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(str(path), f"can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not text in UTF-8.") from error
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        where = f"{path}, line {error.lineno}" if isinstance(error, json.JSONDecodeError) else path
        raise InputError(str(where), "is no JSON.") from error
