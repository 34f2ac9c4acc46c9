"""The outside: formats, pictures, passwords, and later mail, SMS and pages of other houses."""
