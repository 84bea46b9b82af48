"""Pictures of an HTML page with their captions and credits."""
