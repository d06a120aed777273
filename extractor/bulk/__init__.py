"""Many documents: records in, one result line each, through interruptions and within a budget.

from extractor import Extractor
from extractor.bulk import BulkOptions, FileOutput, Journal, read_records, run
async with Extractor() as extractor:
    with Journal("out.jsonl.journal", FileOutput("out.jsonl")) as journal:
        totals = await run(read_records(["in.jsonl"]), extractor, BulkOptions(), journal)
"""

from extractor.bulk.inputs import read_records, records_in
from extractor.bulk.journal import Done, Entry, Journal, Spent, entries, name_of
from extractor.bulk.keys import Keys, Settings, settings_of, work_key
from extractor.bulk.options import Budget, BulkOptions, BulkTotals
from extractor.bulk.output import CallOutput, FileOutput, Output, StreamOutput
from extractor.bulk.records import Record, record_of
from extractor.bulk.results import Outcome, extract_record, failed_result, line_of
from extractor.bulk.run import NotYet, run

__all__ = [
    "Budget",
    "BulkOptions",
    "BulkTotals",
    "CallOutput",
    "Done",
    "Entry",
    "FileOutput",
    "Journal",
    "Keys",
    "NotYet",
    "Outcome",
    "Output",
    "Record",
    "Settings",
    "Spent",
    "StreamOutput",
    "entries",
    "extract_record",
    "failed_result",
    "line_of",
    "name_of",
    "read_records",
    "record_of",
    "records_in",
    "run",
    "settings_of",
    "work_key",
]
