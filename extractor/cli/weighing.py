"""How sure is sure enough: the options about confidence that extracting commands share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

ReadingsOption = Annotated[
    int, typer.Option("--readings", min=1, max=2, help="2: read each credited claim twice, for a surer confidence.")
]
LeastOption = Annotated[
    str | None,
    typer.Option("--min-confidence", metavar="SCORE", help="Leave out claims below: 0 to 1, high or medium."),
]
CalibrationOption = Annotated[
    Path | None,
    typer.Option("--calibration", metavar="FILE", help="From eval --calibrate; default: our own for this model."),
]


@dataclass(frozen=True)
class Trust:
    """What the user said about confidence; nothing means one reading and every claim kept."""

    readings: int = 1
    least: str | None = None
    calibration: Path | None = None

    def options(self) -> dict[str, Any]:
        """What `Extractor` takes for it; empty where nothing was said. Raises `UsageError`."""
        found: dict[str, Any] = {}
        if self.readings > 1:
            found["readings"] = self.readings
        if self.least is not None:
            from extractor.confidence.weighing import least_of

            found["min_confidence"] = least_of(self.least)
        if self.calibration is not None:
            from extractor.confidence import read_calibration

            found["calibration"] = read_calibration(self.calibration)
        return found
