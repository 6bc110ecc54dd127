"""Runs a flow that waits for input in this process, prints its id once it runs, and what it was given at its end."""
import json
import os
import sys

from prefect import flow, pause_flow_run
from prefect.input import RunInput
from prefect.runtime import flow_run


class Consent(RunInput):
    approved: bool
    keep_days: int = 7
    note: str | None = None


@flow(name="real-waiting")
def waiting() -> dict:
    print(json.dumps({"id": str(flow_run.id)}), flush=True)
    asked = Consent.with_initial_data(description="May the table be overwritten?", keep_days=7)
    given = pause_flow_run(wait_for_input=asked, timeout=120, poll_interval=1)
    return {"approved": given.approved, "keep_days": given.keep_days, "note": given.note}


print(json.dumps({"given": waiting()}), flush=True)
# Nothing is left to do, and 2.20 can wait long for its own threads.
sys.stdout.flush()
os._exit(0)
