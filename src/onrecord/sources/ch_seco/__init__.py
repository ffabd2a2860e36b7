"""Switzerland's list of sanctioned individuals, entities and objects (SECO)."""
