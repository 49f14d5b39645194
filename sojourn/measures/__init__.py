"""Questionnaires sent, answered and scored; safety alerts."""
