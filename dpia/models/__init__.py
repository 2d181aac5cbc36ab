"""The nouns of dpia (`design/model.md`)."""

from dpia.models.assessment import Dpia
from dpia.models.decision import Decision
from dpia.models.parts import Answer, Coverage, IcoConsultation, Measure, Risk
from dpia.models.release import Finding, Release, ReleaseFile, Span, SpanExemption

__all__ = [
    "Answer", "Coverage", "Decision", "Dpia", "Finding", "IcoConsultation", "Measure", "Release", "ReleaseFile",
    "Risk", "Span", "SpanExemption",
]  # fmt: skip
