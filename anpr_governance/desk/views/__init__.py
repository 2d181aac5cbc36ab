"""The pages of kernel facts."""
