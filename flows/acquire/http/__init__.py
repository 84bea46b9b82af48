"""HTTP requests that heed robots.txt, with pauses, limits and redirects, and none to private addresses."""
