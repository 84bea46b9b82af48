"""TOML files of the configuration: their keys, what each may hold, and every mistake with its line."""
