"""Four hundred labelled pairs of files: what the duplicate guard is judged by."""
