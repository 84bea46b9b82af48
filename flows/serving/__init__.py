"""Runs `copydesk serve`: a Prefect server, the schedules, and one process for each run that is due.

A kept server is one that copydesk starts itself; the other kind is a server that PREFECT_API_URL names.
"""
