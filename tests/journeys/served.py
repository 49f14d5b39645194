"""What the web server of the journeys serves."""

from tests.journeys.in_time import the_application

application = the_application()
