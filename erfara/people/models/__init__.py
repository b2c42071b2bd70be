from erfara.people.models.addresses import AddressChange
from erfara.people.models.consents import Consent, ConsentText, Purpose
from erfara.people.models.contributors import Contributor, Experience
from erfara.people.models.errands import Errand
from erfara.people.models.imports import RegisterImport, RememberedColumn
from erfara.people.models.interviews import BackgroundCount, Interview, Part, Training
from erfara.people.models.log_questions import LogQuestion
from erfara.people.models.merging import Merging, NotSame
from erfara.people.models.messages import PublicMessage
from erfara.people.models.persons import Person
from erfara.people.models.presentations import Presentation
from erfara.people.models.print_lists import PrintList
from erfara.people.models.signups import SignUp
from erfara.people.models.silences import Silence

__all__ = [
    "AddressChange",
    "BackgroundCount",
    "Consent",
    "ConsentText",
    "Contributor",
    "Errand",
    "Experience",
    "Interview",
    "LogQuestion",
    "Merging",
    "NotSame",
    "Part",
    "Person",
    "Presentation",
    "PrintList",
    "PublicMessage",
    "Purpose",
    "RegisterImport",
    "RememberedColumn",
    "SignUp",
    "Silence",
    "Training",
]
