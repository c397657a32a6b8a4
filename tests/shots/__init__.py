"""Screenshots of every page of the demonstration: `make shot`."""
