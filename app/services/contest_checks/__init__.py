"""Whether a contest is the Union's own, its poster, and reports of those that are not."""
