"""Posts: writing them, judging them, taking a judgement back, and reading them."""
