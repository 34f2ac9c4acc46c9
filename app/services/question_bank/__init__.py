"""The question bank: opening it, reading, writing, importing."""
