"""Verbs: load what she may see, ask the rule, write, record. Nobody here commits."""
