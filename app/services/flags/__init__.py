"""Flags: what readers report, judged as one matter a text."""
