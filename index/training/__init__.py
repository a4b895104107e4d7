"""Training of the bundled static encoder from raw text; needs the extra ``models`` (torch). Not used at run time."""
