"""Addresses: documents, consents, letters, and the whole record."""

from django.urls import path

from sojourn.faces.portal.papers import consent_views, data_views, letter_views

urlpatterns = [
    path("documents/", letter_views.documents, name="documents"),
    path("documents/decisions/<uuid:decision_id>/", letter_views.decision, name="documents_decision"),
    path(
        "documents/decisions/<uuid:decision_id>/pdf", letter_views.decision_pdf, name="documents_decision_pdf"
    ),
    path("documents/going-home/<uuid:session_id>/", letter_views.going_home, name="documents_going_home"),
    path(
        "documents/going-home/<uuid:session_id>/pdf",
        letter_views.going_home_pdf,
        name="documents_going_home_pdf",
    ),
    path("consents/<slug:consent_id>/", consent_views.read_and_sign, name="documents_consent"),
    path("consents/signed/<uuid:signature_id>/", consent_views.signed, name="documents_signed"),
    path("consents/signed/<uuid:signature_id>/pdf", consent_views.signed_pdf, name="documents_signed_pdf"),
    path("consents/signed/<uuid:signature_id>/withdraw/", consent_views.withdraw, name="documents_withdraw"),
    path("my-data/", data_views.my_data, name="my_data"),
    path("my-data/record.json", data_views.as_json, name="my_data_json"),
    path("my-data/record.zip", data_views.as_zip, name="my_data_zip"),
]
