"""What /openapi.json says is what the service does: schemathesis asks it everything it can think of."""

from __future__ import annotations

from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the extra serve is not installed")
schemathesis: Any = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

from hypothesis import HealthCheck, given, settings  # noqa: E402

from extractor.service import openapi  # noqa: E402
from extractor.service.keys import Keys  # noqa: E402
from extractor.service.settings import Settings  # noqa: E402
from tests.service.fake_model import fake_extractor  # noqa: E402
from tests.service.running import running  # noqa: E402

KEY = "a-key-of-the-tests-0123456789"
EXAMPLES = 8  # an operation; the whole set is a command away (docs/service.md)
OPERATIONS = sorted(
    (method.upper(), path) for path, item in openapi.document(with_keys=False)["paths"].items() for method in item
)


@pytest.fixture(scope="module")
def described() -> Any:
    """The description as a running service gives it, with a key to be asked for."""
    with running(fake_extractor()[0], Settings(keys=Keys([KEY]))) as service:
        yield schemathesis.openapi.from_dict(service.http.get("/openapi.json").json()), service.url


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_operation_does_what_it_says(
    described: Any, loopback_ports: set[int], method: str, path: str, mode: str
) -> None:
    """Valid requests are taken, others refused with a problem; every answer has a described status, type and form."""
    schema, url = described
    loopback_ports.add(int(url.rpartition(":")[2]))
    operation = schema[path][method]
    if mode == "NEGATIVE" and not (operation.body or operation.path_parameters):
        pytest.skip("nothing in this request can be wrong")
    strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode])

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(case=strategy)
    def ask(case: Any) -> None:
        case.call_and_validate(base_url=url, headers={"Authorization": f"Bearer {KEY}"})

    ask()
