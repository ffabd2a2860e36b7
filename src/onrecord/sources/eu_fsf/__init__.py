"""The European Union's financial sanctions files (FSF)."""
