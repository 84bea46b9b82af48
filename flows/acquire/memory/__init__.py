"""What following outlets remembers between runs: lists, pages that wait, hosts, and robots.txt files."""
