"""Every screen as a picture, and what a machine can see wrong with it: `python -m tools.pictures`.

A server on the loopback shows the demonstration to each kind of person. Every page that a GET
address has is photographed at 360 and 1280 px, light and dark, into `pictures/`, and examined by
the rules of `examine.js`, by axe-core, and for its weight. Anything found ends the command with 1.
"""
