"""The front end kernel, tried on a small governed record of its own."""
