"""Pages: the four generic pages, forms, tables and components in which every app shows its records."""
