"""The Bureau of Industry and Security's list of persons denied export privileges."""
