"""Forms that speak and look like the rest: `from erfara.foundation import forms`."""

from erfara.foundation.forms.base import BoundField, Form, Problem, Renderer, problems_of, target_of
from erfara.foundation.forms.chosen import Check, Checkboxes, Hidden, Radios, Select, YesNo
from erfara.foundation.forms.fields import Code, Email, Field, LongText, Phone, Text
from erfara.foundation.forms.measured import Date, Moment, Money, Number, Time
from erfara.foundation.forms.words import register_words, said

__all__ = [
    "BoundField",
    "Check",
    "Checkboxes",
    "Code",
    "Date",
    "Email",
    "Field",
    "Form",
    "Hidden",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "Phone",
    "Problem",
    "Radios",
    "Renderer",
    "Select",
    "Text",
    "Time",
    "YesNo",
    "problems_of",
    "register_words",
    "said",
    "target_of",
]
