"""Longer checks than the suite has time for; each runs by `python -m checks.<name>`."""
