"""What the patient sets out to do: their intention, commitments with their days, goals."""
