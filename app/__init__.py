"""Sen: the online communities of the Vietnam Women's Union."""
