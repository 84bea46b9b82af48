"""What a user sets: where data lies, copydesk.toml, sources.toml, and the rules with what the warehouse has learned."""
