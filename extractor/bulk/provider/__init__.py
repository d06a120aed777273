"""The same work through a provider's Batch API: files of questions out, files of answers back.

from extractor.bulk.provider import run_batch
totals = await run_batch(["in.jsonl"], extractor, BulkOptions(), journal)
"""

from extractor.bulk.provider.rounds import BatchOptions, run_batch, state_of

__all__ = ["BatchOptions", "run_batch", "state_of"]
