"""What a question of the bank must say, and the bank as a table of a spreadsheet. Pure."""
