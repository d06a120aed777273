"""Results made for reading: the table of the terminal, Markdown, JSON.

Everything here takes a `Result` and gives text; nothing here asks, reads or decides.
"""
