"""The forms around signing in: our own, and the sign-in library's in our words."""

from __future__ import annotations

import re
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext_lazy as _

from erfara.accounts.persons import CODE_DIGITS, kind_of
from erfara.foundation import forms
from erfara.foundation.vault import index


class AskForm(forms.Form):
    """A person or a borrower says where she can be reached."""

    address = forms.Text(
        _("Your e-mail address or telephone number"),
        hint=_("The one you have given us. We send a code and a link to your e-mail."),
        missing=_("Write your e-mail address or telephone number"),
        max_length=254,
        autocomplete="email",
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if kind_of(address) == "email":
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(
                    _("Write the e-mail address like this: name@example.se")
                ) from error
        elif index.normalise("phone", address) is None:
            raise ValidationError(
                _("Write an e-mail address with @, or a telephone number like 070 123 45 67")
            )
        return address


class CodeForm(forms.Form):
    """The code that has been sent."""

    code = forms.Code(_("The code"), length=CODE_DIGITS, hint=_("Six digits, from our message."))


class EmailForm(forms.Form):
    """Somebody who works here has forgotten her password."""

    email = forms.Email(_("Your e-mail address at work"))


class _Foreign:
    """A form that is not of our fields: its boxes are drawn by Django's own templates."""

    default_renderer: Any = DjangoTemplates


def _shown(form: django_forms.Form, name: str, label: Any, hint: Any = "") -> None:
    """Put our words on a field of the library's, and no text inside the box."""
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)


class PasswordForm(_Foreign, django_forms.Form):
    """A new password, written once: it can be seen while it is written, and asked for again."""

    password = django_forms.CharField(
        label=_("A password"),
        help_text=_("At least 12 characters. Several words after each other work well."),
        max_length=200,
        strip=False,
        error_messages={"required": _("Write a password")},
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @property
    def status(self) -> int:
        """What a page with this form answers with."""
        return 422 if self.is_bound and self.errors else 200


class LoginForm(_Foreign, account_forms.LoginForm):
    """Staff: e-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shown(self, "login", _("Your e-mail address at work"))
        _shown(self, "password", _("Password"))
        self.fields["login"].error_messages |= {
            "required": _("Write your e-mail address"),
            "invalid": _("Write the e-mail address like this: name@example.se"),
        }
        self.fields["password"].error_messages["required"] = _("Write your password")


class ReauthenticateForm(_Foreign, account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shown(self, "password", _("Password"))
        self.fields["password"].error_messages["required"] = _("Write your password")


class ChangePasswordForm(_Foreign, account_forms.ChangePasswordForm):
    """Another password; written once, like everywhere."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _shown(self, "oldpassword", _("The password you have now"))
        _shown(
            self, "password1", _("The new password"),
            _("At least 12 characters. Several words after each other work well."),
        )  # fmt: skip
        for name in ("oldpassword", "password1"):
            self.fields[name].error_messages["required"] = _("Write a password")


class _CodeFromApp(_Foreign):
    """Codes are shown in groups by apps and on paper; blanks between don't matter."""

    data: Any
    fields: dict[str, Any]

    def _prepare(self, hint: Any) -> None:
        field = self.fields["code"]
        field.label, field.help_text = _("The code"), hint
        field.max_length = 40
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs["inputmode"] = "numeric"
        field.error_messages["required"] = _("Write the code")
        clean = field.clean
        field.clean = lambda value: clean(re.sub(r"[\s-]", "", str(value or ""))[:40])


class AuthenticateForm(_CodeFromApp, mfa_forms.AuthenticateForm):
    """The second step, by app or recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(_("From your authenticator app, or one of your recovery codes."))


class ReauthenticateCodeForm(_CodeFromApp, mfa_forms.ReauthenticateForm):
    """The second step once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(_("From your authenticator app, or one of your recovery codes."))


class ActivateTOTPForm(_CodeFromApp, totp_forms.ActivateTOTPForm):
    """The first code of an app, which shows that it was set up right."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._prepare(_("Six digits, as the app shows them now."))


class AddWebAuthnForm(_Foreign, webauthn_forms.AddWebAuthnForm):
    """A passkey, one that signs in by itself unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shown(self, "name", _("What do you call it?"), _("For example: my phone, my computer."))
        _shown(
            self, "passwordless", _("Let it sign me in by itself, without my password"),
            _("Untick this for an older security key without a PIN."),
        )  # fmt: skip
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = _(
            "The passkey was not made. Press the button once more."
        )


class EditWebAuthnForm(_Foreign, webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _shown(self, "name", _("What do you call it?"), _("For example: my phone, my computer."))
        self.fields["name"].error_messages["required"] = _("Write a name")
