"""Navigation: apps register their items, the frame shows those that the person may open."""

from bisect import insort
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language


@lru_cache(maxsize=128)
def _address(url_name: str, urlconf: str, language: str | None) -> str:
    try:
        return reverse(url_name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


@dataclass(frozen=True, order=True)
class Item:
    """One word of the navigation; `count` answers how much waits there for the person, or nothing."""

    order: int
    section: str
    label: Any = field(compare=False)
    url_name: str = field(compare=False)
    permission: str = field(compare=False, default="view_content")
    count: Callable[[Any], int | None] | None = field(compare=False, default=None)

    @property
    def address(self) -> str:
        """Where it leads; empty while its app has no pages yet."""
        return _address(self.url_name, settings.ROOT_URLCONF, get_language())

    def open_to(self, person: Any) -> bool:
        """Whether today's roles give the item's permission anywhere; an item without one is everybody's."""
        return not self.permission or bool(person.organisations_where(self.permission))


_items: list[Item] = []


def register(
    section: str,
    label: Any,
    url_name: str,
    order: int,
    permission: str = "view_content",
    count: Callable[[Any], int | None] | None = None,
) -> None:
    """Add an item, once; called from an app's `apps.ready()`."""
    item = Item(order, section, label, url_name, permission, count)
    if item not in _items:
        insort(_items, item)


def items_for(person: Any) -> list[Item]:
    """The items that `person` may open, in their order."""
    return [item for item in _items if item.address and item.open_to(person)]
