"""Orchestration: batches, retries, progress.  No parsing, no SQL text."""
