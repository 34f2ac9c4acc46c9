"""The measured promises: `python -m benchmarks`."""
