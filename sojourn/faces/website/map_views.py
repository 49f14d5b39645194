"""For search engines and browsers: what may be read, where the pages are, and the small sun of the tab."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse

from sojourn.accounts.guards import public

LISTED = ("home", "treatment", "session", "groups", "prices", "questions", "could_this_be", "contact", "book")
PRIVATE = ("/portal/", "/workspace/", "/accounts/", "/welcome/", "/demo/")


@public
def robots(request: HttpRequest) -> HttpResponse:
    """The website may be read, everything about people may not."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in PRIVATE)]
    lines.append(f"Sitemap: {settings.PUBLIC_URL}{reverse('website:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@public
def sitemap(request: HttpRequest) -> HttpResponse:
    """The public pages, one by one."""
    pages = "".join(
        f"<url><loc>{settings.PUBLIC_URL}{reverse(f'website:{name}')}</loc></url>" for name in LISTED
    )
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    body = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{namespace}">{pages}</urlset>'
    return HttpResponse(body, content_type="application/xml")


@public
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that ask for the old name get the drawn one."""
    return redirect(static("ui/mark.svg"), permanent=True)
