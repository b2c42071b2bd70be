from datetime import timedelta

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "erfara.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Tell the ground how letters about signing in are written, and what the worker does."""
        from erfara.accounts import actions, adapters, letters, persons, staff
        from erfara.foundation import outbox, worker

        adapters.watch_second_factor()
        outbox.register_kind(persons.LETTER, letters.sign_in)
        outbox.register_way(persons.LETTER, letters.way_in)
        outbox.register_kind(letters.INVITATION, letters.invitation)
        outbox.register_kind(letters.NEW_PASSWORD, letters.new_password)
        outbox.register_address("staff", letters.staff_address)
        worker.register_job("sign-in", timedelta(seconds=2), persons.handle_waiting)
        worker.register_job("new passwords", timedelta(seconds=2), actions.handle_waiting_staff)
        worker.register_job("sign-in sweep", timedelta(hours=1), persons.sweep)
        worker.register_job("staff sessions", timedelta(hours=1), staff.sweep)
