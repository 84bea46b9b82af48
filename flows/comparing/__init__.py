"""What a reparse would change: pages are read again, and compared with the published file.  Changes nothing."""
