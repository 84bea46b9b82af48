"""Runs flows, with or without Prefect: the context of a run (Job), the records of runs, and how runs are stopped."""
