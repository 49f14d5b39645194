"""Findings, the interaction check, the provider's eligibility decision."""
