"""The controlled-drug register, and patients' own medicine in custody."""
