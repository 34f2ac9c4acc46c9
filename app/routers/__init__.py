"""Nouns over HTTP, a few lines a handler."""
