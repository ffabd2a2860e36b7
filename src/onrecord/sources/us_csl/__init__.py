"""The Consolidated Screening List: the lists of three departments in one file, as csv or JSON."""
