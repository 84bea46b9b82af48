"""Stores: where whole files lie that are read by others, too: a bucket of object storage, or another folder."""
