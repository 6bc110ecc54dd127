"""Runs real flows against the server at PREFECT_API_URL, on Prefect 3.8.8 and on 2.20.26, and prints what it made as JSON.

Roles that need no Python of ours (a cancelled run, a retry by hand) are made through the API, as a person's click is.
Takes about a minute; the server needs its late-run service on.
"""
import json
import os
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone

import httpx
from prefect import flow, get_run_logger, task
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.runtime import flow_run

api = httpx.Client(base_url=os.environ["PREFECT_API_URL"], timeout=30)
ids: dict[str, str] = {}
attempts: dict[str, int] = {}

HOSTILE_LINES = [
    "\x1b[31mred\x1b[0m and \x1b[1;32mbold green\x1b[0m",
    "Größe 雪 🚆 naïve \u202eright to left\u202c e\u0301",
    "<img src=x onerror=alert(1)> <script>alert(2)</script> javascript:alert(3)",
    "before\x00after",
    "first line\n  second line\r\n\tthird",
    "long " + "x" * 10_000,
    "",
]
SAME_INSTANT = "2030-01-01T00:00:00.123456Z"
SAME_INSTANT_RUNS = 205
TIED_LOG_LINES = 450


def note(role: str) -> None:
    ids[role] = str(flow_run.id)


def attempt(key: str) -> int:
    attempts[key] = attempts.get(key, 0) + 1
    return attempts[key]


@task(retries=2, retry_delay_seconds=0.2)
def passes_at_third_attempt() -> int:
    if attempt("task") < 3:
        raise ConnectionError("the warehouse refused the connection")
    return 3


@flow(name="real-task-retries")
def task_retries() -> int:
    note("taskRetried")
    return passes_at_third_attempt()


@flow(name="real-flow-retries", retries=1, retry_delay_seconds=1)
def flow_retries() -> None:
    note("flowRetried")
    if attempt("flow") < 2:
        raise RuntimeError("first attempt")


@task
def divide(total: int, parts: int) -> float:
    return total / parts


@flow(name="real-failing")
def failing() -> None:
    note("failed")
    divide(14, 0)


@task
def double(number: int) -> int:
    return number * 2


@task
def total(numbers: list) -> int:
    return sum(numbers)


@flow(name="real-child")
def child(number: int) -> int:
    note("subflow")
    return double(number)


@flow(name="real-parent")
def parent() -> int:
    note("parent")
    return child(4) + double(1)


@flow(name="real-mapped")
def mapped() -> None:
    note("mapped")
    doubled = double.map(range(12))
    total.submit(doubled).result()


@task
def inner(number: int) -> int:
    return double(number) + 1


@task
def outer(number: int) -> int:
    return inner(number)


@flow(name="real-nested-tasks")
def nested_tasks() -> int:
    note("nested")
    return outer(3)


@flow(name="real-third-level")
def third_level(number: int) -> int:
    return double(number)


@flow(name="real-second-level")
def second_level(number: int) -> int:
    return third_level(number)


@flow(name="real-three-levels")
def three_levels() -> int:
    note("threeLevels")
    return second_level(4)


@task(retries=1, retry_delay_seconds=1)
def passes_at_second_attempt(number: int) -> int:
    if number % 50 == 7 and attempt(f"many {number}") < 2:
        raise ConnectionError("the partition is locked")
    return number


@flow(name="real-mapped-many")
def mapped_many() -> None:
    note("mappedMany")
    total.submit(passes_at_second_attempt.map(range(200))).result()


@flow(name="real-artifacts")
def artifacts() -> None:
    note("artifacts")
    create_markdown_artifact(key="report", markdown="# Rows\n\n**14** rows, <img src=x onerror=alert(1)>", description="of the night")
    create_table_artifact(key="rows", table=[{"day": "2026-11-22", "rows": 14}, {"day": "2026-11-23", "rows": 0}])
    create_link_artifact(key="dashboard", link="https://example.org/rows", link_text="rows")


@flow(name="real-hostile-logs")
def hostile_logs() -> None:
    note("hostileLogs")
    for line in HOSTILE_LINES:
        get_run_logger().warning(line)


@flow(name="real-crash")
def crash() -> None:
    note("crashed")
    raise SystemExit(3)


@flow(name="real-timeout", timeout_seconds=0.5)
def times_out() -> None:
    note("timedOut")
    for _ in range(50):
        time.sleep(0.1)


@task(cache_key_fn=lambda _context, _parameters: "the customers", persist_result=True)
def read_customers() -> int:
    return 14


@flow(name="real-cached", persist_result=True)
def cached() -> None:
    note("cached")
    read_customers()
    read_customers()


def own_process(role: str, *arguments: str, until: str) -> subprocess.Popen:
    """A flow in a process of its own, once it printed a line that holds `until`; the first line tells its run."""
    script = os.path.join(os.path.dirname(__file__), "own_process.py")
    process = subprocess.Popen([sys.executable, script, *arguments], stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("{"):
            ids.setdefault(role, json.loads(line).get("id"))
            if until in line:
                return process
    raise RuntimeError(f"{role} ended without a word")


def state_type(role: str) -> str:
    return api.get(f"/flow_runs/{ids[role]}").json()["state"]["type"]


def until_state(role: str, wanted: "set[str]") -> None:
    for _ in range(150):
        if state_type(role) in wanted:
            return
        time.sleep(0.2)
    raise RuntimeError(f"{role} is {state_type(role)}, not one of {wanted}")


def ended_by_signals() -> None:
    terminated = own_process("terminated", "sleeping", until="works")
    terminated.send_signal(signal.SIGTERM)
    terminated.wait(60)
    killed = own_process("killed", "sleeping", until="works")
    killed.kill()
    # Its process goes, too: what it waits for stays, and nobody polls for it.
    waiting = own_process("waiting", "waiting", "3600", until="id")
    until_state("waiting", {"PAUSED"})
    time.sleep(2)  # what it asks for is written after its state
    waiting.kill()


def post(path: str, body: object) -> object:
    for _ in range(20):
        response = api.post(path, json=body)
        if response.status_code != 503:  # SQLite was locked: nothing was written, and Prefect's own client asks again too
            break
        time.sleep(0.2)
    if response.is_error:
        raise RuntimeError(f"POST {path}: {response.status_code} {response.text[:500]}")
    return response.json() if response.content else None


def set_state(run_id: str, state_type: str, name: "str | None" = None, message: "str | None" = None, **details: object) -> None:
    state = {"type": state_type, "message": message, "state_details": details, **({"name": name} if name else {})}
    result = post(f"/flow_runs/{run_id}/set_state", {"state": state, "force": False})
    if result["status"] != "ACCEPT":
        raise RuntimeError(f"{state_type} was not accepted: {result}")


def deployments() -> "dict[str, str]":
    if api.get("/work_pools/real-pool").status_code == 404:
        post("/work_pools/", {"name": "real-pool", "type": "process", "base_job_template": {}})
    flow_id = post("/flows/", {"name": "real-deployed"})["id"]
    schedules = {
        "cron": {"cron": "15 3 * * 1-5", "timezone": "Europe/Berlin", "day_or": True},
        "interval": {"interval": 5400, "anchor_date": "2026-01-01T00:07:30.250000Z", "timezone": "UTC"},
        "rrule": {"rrule": "DTSTART:20260101T040000\nRRULE:FREQ=MONTHLY;BYDAY=2TU", "timezone": "America/New_York"},
        "paused": {"cron": "0 4 * * *", "timezone": "UTC", "day_or": True},
        "manual": None,
    }
    return {
        name: post("/deployments/", {
            "name": f"real-{name}", "flow_id": flow_id, "work_pool_name": "real-pool", "tags": ["real", name], "version": "7", "entrypoint": "real.py:run",
            "paused": name == "paused", "schedules": [] if schedule is None else [{"active": True, "schedule": schedule}],
        })["id"]
        for name, schedule in schedules.items()
    }


def runs_by_hand(deployment: str) -> "list[str]":
    def make(**body: object) -> str:
        return post(f"/deployments/{deployment}/create_flow_run", body)["id"]

    def due(moment: "datetime | str") -> dict:
        return {"type": "SCHEDULED", "state_details": {"scheduled_time": moment if isinstance(moment, str) else moment.isoformat()}}

    now = datetime.now(timezone.utc)
    ids["retriedByHand"] = make(name="retried-by-hand")
    for state in [("PENDING", None, None), ("RUNNING", None, None), ("FAILED", None, "Flow run encountered an exception: ValueError: 14"),
                  ("SCHEDULED", "AwaitingRetry", None), ("PENDING", None, None), ("RUNNING", "Retrying", None), ("COMPLETED", None, None)]:
        set_state(ids["retriedByHand"], *state)
        time.sleep(0.05)
    ids["cancelledUnstarted"] = make(name="cancelled-unstarted", state=due(now - timedelta(minutes=7)))
    set_state(ids["cancelledUnstarted"], "CANCELLED", message="by hand")
    ids["cancelled"] = make(name="cancelled")
    for state_type in ["PENDING", "RUNNING", "CANCELLING", "CANCELLED"]:
        set_state(ids["cancelled"], state_type)
    ids["running"] = make(name="running")
    for state_type in ["PENDING", "RUNNING"]:
        set_state(ids["running"], state_type)
    ids["customState"] = make(name="custom-state")
    for state in [("PENDING", None, None), ("RUNNING", None, None), ("COMPLETED", "Partial <b>", "3 of 4")]:
        set_state(ids["customState"], *state)
    ids["deleted"] = make(name="deleted")
    api.delete(f"/flow_runs/{ids['deleted']}").raise_for_status()
    ids["late"] = make(name="late", state=due(now - timedelta(minutes=30)))
    # Ties, and one neighbour a microsecond before and after.
    ids["justBefore"] = make(name="just-before", state=due("2030-01-01T00:00:00.123455Z"))
    ids["justAfter"] = make(name="just-after", state=due("2030-01-01T00:00:00.123457Z"))
    tied = [make(name=f"tied-{number}", tags=["tied"], state=due(SAME_INSTANT)) for number in range(SAME_INSTANT_RUNS)]
    for _ in range(120):
        if api.get(f"/flow_runs/{ids['late']}").json()["state"]["name"] == "Late":
            return tied
        time.sleep(0.5)
    raise RuntimeError("the server's late-run service did not mark the run Late within a minute")


def tied_logs(run_id: str) -> None:
    """More lines than two pages of one instant, between a first and a last; sent out of order, as clients do."""
    moments = ["2026-11-22T03:00:00.000001Z", *["2026-11-22T03:00:00.000002Z"] * (TIED_LOG_LINES - 2), "2026-11-22T03:00:00.000003Z"]
    lines = [{"name": "real", "level": 20, "flow_run_id": run_id, "timestamp": moment, "message": f"line {number}"} for number, moment in enumerate(moments)]
    for first in range(0, len(lines), 150):
        post("/logs/", lines[first:first + 150][::-1])


def main() -> None:
    deployment_ids = deployments()
    for works in [task_retries, flow_retries, failing, parent, nested_tasks, three_levels, mapped_many, mapped, artifacts, artifacts, cached, hostile_logs, times_out]:
        works(return_state=True)
    try:
        crash(return_state=True)
    except BaseException as error:  # the engine reports the crash, then lets the exit through
        print(f"crash: {error!r}", file=sys.stderr)
    ended_by_signals()
    tied = runs_by_hand(deployment_ids["manual"])
    tied_logs(ids["retriedByHand"])
    with open(sys.argv[1], "w") as manifest:
        json.dump({
            "runs": ids, "deployments": deployment_ids, "tied": tied, "sameInstant": SAME_INSTANT,
            "hostileLines": HOSTILE_LINES, "tiedLogLines": TIED_LOG_LINES,
        }, manifest)


if __name__ == "__main__":
    main()
