"""Translation in templates with the words of the programme filled in.

    {% translate "Ask {contributor:pl}" %}
    {% translate "Sent to {name}" name=person.name as sentence %}
    {% plural waiting "One question waits" "{count} questions wait" %}

A literal may hold HTML and is trusted; words and values are escaped. The tags take the place of
Django's own, so never load `i18n`.
"""

from __future__ import annotations

from django import template
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import get_language, gettext, ngettext

from erfara.organisations.own_words import own
from erfara.organisations.words import say, say_html

register = template.Library()


def _rest(bits: list[str], parser: Parser, tag: str) -> tuple[dict[str, FilterExpression], str]:
    """The values and the name after `as` of a tag; anything else is a mistake."""
    target = ""
    if len(bits) >= 2 and bits[-2] == "as":
        target = bits[-1]
        bits = bits[:-2]
    values = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{{% {tag} %}} can't read {bits[0]!r}.")
    return values, target


class SayNode(template.Node):
    """One sentence, written out or kept under a name."""

    def __init__(self, values: dict[str, FilterExpression], target: str) -> None:
        self.values = values
        self.target = target

    def sentence(self, context: template.Context, values: dict[str, object]) -> str:
        raise NotImplementedError

    def render(self, context: template.Context) -> str:
        values = {name: value.resolve(context) for name, value in self.values.items()}
        text = self.sentence(context, values)
        if self.target:
            context[self.target] = text
            return ""
        return text


class TranslateNode(SayNode):
    def __init__(
        self, message: FilterExpression, values: dict[str, FilterExpression], target: str
    ) -> None:
        super().__init__(values, target)
        self.message = message
        self.literal = message.var if isinstance(message.var, str) else None

    def sentence(self, context: template.Context, values: dict[str, object]) -> str:
        speak = say_html if context.autoescape else say
        if self.literal is not None:
            return speak(gettext(self.literal), **values)
        message = self.message.resolve(context)
        if isinstance(message, Promise):
            # From our own code, but not written as HTML: escape it before the values go in.
            return speak(
                conditional_escape(str(message)) if context.autoescape else message, **values
            )
        # Plain text may come from a person, braces and all: shown as it is.
        return conditional_escape(message) if context.autoescape else str(message)


class PluralNode(SayNode):
    def __init__(
        self,
        count: FilterExpression,
        singular: str,
        plural: str,
        values: dict[str, FilterExpression],
        target: str,
    ) -> None:
        super().__init__(values, target)
        self.count, self.singular, self.plural = count, singular, plural

    def sentence(self, context: template.Context, values: dict[str, object]) -> str:
        count = int(self.count.resolve(context))
        speak = say_html if context.autoescape else say
        return speak(ngettext(self.singular, self.plural, count), **{"count": count, **values})


@register.tag
def translate(parser: Parser, token: Token) -> TranslateNode:
    """`{% translate "message" name=value … [as variable] %}`"""
    bits = token.split_contents()
    if len(bits) < 2:
        raise template.TemplateSyntaxError("{% translate %} needs a message.")
    values, target = _rest(bits[2:], parser, bits[0])
    return TranslateNode(parser.compile_filter(bits[1]), values, target)


@register.tag
def plural(parser: Parser, token: Token) -> PluralNode:
    """`{% plural number "one …" "{count} …" name=value … [as variable] %}`"""
    bits = token.split_contents()
    if len(bits) < 4 or any(bit[0] not in "\"'" for bit in bits[2:4]):
        raise template.TemplateSyntaxError(
            '{% plural %} needs a number and two literals: {% plural n "one" "{count}" %}.'
        )
    values, target = _rest(bits[4:], parser, bits[0])
    singular, several = bits[2][1:-1], bits[3][1:-1]
    return PluralNode(parser.compile_filter(bits[1]), singular, several, values, target)


@register.simple_tag(takes_context=True)
def own_words(context: template.Context, key: str) -> str:
    """`{% own_words "page.welcome" as own %}`: what the programme says here itself, or nothing."""
    programme = context.get("programme")
    if programme is None:
        return ""
    return own(programme, key, get_language() or "sv")
