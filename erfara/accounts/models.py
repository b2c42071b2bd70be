"""Who signs in: staff as users, people and borrowers by sessions of their own."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from erfara.foundation import clock
from erfara.foundation.models import BaseModel, Personal

# Stands where a tenant's id stands, for what belongs to no programme.
INSTALLATION: Final = UUID(int=0)


def folded_email(email: str) -> str:
    """The one way an address of staff is written: no blanks around it, lower case."""
    return email.strip().lower()


class UserManager(BaseUserManager["User"]):
    """Users are made by invitation; without a password nobody signs in with one."""

    def create_user(
        self,
        email: str,
        name: str = "",
        password: str | None = None,
        *,
        id: UUID | None = None,
        created_at: datetime | None = None,
        **values: Any,
    ) -> User:
        """A new user. `created_at` is now when left out: tests and commands need no clock."""
        if id is not None:
            values["id"] = id
        user = self.model(
            email=folded_email(email), name=name, created_at=created_at or clock.now(), **values
        )
        user.set_password(password)  # None makes it unusable
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=folded_email(username or ""))


class User(BaseModel, AbstractBaseUser):
    """One who works here. What she may do stands in her memberships, never here.

    `is_operator` runs the installation and reaches no programme's people by it.
    """

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)

    personal = Personal(none="is_active is_operator", staff="email name password last_login")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    # Asked for by libraries; there is no Django admin and no superuser.
    is_staff = False
    is_superuser = False

    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        self.email = folded_email(self.email)


class PersonSession(BaseModel):
    """A person's or borrower's time signed in, in one programme. Only a hash of its key is kept."""

    tenant_id = models.UUIDField()
    person_id = models.UUIDField()
    key_hash = models.CharField(max_length=64, unique=True)
    last_seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    personal = Personal(
        none="key_hash last_seen_at expires_at ended_at", pseudonym="tenant_id person_id"
    )

    class Meta:
        indexes = [
            models.Index(fields=["person_id"], name="person_session_person"),
            models.Index(fields=["expires_at"], name="person_session_expires"),
        ]


class SignInRequest(BaseModel):
    """Somebody asked for a code or a link. Written the same way for known and unknown addresses.

    The web only writes this row; the worker finds out whether the address is known and puts a
    message in the outbox. The code is never stored: it is derived from the row's id with the
    link key. `index_kind` is staff when somebody who works here asks for a new password; the
    tenant is then INSTALLATION.
    """

    tenant_id = models.UUIDField()
    index_kind = models.CharField(max_length=8)
    index_digest = models.CharField(max_length=64)
    sender = models.CharField(max_length=64)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    handled_at = models.DateTimeField(null=True)
    # Set by the worker, when a message was put in the outbox: a person's id, or a user's.
    person_id = models.UUIDField(null=True)
    used_at = models.DateTimeField(null=True)

    personal = Personal(
        none="index_kind attempts expires_at handled_at used_at",
        pseudonym="tenant_id index_digest sender person_id",
        why="keyed hashes of an address and of a sender; swept after a day",
    )

    class Meta:
        indexes = [
            models.Index(fields=["index_digest", "created_at"], name="sign_in_digest"),
            models.Index(fields=["sender", "created_at"], name="sign_in_sender"),
            models.Index(
                fields=["created_at"],
                condition=models.Q(handled_at__isnull=True),
                name="sign_in_waiting",
            ),
        ]
