"""Runs one flow in this process, named by the first argument, and prints its id once it runs, and what it gave at its end.

`waiting` waits for input for as many seconds as the second argument says; `sleeping` works for ten minutes, to be ended by a signal.
"""
import json
import os
import sys
import time

from prefect import flow, pause_flow_run, task
from prefect.input import RunInput
from prefect.runtime import flow_run


def tell(**fact: object) -> None:
    print(json.dumps(fact), flush=True)


class Consent(RunInput):
    approved: bool
    keep_days: int = 7
    note: "str | None" = None


@flow(name="real-waiting")
def waiting(seconds: int) -> dict:
    tell(id=str(flow_run.id))
    asked = Consent.with_initial_data(description="May the table be overwritten?", keep_days=7)
    given = pause_flow_run(wait_for_input=asked, timeout=seconds, poll_interval=1)
    return {"approved": given.approved, "keep_days": given.keep_days, "note": given.note}


@task
def work_long() -> None:
    tell(works=True)
    for _ in range(6_000):
        time.sleep(0.1)


@flow(name="real-sleeping")
def sleeping() -> None:
    tell(id=str(flow_run.id))
    work_long()


if __name__ == "__main__":
    if sys.argv[1] == "waiting":
        tell(given=waiting(int(sys.argv[2])))
    else:
        sleeping()
    # Nothing is left to do, and 2.20 can wait long for its own threads.
    os._exit(0)
