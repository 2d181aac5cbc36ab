"""Pages of the register: sites, devices, checks, assets, equipment, public information, the map."""
