"""Live rounds: what everybody sees, the host's hand, the players' answers."""
