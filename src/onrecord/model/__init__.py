"""The values that all else is made of: frozen, valid from the moment they exist, no I/O."""
