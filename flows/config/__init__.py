"""Configuration: the data directory, copydesk.toml, sources.toml, the rules, and recurring lines from the warehouse."""
