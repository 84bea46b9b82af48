"""Renders pages that hold nothing without scripts, by a Chromium of the system; needs copydesk[browser]."""
