"""What every model begins with."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models

if TYPE_CHECKING:
    from erfara.foundation.states import StateTable


@dataclass(frozen=True)
class Personal:
    """What kind of data each field holds. Every field stands in exactly one kind.

    none: says nothing about anybody. pseudonym: points to a person by an id. contact, sensitive:
    kept in the vault only. staff: about staff at work. organisation: about an organisation.
    """

    none: str = ""
    pseudonym: str = ""
    contact: str = ""
    sensitive: str = ""
    staff: str = ""
    organisation: str = ""
    why: str = field(default="", kw_only=True)

    KINDS: ClassVar[tuple[str, ...]] = (
        "none", "pseudonym", "contact", "sensitive", "staff", "organisation",
    )  # fmt: skip

    def kind_of(self) -> dict[str, str]:
        """Field name → kind. Raises when a field stands twice."""
        kinds: dict[str, str] = {}
        for kind in self.KINDS:
            for name in getattr(self, kind).split():
                if name in kinds:
                    raise ImproperlyConfigured(f"{name} stands in {kinds[name]} and in {kind}")
                kinds[name] = kind
        return kinds


class BaseModel(models.Model):
    """A row with an id that can't be guessed, and the moment it came to be."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField()

    personal: ClassVar[Personal]

    class Meta:
        abstract = True


class TenantModel(BaseModel):
    """A row that belongs to one programme, the tenant."""

    programme = models.ForeignKey(settings.TENANT_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class AppendOnly(models.Model):
    """Rows that are written once. Changing or deleting one raises."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only")


class StatefulModel(models.Model):
    """A row with a life. Its state changes through `states.move` and nowhere else."""

    state = models.CharField(max_length=32)

    table: ClassVar[StateTable]

    class Meta:
        abstract = True

    _loaded_state: str | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            if self.state != self.table.initial:
                raise TypeError(f"A new {type(self).__name__} starts as {self.table.initial}")
        elif self._loaded_state is not None and self.state != self._loaded_state:
            raise TypeError(f"The state of {type(self).__name__} changes by states.move only")
        super().save(*args, **kwargs)
        self._loaded_state = self.state

    @classmethod
    def from_db(cls, db: str | None, field_names: Iterable[str], values: Any) -> Self:
        row = super().from_db(db, list(field_names), values)
        row._loaded_state = row.__dict__.get("state")
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self._loaded_state = self.__dict__.get("state")

    @property
    def state_label(self) -> Any:
        """The state in words."""
        return self.table.state(self.state).label

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.table.state(self.state).final


__all__ = ["AppendOnly", "BaseModel", "Personal", "StatefulModel", "TenantModel"]
