"""The nouns of cameras (`design/model.md`)."""

from cameras.models.asset import Asset
from cameras.models.cordon import Cordon
from cameras.models.device import Device, EquipmentModel, Placement
from cameras.models.difference import Difference
from cameras.models.files import RecordFile
from cameras.models.found import enter_found_many
from cameras.models.paper import PublicInformation
from cameras.models.performance import Decision, PerformanceCheck
from cameras.models.record import Gap, SitePeriod, SiteTask
from cameras.models.site import Site
from cameras.models.source import ImportMapping, SourceRow

__all__ = [
    "Asset", "Cordon", "Decision", "Device", "Difference", "EquipmentModel", "Gap", "ImportMapping", "PerformanceCheck",
    "Placement", "PublicInformation", "RecordFile", "Site", "SitePeriod", "SiteTask", "SourceRow", "enter_found_many",
]  # fmt: skip
