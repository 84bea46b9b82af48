"""Runs flows: with or without Prefect, their context (Job), their records, and how they are stopped."""
