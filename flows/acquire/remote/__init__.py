"""What is read from a web server: single pages, crawls and other files, CC-NEWS."""
