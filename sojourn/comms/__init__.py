"""Messages out: the outbox for e-mail and SMS, and how they are sent. Knows nothing of the clinic."""
