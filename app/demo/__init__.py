"""The demonstration community: invented people and applications, the same at every run."""
