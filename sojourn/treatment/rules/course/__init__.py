"""The expected course: published models in closed form. Of doses that were given, never of one to give."""

from sojourn.treatment.rules.course.asking import Dose, Person, may_predict
from sojourn.treatment.rules.course.bands import Band, Course, expected_course
from sojourn.treatment.rules.course.body import Body, bodies
from sojourn.treatment.rules.course.superposition import Curves, Doses, predict

__all__ = [
    "Band",
    "Body",
    "Course",
    "Curves",
    "Dose",
    "Doses",
    "Person",
    "bodies",
    "expected_course",
    "may_predict",
    "predict",
]
