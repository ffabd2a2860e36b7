"""OpenSanctions' exports: entities as JSON lines, targets nested, statements as csv."""
