"""The questions put to a model, one small module each, and the desk that asks them.

A task is a template, an answer model whose fields say which words are verbatim from the document,
and a function from grounded answers to public objects.
"""
