"""How long every parser takes on input made to be slow, and how that grows."""
