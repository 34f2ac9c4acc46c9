"""Comments: writing, judging, reading."""
