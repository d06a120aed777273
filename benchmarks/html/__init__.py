"""Benchmark of web pages: body text, strings that must and must not be there, places traced back."""
