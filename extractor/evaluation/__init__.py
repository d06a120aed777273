"""Gold files, metrics and side-by-side runs: how `extractor eval` measures a system.

`read.py` reads gold files into the records of `gold.py`; `systems.py` runs a system over the
articles; `convert.py` turns a `Result` into attributions; `attribution.py`, `chains.py`,
`pronouns.py` and `certainty.py` count; `measures.py` adds up and puts intervals around; `tables.py`
and `mistakes.py` write it down.
"""
