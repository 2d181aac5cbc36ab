"""The asset register beside finance's: a file of theirs compared, each difference resolved with its reason (P L56)."""
