"""Gold questions in, numbers with their provenance out."""
