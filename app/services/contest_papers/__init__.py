"""The papers of a contest, from its plan to its certificates (domain.md §2)."""
