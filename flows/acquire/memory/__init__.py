"""What is remembered between runs about followed outlets: lists, pages to request, hosts, and robots.txt files."""
