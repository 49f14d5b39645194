"""What happens in the outbox."""

from sojourn.comms.actions.queueing import call_off, queue
from sojourn.comms.actions.sending import mark_unsure, send, send_due
from sojourn.comms.actions.stuck import note_bounce, send_again, settle

__all__ = ["call_off", "mark_unsure", "note_bounce", "queue", "send", "send_again", "send_due", "settle"]
