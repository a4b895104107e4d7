"""One module a file type; all give the same RawText."""
