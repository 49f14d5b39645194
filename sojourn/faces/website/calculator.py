"""What a course would come to, from the pack's prices: a sum on a page, not a bill, and kept nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from sojourn import content
from sojourn.billing.rules import CourseCost, CoursePlan, Price, course_cost
from sojourn.content.pack.policies import CourseTemplate
from sojourn.core.money import in_words, split_evenly

MOST_PREPARATORY_VISITS = 2


@dataclass(frozen=True)
class Choice:
    """What somebody chose to add up."""

    course: CourseTemplate
    preparation: int
    parts: int


@dataclass(frozen=True)
class CourseSum:
    """The receipt beside the form."""

    name: str
    cost: CourseCost
    superbill_cents: int
    parts_in_words: str
    parts: int


class CourseForm(forms.Form):
    """Which course, how many preparatory visits, in how many parts. Sent by GET."""

    course = forms.ChoiceField(label="Sessions", widget=forms.RadioSelect)
    preparation = forms.TypedChoiceField(label="Preparatory visits", coerce=int)
    parts = forms.TypedChoiceField(label="Pay by instalments", coerce=int)

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        policies = content.pack().policies
        self.fields["course"].choices = [(each.code, each.name) for each in policies.courses]
        self.fields["preparation"].choices = [
            (count, _preparatory(count)) for count in range(MOST_PREPARATORY_VISITS + 1)
        ]
        self.fields["parts"].choices = [
            (count, _in_parts(count, policies.plan.apr_percent))
            for count in range(1, policies.plan.most_instalments + 1)
        ]

    @property
    def choice(self) -> Choice:
        """What was chosen; an address somebody altered counts as the usual choice."""
        chosen = self.cleaned_data if self.is_valid() else CourseForm(usual()).full_cleaned()
        course = content.pack().policies.course(chosen["course"])
        return Choice(course, chosen["preparation"], chosen["parts"])

    def full_cleaned(self) -> dict[str, Any]:
        """The values, checked."""
        self.full_clean()
        return self.cleaned_data

    @property
    def notes(self) -> dict[str, str]:
        """A line under each course: what it holds."""
        return {each.code: _holds(each) for each in content.pack().policies.courses}


def usual() -> dict[str, Any]:
    """What is added up before anybody chose: one session a week, and the instalments of the pack."""
    policies = content.pack().policies
    weekly = [each.code for each in policies.courses if each.sessions > 1] or [policies.courses[0].code]
    return {"course": weekly[0], "preparation": "0", "parts": str(policies.plan.default_instalments)}


def with_usual(query: Mapping[str, Any]) -> dict[str, Any]:
    """The query of the address, filled up with what is usual."""
    return {name: query.get(name) or value for name, value in usual().items()}


def course_sum(choice: Choice) -> CourseSum:
    """Item by item and together, what of it is on a superbill, and the instalments to the cent."""
    services = content.pack().services
    prices = {code: Price(each.price_low_cents, each.price_high_cents) for code, each in services.items()}
    plan = CoursePlan(
        sessions=choice.course.sessions,
        preparation_visits=choice.preparation,
        integration_after_each=choice.course.integration_after_each,
    )
    cost = course_cost(plan, prices)
    return CourseSum(
        name=choice.course.name,
        cost=cost,
        superbill_cents=sum(item.low_cents for item in cost.items if services[item.service].superbill),
        parts_in_words=parts_in_words(cost.low_cents, choice.parts),
        parts=choice.parts,
    )


def parts_in_words(total_cents: int, parts: int) -> str:
    """ "4 × $817.50", or "1 × $73.34, 2 × $73.33" when the cents do not divide."""
    amounts = Counter(split_evenly(total_cents, parts))
    return ", ".join(f"{count} × {in_words(cents)}" for cents, count in amounts.items())


def _preparatory(count: int) -> str:
    return "None" if not count else f"{count} visit{'s' if count > 1 else ''}"


def _in_parts(count: int, apr_percent: int) -> str:
    return "No, visit by visit" if count == 1 else f"Yes, in {count}, at {apr_percent}%"


def _holds(course: CourseTemplate) -> str:
    sessions = f"{course.sessions} session{'s' if course.sessions > 1 else ''}"
    if not course.integration_after_each:
        return sessions
    return f"{sessions}, {course.sessions} integration visit{'s' if course.sessions > 1 else ''}"
