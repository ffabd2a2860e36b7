"""Characters and words: spans, normal forms, transliteration."""
