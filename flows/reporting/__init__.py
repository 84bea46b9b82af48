"""Makes the report as a page: numbers from the published file, plots, and examples, in one file without network.

numbers.py asks the published file, places.py knows where places lie, plots.py draws, examples.py looks at rejected
pages, and write_page.py puts it together with the template in page/.  `copydesk report --html` and scheduled runs call
it.
"""
