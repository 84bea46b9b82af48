"""How a flow runs: with or without Prefect, its context (Job), its record, and how it is stopped."""
