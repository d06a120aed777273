"""Who said it: rules that read a sentence of news prose for source, cue and content."""
