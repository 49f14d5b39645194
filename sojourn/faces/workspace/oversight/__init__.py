"""Pages of the owner and the medical lead: the clinic's outcomes, the audit trail, the settings in force."""
