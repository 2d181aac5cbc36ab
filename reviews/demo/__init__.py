"""The demonstration: two invented forces whose records reach every state by the real steps, told day by day."""
