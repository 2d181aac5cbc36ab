"""Counts of many performance checks by one spreadsheet: a template, a trial of every row, one press (P L29)."""
