"""Offline: documents in, searchable index out."""
