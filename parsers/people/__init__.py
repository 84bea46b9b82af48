"""Names of people and organisations: what makes one, and how lists of them are read."""
