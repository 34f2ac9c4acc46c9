"""What crosses the wire: XCreate, XChange, XRead."""
