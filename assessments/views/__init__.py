"""The pages of assessments, needs, proposals and meetings."""
