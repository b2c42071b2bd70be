"""A library and one who coordinates it, for tests of pages."""

from __future__ import annotations

import pytest
from django.test import Client

from erfara.organisations.models import Programme
from tests import factories as make


@pytest.fixture
def library() -> Programme:
    return make.programme()


@pytest.fixture
def staff(client: Client, library: Programme) -> Client:
    user, _actor = make.coordinator(library)
    return make.sign_in(client, user)
