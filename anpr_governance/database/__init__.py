"""What every app may ask of its database: rules that hold against anybody, dates, canonical bytes, one clock."""
