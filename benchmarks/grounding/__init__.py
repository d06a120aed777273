"""Benchmark of grounding: what is accepted, what is rejected, how fast; beside two other libraries."""
