"""Money in the workspace: the desk, a patient's account, and the papers."""
