"""Rules over texts: reading Vietnamese as it is really typed, and what a rule does with a match.

`reading` brings a text into one form, `automaton` finds phrases in it in linear time, `addresses`
finds links and numbers, `matching` joins them to a set of rules, `verdicts` combines what matched.
"""
