"""The pages of DPIAs and of what is published of them."""
