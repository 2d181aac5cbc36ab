"""What the pages of this app ask."""
