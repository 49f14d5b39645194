"""Every component in its three lights, for those who build pages. Served in demo and development alone."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sojourn.accounts.guards import public
from sojourn.faces.ui import icons
from sojourn.faces.ui.gallery import specimens
from sojourn.faces.ui.gallery.forms import SpecimenForm, answered_wrongly

THEMES = ("light", "dark", "dim")


@public
def gallery(request: HttpRequest) -> HttpResponse:
    """The page at /gallery. A clinic with real people does not serve it."""
    if settings.PRODUCTION:
        raise Http404
    return render(
        request,
        "ui/gallery.html",
        {
            "themes": THEMES,
            "swatches": specimens.SWATCHES,
            "findings": specimens.FINDINGS,
            "icons": icons.names(),
            "forms_by_theme": {
                theme: (SpecimenForm(auto_id=f"id_{theme}_%s"), answered_wrongly(theme)) for theme in THEMES
            },
            "drawings_by_theme": {theme: specimens.drawings(theme) for theme in THEMES},
            "hold_rows": specimens.HOLD_ROWS,
            "course_rows": specimens.COURSE_ROWS,
        },
    )
