"""Contests: announced, entered, decided, proven."""
