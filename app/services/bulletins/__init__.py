"""Bulletins: publishing them at once or at an hour, pinning, repeating, and reading them abroad."""
