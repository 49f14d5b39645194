"""Sojourn runs a ketamine-assisted-therapy clinic."""
