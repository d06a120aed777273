"""Benchmark of furniture: lines of visible page text told apart as body and furniture."""
