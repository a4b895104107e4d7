"""Online: question in, cited answer out."""
