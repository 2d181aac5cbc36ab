"""Why a step of this app is refused: one condition each, with its clause (`design/workflows.md` 1–3)."""
