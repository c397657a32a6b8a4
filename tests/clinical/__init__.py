"""The clinical core, held against METHOD: no database, no clock."""
