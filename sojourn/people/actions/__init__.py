"""What happens to people's records here."""

from sojourn.people.actions.care_team import (
    add_care_team_member,
    change_care_team_member,
    remove_care_team_member,
    set_contact_consent,
)
from sojourn.people.actions.circle import note_weight, set_contact
from sojourn.people.actions.invitations import send_account_link
from sojourn.people.actions.messages import answer_enquiry, ask_question, mark_read, send_message
from sojourn.people.actions.registration import register_patient, update_details
from sojourn.people.actions.writing import write_to, write_to_escort

__all__ = [
    "add_care_team_member",
    "answer_enquiry",
    "ask_question",
    "change_care_team_member",
    "mark_read",
    "note_weight",
    "register_patient",
    "remove_care_team_member",
    "send_account_link",
    "send_message",
    "set_contact",
    "set_contact_consent",
    "update_details",
    "write_to",
    "write_to_escort",
]
