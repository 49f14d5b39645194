"""The door behind an e-mailed link: choose a password, and be inside."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from sojourn.accounts.actions import accept_invitation, invited_user, person_named_in
from sojourn.accounts.guards import public
from sojourn.core.decisions import Refused
from sojourn.people.actions import send_account_link


class PasswordForm(forms.Form):
    """One password, once: the browser can show what is typed, and a new link is one touch away."""

    password = forms.CharField(
        label="A password of your own",
        help_text="Ten characters or more. A short sentence is easy to keep.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=200,
        error_messages={"required": "Please choose a password."},
    )


@public
@never_cache
@sensitive_post_parameters("password")
def welcome(request: HttpRequest, invitation: str) -> HttpResponse:
    """Open the account. A second factor, where there is one, is still asked for."""
    user = invited_user(invitation)
    if user is None:
        return render(request, "ui/welcome_spent.html", {"invitation": invitation}, status=410)
    form = PasswordForm(request.POST or None)
    if form.is_valid():
        try:
            user = accept_invitation(
                invitation=invitation, password=form.cleaned_data["password"], now=timezone.now()
            )
        except Refused as refused:
            for finding in refused.decision.blocking:
                form.add_error("password", finding.message)
        else:
            return perform_login(
                request, user, email_verification="none", redirect_url=reverse("home"), signal_kwargs={}
            )
    return render(
        request, "ui/welcome.html", {"form": form, "person": user}, status=422 if form.errors else 200
    )


@public
@never_cache
def new_link(request: HttpRequest, invitation: str) -> HttpResponse:
    """A fresh link to the address of the old one; the page says the same whether anybody was found."""
    if request.method != "POST":
        return redirect("welcome", invitation)
    person = person_named_in(invitation)
    if person is not None:
        send_account_link(user=person, now=timezone.now())
    return render(request, "ui/welcome_sent.html")
