"""Addresses of money in the portal."""

from django.urls import path

from sojourn.faces.portal.billing import views

urlpatterns = [
    path("billing/", views.billing, name="billing"),
    path("billing/estimates/<uuid:estimate_id>/", views.estimate, name="billing_estimate"),
    path("billing/estimates/<uuid:estimate_id>/read/", views.estimate_read, name="billing_estimate_read"),
    path("billing/estimates/<uuid:estimate_id>.pdf", views.estimate_pdf, name="billing_estimate_pdf"),
    path("billing/receipts/<uuid:payment_id>.pdf", views.receipt_pdf, name="billing_receipt"),
    path("billing/superbills/<uuid:superbill_id>.pdf", views.superbill_pdf, name="billing_superbill"),
]
