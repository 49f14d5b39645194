"""Addresses of money."""

from django.urls import path

from sojourn.faces.workspace.billing import account_views, desk_views, paper_views

_ACCOUNT = "patients/<uuid:patient_id>/billing/"

urlpatterns = [
    path("billing/", desk_views.desk, name="billing"),
    path(_ACCOUNT, account_views.account, name="chart_billing"),
    path(f"{_ACCOUNT}payment/", account_views.take_payment, name="billing_take_payment"),
    path(f"{_ACCOUNT}plan/", account_views.agree_plan, name="billing_agree_plan"),
    path(f"{_ACCOUNT}estimate/", account_views.give_estimate, name="billing_give_estimate"),
    path(
        f"{_ACCOUNT}visits/<uuid:appointment_id>/superbill/",
        account_views.issue_superbill,
        name="billing_issue_superbill",
    ),
    path(
        f"{_ACCOUNT}visits/<uuid:appointment_id>/no-superbill/",
        account_views.why_no_superbill,
        name="billing_no_superbill",
    ),
    path(f"{_ACCOUNT}charges/<uuid:charge_id>/waive/", account_views.waive, name="billing_waive"),
    path(f"{_ACCOUNT}payments/<uuid:payment_id>/refund/", account_views.refund, name="billing_refund"),
    path(f"{_ACCOUNT}receipts/<uuid:payment_id>.pdf", paper_views.receipt, name="billing_receipt"),
    path(f"{_ACCOUNT}superbills/<uuid:superbill_id>.pdf", paper_views.superbill, name="billing_superbill"),
    path(f"{_ACCOUNT}estimates/<uuid:estimate_id>.pdf", paper_views.estimate, name="billing_estimate"),
]
