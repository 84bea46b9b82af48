"""What one line of a page says of itself: junk, a correction, its language, a line that its site prints everywhere."""
