"""Patients, those who stand by them, and those who care for them."""
