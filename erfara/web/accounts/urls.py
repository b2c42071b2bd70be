"""The staff's sign-in. Included under /konto/, without a namespace: the sign-in library looks its
own pages up by bare names. Only those of its pages that we use are here.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as social
from django.urls import include, path

from erfara.web.accounts import views
from erfara.web.accounts.locked import locks

own = [
    path("inbjudan/<str:token>/", views.invitation, name="invitation"),
    path("nytt-losenord/", views.forgotten, name="forgotten"),
    path("nytt-losenord/<str:token>/", views.new_password, name="new-password"),
]

urlpatterns = [
    path("", include((own, "accounts"))),
    path("", locks(mfa.index), name="mfa_index"),
    path("logga-in/", account.login, name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("stangt/", account.account_inactive, name="account_inactive"),
    path("losenord/", locks(views.change_password), name="account_change_password"),
    path("bekrafta/", locks(account.reauthenticate), name="account_reauthenticate"),
    path("bekrafta/kod/", locks(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "bekrafta/nyckel/",
        locks(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("andra-steget/", mfa.authenticate, name="mfa_authenticate"),
    path("app/", locks(totp.activate_totp), name="mfa_activate_totp"),
    path("app/ta-bort/", locks(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("reservkoder/", locks(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "reservkoder/nya/",
        locks(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("nycklar/", locks(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("nycklar/ny/", locks(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("nycklar/<int:pk>/", locks(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("nycklar/<int:pk>/ta-bort/", locks(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("nycklar/logga-in/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("organisation/avbrutet/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("organisation/<str:provider_id>/", views.by_provider, name="openid_connect_login"),
    path(
        "organisation/<str:provider_id>/svar/", views.from_provider, name="openid_connect_callback"
    ),
]
