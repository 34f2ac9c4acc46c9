"""Member lists as they come from communes and chapters: header, rows, values (domain.md §5)."""
