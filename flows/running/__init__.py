"""How a flow runs: under Prefect or without, what it has at hand, its record, and how it is stopped."""
