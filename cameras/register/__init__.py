"""The register as a file: reading one, turning its rows into sites and devices, and writing one (interface.md)."""
