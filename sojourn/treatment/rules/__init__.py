"""What a session needs before, during and after it. Pure: facts in, findings out."""
