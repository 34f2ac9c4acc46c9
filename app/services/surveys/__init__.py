"""Surveys: written, answered, counted, given out."""
