"""Stores: a bucket of object storage, or a shared folder, where other machines can read whole files."""
