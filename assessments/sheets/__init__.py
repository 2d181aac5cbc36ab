"""What is endorsed, established, decided, asked and minuted: the bytes that the signer sees and seals.

None of them depends on the day. Evidence and other records are named with the hash of what they held.
"""

from assessments.sheets.consulting import PackSheet, RecordSheet, in_language
from assessments.sheets.deciding import MeetingSheet, ProposalSheet
from assessments.sheets.judging import AssessmentSheet, NeedSheet, opened
from assessments.sheets.parts import iso

__all__ = [
    "AssessmentSheet", "MeetingSheet", "NeedSheet", "PackSheet", "ProposalSheet", "RecordSheet", "in_language", "iso",
    "opened",
]  # fmt: skip
