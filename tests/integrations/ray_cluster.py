"""A job on a local cluster of two nodes, one of which is killed in the middle.

What came of it is written to FOLDER/said.json. Run by `test_ray.py` in a process of its own,
since Ray leaves threads and sockets behind.

    python -m tests.integrations.ray_cluster FOLDER [DOCUMENTS]
"""

from __future__ import annotations

import json
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow
import ray
from pyarrow import parquet
from ray.cluster_utils import Cluster

from extractor import Extractor
from extractor.integrations.parquet import Folder
from extractor.integrations.ray import ExtractorOptions, extract_parquet
from tests.support.batch_server import batch_server
from tests.support.fake_model import answer_to, article

BATCH = 10  # documents; a small part of the job, so that there is a middle
MEMORY = 200 * 1024 * 1024  # bytes of each node's object store; Ray keeps half of it free for what comes out


def node(**resources: Any) -> dict[str, Any]:
    """How a node of the cluster is started."""
    return {"object_store_memory": MEMORY, "include_dashboard": False, **resources}


def kill_in_the_middle(cluster: Cluster, victim: Any, folder: Folder, documents: int, said: dict[str, Any]) -> None:
    """Kill a node as soon as a third of the documents is written."""
    while len(folder.parts()) * BATCH < documents / 3:
        time.sleep(0.05)
    actors = ray._private.state.actors().values()
    said["actors_killed"] = sum(actor["Address"]["NodeID"] == victim.node_id for actor in actors)
    said["written_when_killed"] = sum(len(folder.read(name, ["id"])) for name in folder.parts())
    cluster.remove_node(victim, allow_graceful=False)


def main(place: Path, documents: int) -> dict[str, Any]:
    """Run the job, and run it again."""
    said: dict[str, Any] = {}
    rows = [{"id": f"doc-{n}", "text": article(n), "page": n} for n in range(documents)]
    (place / "in").mkdir()
    parquet.write_table(pyarrow.Table.from_pylist(rows), place / "in" / "articles.parquet")
    folder = Folder(place / "out")
    with batch_server(answer_to) as server:
        cluster = Cluster(initialize_head=True, head_node_args=node(num_cpus=4, resources={"worker": 1}))
        victim = cluster.add_node(**node(num_cpus=1, resources={"worker": 1}))
        ray.init(address=cluster.address, log_to_driver=False)
        ray.data.DataContext.get_current().enable_progress_bars = False
        killer = threading.Thread(target=kill_in_the_middle, args=(cluster, victim, folder, documents, said))
        killer.start()
        # One question a document keeps the test short; a task of one's own would be named here as well.
        make = partial(Extractor, "fake-model", base_url=server.url, tasks=("claims",))
        options = ExtractorOptions(make=make)
        # One actor a node; after the kill the one that is left does the rest.
        actor = {"num_cpus": 0.5, "resources": {"worker": 1}}
        job: dict[str, Any] = {"actors": 2, "batch_size": BATCH, "ray_options": actor}
        first = extract_parquet(str(place / "in"), str(place / "out"), options, **job)
        killer.join()
        asked = len(server.live)
        found = parquet.read_table(place / "out", columns=["id", "page", "status"]).to_pylist()
        again = extract_parquet(str(place / "in"), str(place / "out"), options, **{**job, "actors": 1})
        said["asked_again"] = len(server.live) - asked
        ray.shutdown()
        cluster.shutdown()
    said["first"], said["again"] = vars(first), vars(again)
    said["asked"] = asked
    said["ids"] = sorted(row["id"] for row in found)
    said["pages_fit"] = all(row["id"] == f"doc-{row['page']}" for row in found)
    for totals in (said["first"], said["again"]):
        totals["usage"] = totals["usage"].model_dump()
    return said


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    came_of_it = main(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 500)
    (folder / "said.json").write_text(json.dumps(came_of_it), encoding="utf-8")
