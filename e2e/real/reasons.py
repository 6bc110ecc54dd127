"""Runs real flows that go wrong in the ways a run page has to tell apart, on Prefect 3.8.8 and on 2.20.26; prints what it made as JSON.

Takes about half a minute against the server at PREFECT_API_URL.
"""
import json
import os
import signal
import subprocess
import sys
import time

from prefect import allow_failure, flow, get_run_logger, task
from prefect.runtime import flow_run

ids: "dict[str, str]" = {}


def note(role: str) -> None:
    ids[role] = str(flow_run.id)


@task
def extract(seconds: float = 0.1) -> int:
    time.sleep(seconds)
    return 14


@task
def refuse(seconds: float, words: str) -> None:
    get_run_logger().info("asking the warehouse")
    time.sleep(seconds)
    raise ConnectionError(words)


@task(retries=2, retry_delay_seconds=[0.2, 0.3])
def gives_up() -> None:
    raise ConnectionError("the warehouse refused the connection")


@task
def load(rows: object) -> object:
    return rows


@task(timeout_seconds=0.5)
def slow_task() -> None:
    for _ in range(50):
        time.sleep(0.1)


@flow(name="reason-parallel")
def parallel() -> None:
    note("parallel")
    first, last = refuse.submit(0.5, "first"), refuse.submit(1.5, "last")
    last.result(raise_on_failure=True)
    first.result()


@flow(name="reason-waiting")
def waiting() -> object:
    note("waiting")
    failed = refuse.submit(0.3, "no rows")
    loaded = load.submit(failed)
    return load.submit(loaded)


@flow(name="reason-retries")
def retries() -> None:
    note("retries")
    gives_up()


@flow(name="reason-body")
def body() -> None:
    note("body")
    extract()
    raise LookupError("no customer has a tier")


@flow(name="reason-handled")
def handled() -> None:
    note("handled")
    refuse(0.2, "this one is expected", return_state=True)
    extract()
    raise LookupError("no customer has a tier")


@flow(name="reason-rescued-then-failed")
def rescued() -> None:
    note("rescued")
    try:
        refuse(0.2, "this one is expected")
    except ConnectionError:
        pass
    refuse(0.2, "this one is not")


@flow(name="reason-chained")
def chained() -> None:
    note("chained")
    try:
        refuse(0.2, "in the end it was this")
    except ConnectionError as error:
        raise RuntimeError("the night's load failed") from error


@flow(name="reason-states")
def states() -> "list[object]":
    note("states")
    return [extract(return_state=True), refuse(0.2, "one of three", return_state=True), extract(return_state=True)]


@flow(name="reason-great-grandchild")
def great_grandchild() -> None:
    note("greatGrandchild")
    extract()
    refuse(0.2, "three deep")


@flow(name="reason-grandchild")
def grandchild() -> None:
    note("grandchild")
    great_grandchild()


@flow(name="reason-child")
def child() -> None:
    note("child")
    grandchild()


@flow(name="reason-deep")
def deep() -> None:
    note("deep")
    extract()
    child()


@flow(name="reason-flow-retries", retries=1, retry_delay_seconds=0.5)
def flow_retries() -> None:
    note("flowRetries")
    extract()
    if flow_run.run_count < 2:
        refuse(0.2, "the first attempt")
    raise LookupError("the second attempt")


@flow(name="reason-task-timeout")
def task_timeout() -> None:
    note("taskTimeout")
    slow_task()


@flow(name="reason-timeout", timeout_seconds=1)
def times_out() -> None:
    note("timeout")
    extract()
    slow = extract.submit(8)
    slow.result()


@flow(name="reason-timeout-below", timeout_seconds=1)
def below() -> None:
    note("timeoutBelow")
    for _ in range(50):
        time.sleep(0.1)


@flow(name="reason-timeout-above")
def above() -> None:
    note("timeoutAbove")
    below()


@flow(name="reason-carried-on")
def carried_on() -> object:
    note("carriedOn")
    return load(allow_failure(refuse.submit(0.2, "allowed")))


@flow(name="reason-killed")
def killed() -> None:
    note("killed")
    print(json.dumps(ids), flush=True)
    extract(60)


ROLES = [parallel, waiting, retries, body, handled, rescued, chained, states, deep, flow_retries, task_timeout, times_out, above, carried_on]


def kill_one(name: str) -> None:
    """A flow in a process of its own, ended by SIGTERM: the engine reports the crash itself."""
    process = subprocess.Popen([sys.executable, __file__, "--run", name], stdout=subprocess.PIPE, text=True)
    made = json.loads(process.stdout.readline())
    time.sleep(1.5)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=30)
    ids.update(made)


def main() -> None:
    if sys.argv[1] == "--run":
        globals()[sys.argv[2]](return_state=True)
        return
    for works in ROLES:
        works(return_state=True)
    kill_one("killed")
    with open(sys.argv[1], "w") as manifest:
        json.dump(ids, manifest)


if __name__ == "__main__":
    main()
