"""What is asked of somebody who hands in the counts of many checks."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from anpr_governance.pages.forms import Asked
from cameras.register.forms import UploadForm


class BulkForm(UploadForm):
    """The template, filled in."""

    asks: ClassVar = {"file": Asked(_("Nothing is recorded until you have seen what each row does."), "P L29")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file: Any = self.fields["file"]
        file.label, file.help_text = _("The template, filled in"), _("CSV or XLSX. Rows left empty are passed over.")
