"""Posts and comments that stand on Facebook or Zalo: recording, judging, what a hand does there."""
