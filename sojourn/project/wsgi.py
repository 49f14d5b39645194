"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from sojourn import content

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sojourn.project.settings")
application = get_wsgi_application()

# A library or pack with an error stops the server here; and no first request waits for the reading.
content.library()
content.pack()
