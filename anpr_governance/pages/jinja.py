"""The Jinja2 environment of every page: components, the GOV.UK macros, translation, dates as people write them."""

import json
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as translate
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, PrefixLoader, Undefined, UndefinedError
from markupsafe import Markup

from anpr_governance.organisations.roles import discipline
from anpr_governance.pages import context, diff, forms, markup

log = logging.getLogger(__name__)


class Blank(Undefined):
    """Something a template names and nobody gave: an error where templates are strict (tests), else blank and logged.

    The GOV.UK macros ask freely for optional keys of a mapping, so those stay blank everywhere.
    """

    __slots__ = ()

    def __str__(self) -> str:
        if isinstance(self._undefined_obj, dict) or self._undefined_name == "undefined":
            return ""
        if settings.DEBUG or getattr(settings, "STRICT_TEMPLATES", False):
            raise UndefinedError(self._undefined_message)
        log.warning("A template prints what nobody gave: %s", self._undefined_message)
        return ""

    def __html__(self) -> str:
        return str(self)


def gettext(message: str, **values: Any) -> str:
    """Translate, then fill in; the answer is plain text, so the page escapes it."""
    text = translate(message)
    return text % values if values else text


def plural(singular: str, many: str, n: int, **values: Any) -> str:
    """Translate by number, then fill in (`n` is known to the sentence)."""
    text = ngettext(singular, many, n)
    return text % {"n": n, "num": n, **values} if "%(" in text else text


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def sso() -> str:
    """The name of the force's single sign-on; empty where none is set."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return apps[0]["name"] if apps else ""


def is_local(address: Any) -> bool:
    """Whether an address that somebody handed in leads to a page of ours."""
    return url_has_allowed_host_and_scheme(str(address or ""), allowed_hosts=None)


def inline_svg(drawing: str) -> Markup:
    """A drawing that our own libraries made on the server, without its XML head."""
    return Markup(drawing[drawing.index("<svg") :])  # noqa: S704 - made here, from no input


def json_ids(ids: dict[str, str]) -> Markup:
    """Ids of form controls as the JSON that a script of allauth reads."""
    return Markup(json.dumps(ids).replace("<", "\\u003c"))  # noqa: S704 - `<` cannot end the element


def _finalize(value: Any) -> Any:
    return "" if value is None else value


GLOBALS = {
    "url": url,
    "address": markup.address,
    "static": static,
    "icon": markup.icon,
    "tag": markup.tag,
    "state_tag": markup.state_tag,
    "due_tag": markup.due_tag,
    "clause_hint": markup.clause_hint,
    "field": forms.render_field,
    "error_list": forms.error_list,
    "word_diff": diff.marked,
    "advice": context.advice,
    "language": get_language,
    "sso": sso,
    "is_local": is_local,
    "inline_svg": inline_svg,
    "json_script": json_script,
    "json_ids": json_ids,
}
FILTERS: dict[str, Callable[..., Any]] = {
    "date": markup.long_date,
    "pounds": markup.pounds,
    "short_date": markup.short_date,
    "time": markup.clock_time,
    "moment": markup.moment,
    "number": markup.number,
    "days": markup.span_of_days,
    "discipline": discipline,
    "lines": markup.lines,
}


def environment(loader: BaseLoader, **options: Any) -> Environment:
    """Made by Django's Jinja2 backend once a process."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    options |= {"undefined": Blank, "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"], "finalize": _finalize}
    env = Environment(loader=ChoiceLoader([loader, govuk]), **options)  # noqa: S701
    env.install_gettext_callables(gettext, plural, newstyle=False)  # type: ignore[attr-defined]
    env.globals.update(GLOBALS)
    env.globals["Markup"] = Markup
    env.filters.update(FILTERS)
    return env
