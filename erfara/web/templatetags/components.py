"""The components of every page. `/galleri/` shows them all; their props are the signatures."""

from __future__ import annotations

from erfara.foundation import forms
from erfara.organisations.words import say
from erfara.web import ladder, terms
from erfara.web.components import doing, fields, lists, saying, showing
from erfara.web.parts import register

__all__ = ["doing", "fields", "ladder", "lists", "register", "saying", "showing", "terms"]

forms.register_words(say)
