"""Reads and checks the TOML files of the configuration, and reports every mistake with its line."""
