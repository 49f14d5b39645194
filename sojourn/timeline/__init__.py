"""Read-only: one chronological view of a patient, their stage and next step, their whole record."""
