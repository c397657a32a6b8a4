"""The questions of a diary day, shared by the audiences: the patient, and staff from paper."""
