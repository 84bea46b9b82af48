"""Pages over HTTP, politely: one request with all that stands in its way."""
