"""Australia's consolidated list of sanctioned persons and entities (DFAT)."""
