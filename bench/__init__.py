"""Benchmarks: every figure is a ratio of two things run side by side, or a count (`docs/performance.md`)."""
