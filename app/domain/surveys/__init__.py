"""Surveys: the form, its conditions, what an answer may be, and what results may show."""
