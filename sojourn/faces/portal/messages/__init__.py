"""Words between a patient and the clinic."""
