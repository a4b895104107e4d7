"""The words sent to a language model; there are none yet, every answer is a quotation."""
