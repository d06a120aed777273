"""What /openapi.json says is what the service does: schemathesis asks it everything it can think of."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")
schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, Phase, settings  # noqa: E402

from extractor.service import openapi  # noqa: E402
from extractor.service.keys import Keys  # noqa: E402
from extractor.service.settings import Settings  # noqa: E402
from tests.service.fake_model import fake_extractor  # noqa: E402
from tests.service.running import running  # noqa: E402

KEY = "a-key-of-the-tests-0123456789"
