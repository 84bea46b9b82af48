"""What is written for people and programs: progress, text that a terminal may show, tables, JSON and Markdown."""
