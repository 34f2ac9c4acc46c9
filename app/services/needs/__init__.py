"""Needs and hopes: voicing, gathering into topics, acting, answering in public."""
