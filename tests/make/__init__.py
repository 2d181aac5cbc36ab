"""Makers of records for tests: one plain function a model; a state is reached by taking the real steps.

Each app's makers stand in a module of their own: `tests.make.people`, `tests.make.cameras`, …
"""
