"""Trains the models of config/models on the benchmark's visible pages; not part of an installed copydesk."""
