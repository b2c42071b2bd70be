"""The harness is as strict as it says: each of its guards is seen to hold."""

from __future__ import annotations

import socket
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
import pytest_socket
from django.conf import settings
from django.template import Context, Template

ROOT = Path(__file__).resolve().parents[2]
DATABASES = ["default", "keystore"]


def test_nothing_reaches_the_network() -> None:
    with socket.socket() as out, pytest.raises(pytest_socket.SocketConnectBlockedError):
        out.connect(("192.0.2.1", 80))


def test_this_machine_may_be_spoken_to() -> None:
    with socket.socket() as server, socket.socket() as client:
        server.bind(("127.0.0.1", 0))
        server.listen()
        client.connect(server.getsockname())


def test_an_undefined_variable_in_a_template_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match="Undefined template variable"):
        Template("{{ nobody_knows_this }}").render(Context())


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning, match="look here"):
        warnings.warn("look here", stacklevel=1)


def test_the_run_has_a_home_of_its_own() -> None:
    assert settings.ENV.mode == "test"
    assert not settings.ENV.home.is_relative_to(ROOT)


@pytest.mark.django_db(databases=DATABASES)
def test_rows_come_in_no_order_unless_asked() -> None:
    from django.contrib.contenttypes.models import ContentType
    from django.db import connection

    if connection.vendor == "sqlite":
        asked = list(ContentType.objects.order_by("pk").values_list("pk", flat=True))
        unasked = list(ContentType.objects.values_list("pk", flat=True))
        assert unasked != asked
        assert sorted(unasked) == asked


def test_a_database_has_to_be_declared() -> None:
    from django.contrib.contenttypes.models import ContentType

    with pytest.raises(RuntimeError, match="Database access not allowed"):
        ContentType.objects.count()


def test_the_command_runs_before_any_settings_are_read() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "erfara", "--help"], cwd=ROOT, capture_output=True, text=True
    )
    assert said.returncode == 0
    assert "stats" in said.stdout
