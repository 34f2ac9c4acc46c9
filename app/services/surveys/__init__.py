"""Surveys: written, answered, read, given out."""
