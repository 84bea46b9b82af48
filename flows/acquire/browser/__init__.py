"""Renders pages that are empty without scripts, in a Chromium installed on the system; needs copydesk[browser]."""
