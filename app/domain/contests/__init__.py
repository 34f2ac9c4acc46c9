"""Online contests: results that anyone can compute again (contract.md, "The contest ruleset").

Pure and exact: whole numbers, fractions and decimals, never floats; no clock, no chance, no order
of input. `ruleset` says what may be ruled, `results` what follows from it, `merkle` proves it.
"""
