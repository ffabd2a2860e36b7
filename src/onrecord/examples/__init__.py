"""The example report that `onrecord demo` reads: ours, on real events."""
