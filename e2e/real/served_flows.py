"""Serves deployments until it is ended: real flows that a person starts, retries, suspends and answers from a page.

Works on Prefect 3.8.8 and on 2.20.26.
"""
import os
import signal
import time

from prefect import flow, get_run_logger, pause_flow_run, serve, task
from prefect.input import RunInput
from prefect.runtime import flow_run


@task
def read_rows(rows: int) -> int:
    get_run_logger().info("read %d rows", rows)
    return rows


@task
def write_rows(rows: int, table_is_locked: bool) -> int:
    if table_is_locked:
        raise ConnectionError("the ledger table is locked")
    get_run_logger().info("wrote %d rows", rows)
    return rows


@task
def report(rows: int) -> None:
    get_run_logger().info("reported %d rows", rows)


@flow(name="served-ledger")
def ledger(rows: int = 14, table_is_locked: bool = False) -> None:
    # A run that is retried finds the table free.
    report(write_rows(read_rows(rows), table_is_locked and flow_run.run_count < 2))


@flow(name="served-killed")
def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@task
def tick(number: int) -> None:
    time.sleep(0.3)
    get_run_logger().info("tick %d", number)


@flow(name="served-ticker")
def ticker(ticks: int = 14) -> None:
    for number in range(ticks):
        tick(number)


class Consent(RunInput):
    approved: bool
    keep_days: int = 7


@flow(name="served-consent")
def consent() -> None:
    asked = Consent.with_initial_data(description="May the table be overwritten?", keep_days=7)
    given = pause_flow_run(wait_for_input=asked, timeout=600, poll_interval=1)
    get_run_logger().info("approved: %s, kept for %d days", given.approved, given.keep_days)


if __name__ == "__main__":
    serve(*[served.to_deployment(name="served") for served in [ledger, ticker, consent, killed]], print_starting_message=False, limit=20)
