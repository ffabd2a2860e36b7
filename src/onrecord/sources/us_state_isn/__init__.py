"""The State Department's nonproliferation sanctions."""
