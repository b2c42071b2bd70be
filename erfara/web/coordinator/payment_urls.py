"""Addresses about paying, beneath the coordinator's."""

from __future__ import annotations

from django.urls import path

from erfara.web.coordinator import claims, payment_lists, payments

urlpatterns = [
    path("deltar/<uuid:pk>/ersattning/", payments.payment, name="payment"),
    path("deltar/<uuid:pk>/kostnad/", claims.note_claim, name="note_claim"),
    path("ersattning/<uuid:pk>/betald/", payments.pay, name="pay"),
    path("ersattning/<uuid:pk>/nej-tack/", payments.decline_payment, name="decline_payment"),
    path("ersattning/<uuid:pk>/stryk/", payments.cancel_payment, name="cancel_payment"),
    path("ersattning/<uuid:pk>/inte-kommit/", payments.payment_missing, name="payment_missing"),
    path("lan/<uuid:pk>/att-betala/", payments.for_borrower, name="borrower_pays"),
    path("utlagg/<uuid:pk>/", claims.claim, name="claim"),
    path("utbetalningar/", payment_lists.lists, name="payment_lists"),
    path("utbetalningar/<uuid:pk>/", payment_lists.one, name="payment_list"),
    path("utbetalningar/<uuid:pk>/ja/", payment_lists.agree, name="agree_payment_list"),
    path("utbetalningar/<uuid:pk>/avsluta/", payment_lists.end, name="end_payment_list"),
    path("utbetalningar/<uuid:pk>/skickad/", payment_lists.send, name="send_payment_list"),
    path("utbetalningar/<uuid:pk>/betald/", payment_lists.all_paid, name="payment_list_paid"),
    path("utbetalningar/<uuid:pk>/papper/", payment_lists.paper, name="payment_list_paper"),
    path("utbetalningar/<uuid:pk>/lista.csv", payment_lists.as_csv, name="payment_list_csv"),
    path("utbetalningar/<uuid:pk>/lista.xlsx", payment_lists.as_xlsx, name="payment_list_xlsx"),
]
