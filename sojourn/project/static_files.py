"""How static files are named and packed for a browser."""

from __future__ import annotations

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class PackedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names, gzip and brotli; imports inside our own modules follow the hashes.

    Only our folders are searched for imports: a comment in django-htmx reads like one and would fail.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "*/js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )


Storage = StaticFilesStorage if settings.WHITENOISE_AUTOREFRESH else PackedStorage
