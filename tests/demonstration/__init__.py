"""One demo, built once; the package is its scope (without this file the demo would stay for the whole run)."""
