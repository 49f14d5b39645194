"""Charges, payments, plans, estimates, superbills and receipts."""
