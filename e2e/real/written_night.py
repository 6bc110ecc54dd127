"""Writes two weeks of history, up to a last night, into the SQLite database of a stopped Prefect 3.8.8 server.

The API stamps every state with its own clock, so a past can only be written here. The same arguments write the same
rows. Times in the database are `YYYY-MM-DD HH:MM:SS.ffffff` in UTC, `total_run_time` is such a time counted from 1970,
JSON columns are text, and a run repeats its last state (`state_id`, `state_type`, `state_name`, `state_timestamp`).

What goes wrong in the last night is the table TROUBLES; the printed JSON names it for tests, with ids.
"""
import argparse
import json
import random
import sqlite3
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

DOMAINS = ["orders", "billing", "stock", "customers", "returns", "shipping", "marketing", "finance", "pricing", "support"]
ACTS = ["ingest", "clean", "load", "report", "export", "reconcile", "score"]
PERIODS_MINUTES = [1440, 720, 480, 360, 240, 180, 120, 60, 30, 20, 15, 10, 5]
SCHEDULED_AHEAD = 3
LONG_LOG_LINES = 2000
MANY_TASKS = 480

WAREHOUSE = "ConnectionError: warehouse-01.internal:5432 refused the connection"
# What happens to the last slot before the end of the daily deployments, in their order: (role, message of the end).
TROUBLES = [
    ("failed-long-log", "KeyError: 'customer_id'"),
    ("failed-warehouse", WAREHOUSE),
    ("failed-warehouse", WAREHOUSE),
    ("failed-warehouse", WAREHOUSE),
    ("failed-three-nights", "ValueError: 14 rows without a price"),
    ("failed", "FileNotFoundError: [Errno 2] No such file or directory: '/data/in/returns.csv'"),
    ("failed", "PermissionError: [Errno 13] Permission denied: '/data/out'"),
    ("timed-out", "Flow run exceeded timeout of 1800.0 second(s)"),
    ("crashed", "Flow run infrastructure exited with non-zero status code 137."),
    ("crashed", "Process for flow run exited with status code: -9; got a SIGKILL"),
    ("late", None),
    ("late", None),
    ("late", None),
    ("missing", None),
    ("missing", None),
    ("running-long", None),
    ("retrying", "ConnectionError: api.partner.example timed out"),
    ("recovered", None),
    ("recovered", None),
    ("cancelled-unstarted", None),
    ("cancelled", None),
    ("many-tasks", None),
    ("paused", None),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True, type=Path)
    parser.add_argument("--deployments", type=int, default=70)
    parser.add_argument("--runs", type=int, default=2000, help="runs due in the days before the end; the next slots come on top")
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--end", required=True, help="ISO instant the history stops at")
    arguments = parser.parse_args()
    end = datetime.fromisoformat(arguments.end.replace("Z", "+00:00")).astimezone(timezone.utc)
    if arguments.deployments < len(TROUBLES) + 10:
        parser.error(f"--deployments must be at least {len(TROUBLES) + 10}: the troubles of the night need that many")
    night = Night(end, arguments.days)
    night.plan(arguments.deployments, arguments.runs)
    night.write(arguments.database)
    print(json.dumps(night.manifest))


class Night:
    def __init__(self, end: datetime, days: int) -> None:
        self.end = end
        self.begin = end - timedelta(days=days)
        self.days = days
        self.random = random.Random(20261123)
        self.rows: dict[str, list[dict]] = {}
        self.run_count = 0
        self.manifest: dict = {"end": iso(end), "roles": {}}

    def plan(self, deployment_count: int, run_count: int) -> None:
        self.pools()
        weekly_count = deployment_count // 10
        frequent_count = deployment_count // 10
        daily_count = deployment_count - weekly_count - frequent_count
        left = run_count - daily_count * self.days - weekly_count * self.days // 7
        a_day = left / max(1, frequent_count) / self.days
        # The most frequent period that does not overshoot; the rest is filled with runs made by hand.
        fitting = [minutes for minutes in PERIODS_MINUTES if 1440 / minutes <= a_day]
        period = fitting[-1] if fitting else None
        for index in range(deployment_count):
            if index < daily_count:
                self.daily(index)
            elif index < daily_count + weekly_count:
                self.weekly(index)
            else:
                self.frequent(index, period)
        for index in range(max(0, run_count - self.run_count)):
            self.by_hand(index)
        self.manifest["deployments"] = deployment_count
        self.manifest["runs"] = self.run_count

    def pools(self) -> None:
        template = {"job_configuration": {"command": "{{ command }}"}, "variables": {"type": "object", "properties": {"command": {"type": "string"}}}}
        for name, is_online in [("process-pool", True), ("batch-pool", False)]:
            pool, queue = self.id("pool", name), self.id("queue", name)
            self.add("work_queue", id=queue, name="default", work_pool_id=pool, priority=1, status="READY" if is_online else "NOT_READY",
                     last_polled=at(self.end - timedelta(seconds=5 if is_online else 32_400)))
            self.add("work_pool", id=pool, name=name, type="process", base_job_template=template, default_queue_id=queue,
                     status="READY" if is_online else "NOT_READY")
            self.add("worker", id=self.id("worker", name), name=f"{name}-1", work_pool_id=pool, heartbeat_interval_seconds=30,
                     status="ONLINE" if is_online else "OFFLINE", last_heartbeat_time=at(self.end - timedelta(seconds=7 if is_online else 32_400)))

    def deployment(self, index: int, rule: dict, *, pool: str = "process-pool", paused: bool = False) -> dict:
        name = flow_name(index)
        made = at(self.begin - timedelta(days=30))
        flow, deployment, schedule = self.id("flow", index), self.id("deployment", index), self.id("schedule", index)
        tags = [DOMAINS[index % len(DOMAINS)], "nightly" if "cron" in rule else "frequent"]
        self.add("flow", id=flow, name=name, created=made, updated=made)
        self.add("deployment", id=deployment, name="production", flow_id=flow, created=made, updated=made, tags=tags, version="1.4.2", paused=int(paused),
                 path="/srv/flows", entrypoint=f"{name.replace('-', '_')}.py:run", work_queue_name="default", work_queue_id=self.id("queue", pool),
                 parameter_openapi_schema={"title": "Parameters", "type": "object", "properties": {}}, parameters={"day": "yesterday"},
                 status="READY" if pool == "process-pool" else "NOT_READY")
        self.add("deployment_schedule", id=schedule, schedule=rule, active=1, deployment_id=deployment, created=made, updated=made)
        return {"flow": flow, "deployment": deployment, "schedule": schedule, "name": name, "tags": tags, "pool": pool, "rule": "CronSchedule" if "cron" in rule else "IntervalSchedule",
                "usual": 40 + self.random.random() ** 3 * 2400}

    def daily(self, index: int) -> None:
        role, message = TROUBLES[index] if index < len(TROUBLES) else (None, None)
        # Between 8 h and 1 h before the end, so that any end leaves a whole night behind it.
        due_minute = floor_minute(self.end) - timedelta(minutes=60 + (index * 37) % 420)
        rule = {"cron": f"{due_minute.minute} {due_minute.hour} * * *", "timezone": "UTC", "day_or": True}
        job = self.deployment(index, rule, pool="batch-pool" if role == "late" else "process-pool", paused=role == "paused")
        for night in range(self.days - 1, 0, -1):
            if role == "failed-three-nights" and night < 3:
                self.ended(job, due_minute - timedelta(days=night), "failed", message)
            else:
                self.ended(job, due_minute - timedelta(days=night), *self.usual_end(job))
        if role is None:
            self.ended(job, due_minute, "completed", None)
        elif role not in ("missing", "paused"):
            self.troubled(job, due_minute, role, message)
        if role is not None:
            self.name_role(role, job, due_minute)
        if role != "paused":
            for ahead in range(1, SCHEDULED_AHEAD + 1):
                self.waiting(job, due_minute + timedelta(days=ahead), "Scheduled")

    def weekly(self, index: int) -> None:
        due = floor_minute(self.end) - timedelta(days=2, minutes=(index * 53) % 600)
        # Named days: cron's numbers and Python's do not begin on the same day.
        job = self.deployment(index, {"cron": f"{due.minute} {due.hour} * * {due.strftime('%a').upper()}", "timezone": "UTC", "day_or": True})
        for week in range(self.days // 7 - 1, -1, -1):
            self.ended(job, due - timedelta(weeks=week), *self.usual_end(job))
        for ahead in range(1, SCHEDULED_AHEAD + 1):
            self.waiting(job, due + timedelta(weeks=ahead), "Scheduled")

    def frequent(self, index: int, period: "int | None") -> None:
        minutes = period or 1440
        anchor = floor_minute(self.begin) + timedelta(minutes=(index * 7) % min(minutes, 60) + 1)
        job = self.deployment(index, {"interval": minutes * 60.0, "anchor_date": iso(anchor), "timezone": "UTC"})
        job["usual"] = min(job["usual"], minutes * 20)
        due = anchor
        while period is not None and due < self.end:
            if due + timedelta(seconds=job["usual"] * 2) < self.end:
                self.ended(job, due, *self.usual_end(job))
            else:
                self.running(job, due)
            due += timedelta(minutes=minutes)
        for ahead in range(SCHEDULED_AHEAD):
            self.waiting(job, due + timedelta(minutes=minutes * ahead), "Scheduled")

    def by_hand(self, index: int) -> None:
        """A backfill that a person started: no schedule, no slot."""
        job_index = (index * 11) % 40 + len(TROUBLES)
        job = {"flow": self.id("flow", job_index), "deployment": self.id("deployment", job_index), "schedule": None, "name": flow_name(job_index),
               "tags": ["backfill"], "pool": "process-pool", "usual": 90.0}
        self.ended(job, self.begin + (self.end - self.begin) * ((index * 0.618034) % 1) * 0.9, "completed", None, name=f"backfill-{index}")

    def usual_end(self, job: dict) -> "tuple[str, str | None]":
        # A few per cent of failures in the past, so that health strips and baselines have something to show.
        return ("failed", WAREHOUSE) if self.random.random() < 0.03 else ("completed", None)

    def troubled(self, job: dict, due: datetime, role: str, message: "str | None") -> None:
        if role == "late":
            self.waiting(job, due, "Late")
        elif role == "running-long":
            self.running(job, due)
        elif role == "retrying":
            self.ended(job, due, "retrying", message)
        elif role == "recovered":
            self.ended(job, due, "recovered", WAREHOUSE)
        elif role == "cancelled-unstarted":
            self.cancelled_unstarted(job, due)
        elif role in ("cancelled", "crashed", "timed-out"):
            self.ended(job, due, role, message)
        elif role == "many-tasks":
            self.ended(job, due, "completed", None, task_count=MANY_TASKS)
        elif role == "failed-long-log":
            self.ended(job, due, "failed", message, log_lines=LONG_LOG_LINES)
        else:
            self.ended(job, due, "failed", message)

    def waiting(self, job: dict, due: datetime, name: str) -> None:
        run = self.run(job, due, None)
        made = due - timedelta(days=1) if name == "Late" else min(self.end, due - timedelta(hours=1))
        states = [("SCHEDULED", "Scheduled", made, "Flow run scheduled")]
        if name == "Late":
            states.append(("SCHEDULED", "Late", due + timedelta(seconds=15.3), None))
        self.close(run, states, next_scheduled_start_time=at(due))

    def cancelled_unstarted(self, job: dict, due: datetime) -> None:
        # Prefect writes the cancellation as start and as end, and leaves run_count at 0.
        run = self.run(job, due, None)
        cancelled = due + timedelta(minutes=7)
        self.close(run, [("SCHEDULED", "Scheduled", due - timedelta(days=1), "Flow run scheduled"), ("SCHEDULED", "Late", due + timedelta(seconds=15.3), None),
                         ("CANCELLED", "Cancelled", cancelled, "Cancelled by hand")], start_time=at(cancelled), end_time=at(cancelled))

    def running(self, job: dict, due: datetime) -> None:
        run = self.run(job, due, None)
        started = due + timedelta(seconds=4.217001)
        self.close(run, [*self.before_start(due, started), ("RUNNING", "Running", started, None)], start_time=at(started), run_count=1)
        self.log(run["id"], started, "prefect.flow_runs", 20, f"Beginning flow run {run['name']!r} for flow {job['name']!r}")

    def ended(self, job: dict, due: datetime, how: str, message: "str | None", *, name: "str | None" = None, task_count: int = 3, log_lines: int = 6) -> None:
        run = self.run(job, due, name)
        started = due + timedelta(seconds=round(2 + self.random.random() * 9, 6))
        took = timedelta(seconds=round(job["usual"] * (0.85 + self.random.random() * 0.3), 6))
        if how == "timed-out":
            took = timedelta(seconds=1800.25)
        done = min(started + took, self.end - timedelta(seconds=20))
        states = [*self.before_start(due, started), ("RUNNING", "Running", started, None)]
        text = f"Flow run encountered an exception: {message}"
        spent = done - started
        run_count = 1
        if how == "recovered":
            tried = started + spent / 3
            states += [("SCHEDULED", "AwaitingRetry", tried, text), ("RUNNING", "Retrying", tried + timedelta(seconds=60), None), ("COMPLETED", "Completed", done, None)]
            run_count, spent = 2, spent - timedelta(seconds=60)
        elif how == "retrying":
            done = None
            states.append(("SCHEDULED", "AwaitingRetry", started + spent, text))
        else:
            states.append({
                "completed": ("COMPLETED", "Completed", done, None),
                "failed": ("FAILED", "Failed", done, text),
                "timed-out": ("FAILED", "TimedOut", done, message),
                "crashed": ("CRASHED", "Crashed", done, message),
                "cancelled": ("CANCELLED", "Cancelled", done, "Cancelled by hand"),
            }[how])
        self.close(run, states, start_time=at(started), end_time=None if done is None else at(done), run_count=run_count, total_run_time=at(EPOCH + spent),
                   next_scheduled_start_time=at(self.end + timedelta(minutes=10)) if how == "retrying" else None, infrastructure_pid=str(1000 + self.run_count))
        is_recent = due > self.end - timedelta(hours=48)
        if is_recent or how in ("failed", "crashed", "timed-out"):
            over = done or started + spent
            self.logs(run, job, started, over, how, message, log_lines)
            self.tasks(run, started, over, how, message, task_count)

    def before_start(self, due: datetime, started: datetime) -> list:
        return [("SCHEDULED", "Scheduled", due - timedelta(days=1), "Flow run scheduled"), ("PENDING", "Pending", due + timedelta(seconds=0.8), None),
                ("PENDING", "Submitting", started - timedelta(seconds=1), None)]

    def run(self, job: dict, due: datetime, name: "str | None") -> dict:
        run_id = self.id("run", job["deployment"], iso(due), name)
        if due <= self.end:
            self.run_count += 1
        scheduled = job["schedule"] is not None
        made = min(due - timedelta(days=1), self.end)
        row = dict(id=run_id, created=at(made), name=name or self.run_name(), flow_id=job["flow"], deployment_id=job["deployment"], deployment_version="1.4.2",
                   parameters={"day": "yesterday"}, tags=[*(["auto-scheduled"] if scheduled else []), *job["tags"]], auto_scheduled=int(scheduled),
                   expected_start_time=at(due), work_queue_name="default", work_queue_id=self.id("queue", job["pool"]),
                   empirical_policy={"retries": 0, "retry_delay": 0, "pause_keys": [], "resuming": False},
                   labels={"prefect.flow.id": job["flow"], "prefect.deployment.id": job["deployment"]})
        if scheduled:
            # The key and the maker that 3.8.8's own scheduler gives: slots join runs by them.
            due_text = due.isoformat(sep=" ")
            row["idempotency_key"] = f"scheduled {job['deployment']} {job['schedule']} {due_text}"
            row["created_by"] = {"id": job["schedule"], "type": "SCHEDULE", "display_value": job["rule"]}
        return row

    def close(self, run: dict, states: list, **more: object) -> None:
        for number, (state_type, name, when, message) in enumerate(states):
            state_id = self.id("state", run["id"], number)
            self.add("flow_run_state", id=state_id, flow_run_id=run["id"], type=state_type, name=name, timestamp=at(when), created=at(when), updated=at(when), message=message,
                     state_details={"flow_run_id": run["id"], **({"scheduled_time": run["expected_start_time"].replace(" ", "T") + "Z"} if state_type == "SCHEDULED" else {})})
        last_type, last_name, last_when, _ = states[-1]
        run.update(state_id=state_id, state_type=last_type, state_name=last_name, state_timestamp=at(last_when), updated=at(last_when), total_run_time=at(EPOCH), run_count=0)
        run.update(more)
        self.add("flow_run", **run)

    def logs(self, run: dict, job: dict, started: datetime, over: datetime, how: str, message: "str | None", count: int) -> None:
        lines = [("prefect.flow_runs.runner", 20, f"Opening process for flow run {run['name']!r}..."),
                 ("prefect.flow_runs", 20, f"Beginning flow run {run['name']!r} for flow {job['name']!r}")]
        for number in range(max(0, count - 4)):
            level = 30 if number % 97 == 41 else 10 if number % 13 == 5 else 20
            lines.append(("prefect.flow_runs", level, f"\x1b[36mbatch {number + 1}\x1b[0m of {count - 4}: {200 + number * 7 % 800} rows read"
                          if number % 50 == 7 else f"batch {number + 1} of {count - 4}: {200 + number * 7 % 800} rows read"))
        if how == "failed":
            lines.append(("prefect.flow_runs", 40, traceback(job["name"], message)))
            lines.append(("prefect.flow_runs", 40, f"Finished in state Failed('Flow run encountered an exception: {message}')"))
        elif how == "crashed":
            lines.append(("prefect.flow_runs.runner", 40, message))
        elif how == "timed-out":
            lines.append(("prefect.flow_runs", 40, f"Encountered exception during execution: TimeoutError()\n{message}"))
        elif how in ("retrying", "recovered"):
            lines.append(("prefect.flow_runs", 20, f"Flow run failed with exception: {message} - Retry 1/2 will start 600 second(s) from now"))
        if how in ("completed", "recovered"):
            lines.append(("prefect.flow_runs", 20, "Finished in state Completed()"))
        step = (over - started) / (len(lines) + 1)
        for number, (logger, level, text) in enumerate(lines):
            self.log(run["id"], started + step * number, logger, level, text)
        if count == LONG_LOG_LINES:
            error_line = max(number for number, line in enumerate(lines) if "Traceback" in line[2])
            self.manifest["longLog"] = {"flowRunId": run["id"], "lines": len(lines), "errorLine": error_line, "errorText": message}

    def tasks(self, run: dict, started: datetime, over: datetime, how: str, message: "str | None", count: int) -> None:
        """Layers of up to 24 tasks; each task waits for two of the layer before."""
        width = min(24, max(1, count // 3))
        layers = [list(range(first, min(first + width, count))) for first in range(0, count, width)]
        span = (over - started) / max(1, len(layers))
        is_broken = how not in ("completed", "recovered")
        for depth, layer in enumerate(layers):
            for place, number in enumerate(layer):
                task_id = self.id("task", run["id"], number)
                begins = started + span * depth + span * (0.02 + 0.1 * (place % 3))
                ends = begins + span * (0.3 + 0.5 * ((place * 7) % 10) / 10)
                fails = is_broken and number == count - 1
                parents = [] if depth == 0 else {layers[depth - 1][place % width], layers[depth - 1][(place + 1) % width]}
                key = ["extract", "transform", "load"][min(2, depth * 3 // len(layers))]
                name = f"{key}-{task_id[:3]}"
                last = ("FAILED", "Failed", f"Task run encountered an exception {message}") if fails else ("COMPLETED", "Completed", "")
                state_id = None
                for step, (state_type, state_name, when, text) in enumerate([("PENDING", "Pending", begins - timedelta(milliseconds=40), ""), ("RUNNING", "Running", begins, ""),
                                                                             (last[0], last[1], ends, last[2])]):
                    state_id = self.id("task-state", task_id, step)
                    self.add("task_run_state", id=state_id, task_run_id=task_id, type=state_type, name=state_name, timestamp=at(when), message=text,
                             state_details={"flow_run_id": run["id"], "task_run_id": task_id})
                self.add("task_run", id=task_id, name=name, flow_run_id=run["id"], task_key=f"{key}-1a2b3c4d", dynamic_key=self.id("key", task_id), run_count=1, flow_run_run_count=1,
                         created=at(begins), updated=at(ends), expected_start_time=at(begins - timedelta(milliseconds=40)), start_time=at(begins), end_time=at(ends), total_run_time=at(EPOCH + (ends - begins)),
                         state_id=state_id, state_type=last[0], state_name=last[1], state_timestamp=at(ends), tags=[key],
                         task_inputs={"rows": [{"input_type": "task_run", "id": self.id("task", run["id"], parent)} for parent in sorted(parents)]},
                         empirical_policy={"retries": 0, "retry_delay": 0})
        if count == MANY_TASKS:
            self.manifest["manyTasks"] = {"flowRunId": run["id"], "tasks": count}

    def log(self, run_id: str, when: datetime, logger: str, level: int, message: str) -> None:
        self.add("log", id=self.id("log", len(self.rows.get("log", []))), created=at(when), updated=at(when), name=logger, level=level, flow_run_id=run_id, message=message, timestamp=at(when))

    def name_role(self, role: str, job: dict, due: datetime) -> None:
        self.manifest["roles"].setdefault(role, []).append({
            "flow": job["name"], "flowId": job["flow"], "deploymentId": job["deployment"], "due": iso(due),
            "runId": None if role in ("missing", "paused") else self.id("run", job["deployment"], iso(due), None)})

    def run_name(self) -> str:
        return f"{self.random.choice(['amber', 'brisk', 'calm', 'dusky', 'eager', 'fleet', 'keen', 'vivid'])}-{self.random.choice(['auk', 'crane', 'finch', 'heron', 'ibis', 'lark', 'owl', 'wren'])}-{self.run_count % 100}"

    def id(self, *parts: object) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "first-light " + " ".join(map(str, parts))))

    def add(self, table: str, **row: object) -> None:
        self.rows.setdefault(table, []).append({name: json.dumps(value) if isinstance(value, (dict, list)) else value for name, value in row.items()})

    def write(self, database: Path) -> None:
        with sqlite3.connect(database) as connection:
            for table, rows in self.rows.items():
                for columns in {tuple(row) for row in rows}:
                    marks = ", ".join("?" for _ in columns)
                    connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})",
                                           [list(row.values()) for row in rows if tuple(row) == columns])
        connection.close()
        self.manifest["rows"] = {table: len(rows) for table, rows in self.rows.items()}


EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def at(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def floor_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def flow_name(index: int) -> str:
    again = index // (len(DOMAINS) * len(ACTS))
    return f"{DOMAINS[index % len(DOMAINS)]}-{ACTS[index // len(DOMAINS) % len(ACTS)]}" + (f"-{again + 1}" if again else "")


def traceback(flow: str, message: "str | None") -> str:
    module = flow.replace("-", "_")
    return (f"Encountered exception during execution: {message}\nTraceback (most recent call last):\n"
            '  File "/srv/venv/lib/python3.11/site-packages/prefect/flow_engine.py", line 1382, in run_flow_sync\n    engine.call_flow_fn()\n'
            f'  File "/srv/flows/{module}.py", line 48, in run\n    rows = read_rows(day)\n'
            f'  File "/srv/flows/{module}.py", line 31, in read_rows\n    return source.fetch(day)\n'
            f"{message}")


if __name__ == "__main__":
    main()
