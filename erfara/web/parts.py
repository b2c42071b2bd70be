"""How components are declared: a function whose signature is the list of props.

`@part` makes a template tag of a function that gives the context of `components/<name>.html`.
A prop that isn't declared, or one that is missing, is a mistake in the template and is said when
the template is read; a value that isn't among those declared with `one_of` is said when it is
rendered. With `block=True` the tag has a body, which is rendered inside the component:

    {% notice kind="good" heading=_("Done") %}…{% endnotice %}
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from inspect import getfullargspec
from typing import Any

from django import template
from django.template import Engine
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.library import parse_bits
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from erfara.organisations.words import say

Body = Callable[..., SafeString]
register = template.Library()
Props = dict[str, FilterExpression]


def one_of(prop: str, value: Any, allowed: Iterable[str]) -> str:
    """The value, when it is among those allowed."""
    if value not in allowed:
        raise template.TemplateSyntaxError(
            f"{prop}={value!r}: write one of {', '.join(sorted(allowed))}."
        )
    return str(value)


def _spoken(value: Any) -> Any:
    """Our own texts (`_("…")`) with the programme's words; a plain text may be a person's."""
    return say(value) if isinstance(value, Promise) else value


class PartNode(template.Node):
    """A component in a template: its props, and its body when it has one."""

    child_nodelists = ("nodelist",)

    def __init__(
        self,
        function: Callable[..., Any],
        name: str,
        args: list[Any],
        props: Props,
        nodelist: NodeList,
    ) -> None:
        self.function, self.name = function, name
        self.args, self.props, self.nodelist = args, props, nodelist
        # A list has hundreds of components: each looks up its template once.
        self.template: template.Template | None = None

    def render(self, context: Context) -> SafeString:
        def body(**extra: Any) -> SafeString:
            with context.push(**extra):
                return SafeString(self.nodelist.render(context).strip())

        args = [_spoken(value.resolve(context)) for value in self.args]
        props = {name: _spoken(value.resolve(context)) for name, value in self.props.items()}
        inner = self.function(context, body, *args, **props)
        if inner is None:
            return SafeString("")
        if isinstance(inner, SafeString):
            return inner
        # What every component may need of the page around it.
        inner.setdefault("csrf_token", context.get("csrf_token"))
        inner.setdefault("request", context.get("request"))
        if self.template is None:
            self.template = Engine.get_default().get_template(f"components/{self.name}.html")
        return SafeString(self.template.render(Context(inner)).strip())


def level_of(level: int) -> str:
    """The level of a heading, 1 to 4."""
    return one_of("level", str(level), ("1", "2", "3", "4"))


def part(*, block: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a component. The function is called with the page's context, `body` and props."""

    def declare(function: Callable[..., Any]) -> Callable[..., Any]:
        tag = function.__name__
        spec = getfullargspec(function)
        params = spec.args[2:]

        @functools.wraps(function)
        def compile_part(parser: Parser, token: Token) -> PartNode:
            bits = token.split_contents()[1:]
            args, props = parse_bits(
                parser,
                bits,
                params,
                spec.varargs,
                spec.varkw,
                spec.defaults,
                spec.kwonlyargs,
                spec.kwonlydefaults,
                False,
                tag,
            )
            nodelist = NodeList()
            if block:
                nodelist = parser.parse((f"end{tag}",))
                parser.delete_first_token()
            return PartNode(function, tag, args, props, nodelist)

        register.tag(tag, compile_part)
        return function

    return declare
