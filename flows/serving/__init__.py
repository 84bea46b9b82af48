"""Runs `copydesk serve`: a Prefect server, the schedules, and one process for each run that is due."""
