"""Runs `copydesk serve`: a Prefect server, the schedules, and one process for each run that is due.

A kept server is copydesk's own Prefect server, against one of somebody else's that PREFECT_API_URL names.
"""
