"""Trains the models in config/models on the benchmark's public pages; not part of an installed copydesk."""
