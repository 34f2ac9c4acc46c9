"""What each `sen` command does; wiring only, the rules stand elsewhere."""
