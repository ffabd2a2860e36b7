"""OFAC's list of Specially Designated Nationals, as csv or pip."""
