"""A new patient and their trial: the form, a look over it, and what comes next. See README.md."""
