"""Every address, by audience. Each view wears a guard of :mod:`sojourn.accounts.guards`; a test walks them all."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from sojourn.faces.ui.form_words import speak_plainly
from sojourn.faces.ui.views import home
from sojourn.faces.ui.welcome import new_link, welcome

speak_plainly()

urlpatterns = [
    path("home", home, name="home"),
    path("welcome/<str:invitation>/", welcome, name="welcome"),
    path("welcome/<str:invitation>/again/", new_link, name="welcome_again"),
    path("accounts/", include("sojourn.project.sign_in_urls")),
    path("portal/", include("sojourn.faces.portal.urls")),
    path("workspace/", include("sojourn.faces.workspace.urls")),
    path("", include("sojourn.faces.ui.urls")),
    path("", include("sojourn.faces.website.urls")),
]

handler400 = "sojourn.faces.ui.views.unreadable"
handler403 = "sojourn.faces.ui.views.forbidden"
handler404 = "sojourn.faces.ui.views.not_found"
handler500 = "sojourn.faces.ui.views.broken"

if settings.DEMO:
    urlpatterns.insert(0, path("demo/", include("sojourn.faces.demo.urls")))
