"""Writes a large fortnight into the database of a stopped Prefect 3.8.8 server: SQLite, or PostgreSQL through psql.

Few deployments hold most of the runs, as on real servers: those due every minute or five. A twentieth of all runs failed, 300 wait
for a worker, and rows of the next minutes stand ready, for a writer that lets them run. The printed JSON names what was written.
"""
import argparse
import csv
import io
import json
import random
import sqlite3
import subprocess
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

DAYS = 14
AHEAD_MINUTES = 30
LATE = 300
FAILED_RATIO = 0.05
# (how many, minutes between two slots): 20 hold four fifths of 200,000 runs, 380 the others.
PERIODS = [(5, 1), (15, 5), (230, 180), (60, 120), (90, 1440)]
AD_HOC_RUNS = 2_000
# Each says what failed; the last says nothing of its own, so that its log has to be read.
MESSAGES = ["ConnectionError: warehouse-01.internal:5432 refused the connection", "KeyError: 'customer_id'", "ValueError: 14 rows without a price",
            "PermissionError: [Errno 13] Permission denied: '/data/out'", "1/3 states failed."]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", type=Path, help="the SQLite file")
    parser.add_argument("--psql", help="the PostgreSQL database as psql takes it: postgresql://…")
    parser.add_argument("--end", required=True, help="ISO instant the history stops at")
    arguments = parser.parse_args()
    scale = Scale(datetime.fromisoformat(arguments.end.replace("Z", "+00:00")).astimezone(timezone.utc))
    scale.plan()
    if arguments.database is not None:
        write_sqlite(scale.rows, arguments.database)
    else:
        write_postgres(scale.rows, arguments.psql)
    print(json.dumps(scale.manifest))


class Scale:
    def __init__(self, end: datetime) -> None:
        self.end = end
        self.begin = end - timedelta(days=DAYS)
        self.random = random.Random(20261124)
        self.rows: dict[str, list[dict]] = {}
        self.queues: list[str] = []
        self.last_run = ""
        self.manifest: dict = {"end": iso(end), "runs": 0, "failed": 0, "late": 0, "ahead": [], "open": [], "good": []}

    def plan(self) -> None:
        for name in ["pool-a", "pool-b"]:
            pool, queue = self.id(), self.id()
            self.add("work_queue", id=queue, name="default", work_pool_id=pool, priority=1, status="READY", is_paused=False, last_polled=self.end)
            self.add("work_pool", id=pool, name=name, type="process", base_job_template={}, default_queue_id=queue, status="READY", is_paused=False)
            self.add("worker", id=self.id(), name=f"{name}-1", work_pool_id=pool, heartbeat_interval_seconds=30, status="ONLINE", last_heartbeat_time=self.end + timedelta(hours=1))
            self.queues.append(queue)
        index = 0
        for count, minutes in PERIODS:
            for _ in range(count):
                self.job(index, minutes)
                index += 1
        self.manifest["deployments"] = index
        for number in range(AD_HOC_RUNS):
            self.ad_hoc(number)

    def job(self, index: int, minutes: int) -> None:
        flow, deployment, schedule = self.id(), self.id(), self.id()
        made = self.begin - timedelta(days=30)
        anchor = floor_minute(self.begin) + timedelta(minutes=(index * 7) % minutes + 1)
        name = f"job-{index:03d}"
        queue = self.queues[index % 2]
        self.add("flow", id=flow, name=name, tags=[], created=made, updated=made)
        self.add("deployment", id=deployment, name="production", flow_id=flow, created=made, updated=made, tags=["team-" + str(index % 7)], version="1.4.2", paused=False,
                 path="/srv/flows", entrypoint=f"{name}.py:run", work_queue_name="default", work_queue_id=queue, parameters={"day": "yesterday"},
                 parameter_openapi_schema={"title": "Parameters", "type": "object", "properties": {}}, status="READY")
        self.add("deployment_schedule", id=schedule, schedule={"interval": minutes * 60.0, "anchor_date": iso(anchor), "timezone": "UTC"}, active=True, deployment_id=deployment,
                 created=made, updated=made)
        job = {"flow": flow, "deployment": deployment, "schedule": schedule, "name": name, "queue": queue, "minutes": minutes, "tags": ["auto-scheduled", "team-" + str(index % 7)], "usual": min(minutes * 12, 20 + self.random.random() ** 3 * 900)}
        slots = [anchor + timedelta(minutes=minutes * number) for number in range(int((self.end + timedelta(minutes=AHEAD_MINUTES) - anchor).total_seconds() // (minutes * 60)) + 1)]
        past = [due for due in slots if due <= self.end - timedelta(seconds=job["usual"] * 1.3 + 15)]
        role = self.role(index, minutes)
        for due in past[:-1]:
            self.ended(job, due, "FAILED" if self.random.random() < FAILED_RATIO else "COMPLETED")
        if past:
            if role == "open":
                self.ended(job, past[-1], "FAILED")
            else:
                self.ended(job, past[-1], "COMPLETED")
        self.manifest["open" if role == "open" else "good"].append({"flow": name, "deployment": deployment, "minutes": minutes, **({"run": self.last_run} if role == "open" else {})})
        # What is due between the last end and the end of the history is being run; later rows stand ready.
        for due in [due for due in slots if due > (past[-1] if past else self.begin)]:
            self.ahead(job, due)
        if role == "late":
            for number in range(LATE // 20):
                self.waiting(job, self.end - timedelta(minutes=30 + number * 7))

    def role(self, index: int, minutes: int) -> str:
        """The last run of some daily ones failed and is open; twenty others have rows that wait."""
        if minutes == 1440 and index % 9 == 0:
            return "open"
        return "late" if minutes == 180 and index < 40 else "good"

    def ad_hoc(self, number: int) -> None:
        if number < 20:
            self.add("flow", id=self.ad_hoc_flow(number), name=f"by-hand-{number:02d}", tags=[], created=self.begin, updated=self.begin)
        job = {"flow": self.ad_hoc_flow(number % 20), "deployment": None, "schedule": None, "name": "by hand", "queue": None, "usual": 60.0}
        # People have no rhythm.
        due = self.begin + (self.end - self.begin) * ((number + self.random.random() * 60) / (AD_HOC_RUNS + 60)) * 0.99
        is_last = number >= AD_HOC_RUNS - 20
        self.ended(job, due, "FAILED" if not is_last and self.random.random() < FAILED_RATIO else "COMPLETED")

    def ad_hoc_flow(self, number: int) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"first-light scale {number}"))

    def run(self, job: dict, due: datetime) -> dict:
        self.manifest["runs"] += 1
        row = dict(id=self.id(), created=due - timedelta(hours=2), name=f"calm-auk-{self.manifest['runs'] % 1000}", flow_id=job["flow"], deployment_id=job["deployment"],
                   deployment_version="1.4.2", parameters={"day": "yesterday"}, tags=job["tags"] if job["schedule"] else [], auto_scheduled=job["schedule"] is not None,
                   expected_start_time=due, work_queue_name="default", work_queue_id=job["queue"], empirical_policy={"retries": 0, "retry_delay": 0, "pause_keys": [], "resuming": False},
                   labels={"prefect.flow.id": job["flow"]}, context={}, run_count=0, total_run_time=timedelta(0), idempotency_key=None, created_by=None, start_time=None, end_time=None,
                   next_scheduled_start_time=None)
        if job["schedule"]:
            row["idempotency_key"] = f"scheduled {job['deployment']} {job['schedule']} {due.isoformat(sep=' ')}"
            row["created_by"] = {"id": job["schedule"], "type": "SCHEDULE", "display_value": "IntervalSchedule"}
        return row

    def ended(self, job: dict, due: datetime, how: str) -> None:
        run = self.run(job, due)
        self.last_run = run["id"]
        started = due + timedelta(seconds=round(2 + self.random.random() * 4, 6))
        took = timedelta(seconds=round(job["usual"] * (0.85 + self.random.random() * 0.3), 6))
        run.update(start_time=started, end_time=started + took, run_count=1, total_run_time=took)
        message = None
        if how == "FAILED":
            self.manifest["failed"] += 1
            text = MESSAGES[0 if self.random.random() < 0.5 else 4 if self.random.random() < 0.02 else self.random.randrange(4)]
            message = text if text is MESSAGES[4] else f"Flow run encountered an exception: {text}"
            if text is MESSAGES[4]:
                self.add("log", id=self.id(), created=started, updated=started, name="prefect.flow_runs", level=40, flow_run_id=run["id"], timestamp=started,
                         message="Traceback (most recent call last):\n  File \"/srv/flows/run.py\", line 3, in run\nTimeoutError: api.partner.example")
        self.close(run, how, how.title(), started + took, message)

    def waiting(self, job: dict, due: datetime) -> None:
        """Started by a person, for a worker that does not come."""
        self.manifest["late"] += 1
        run = self.run({**job, "schedule": None}, due)
        run["next_scheduled_start_time"] = due
        self.close(run, "SCHEDULED", "Late", due + timedelta(seconds=15), None)

    def ahead(self, job: dict, due: datetime) -> None:
        run = self.run(job, due)
        run["next_scheduled_start_time"] = due
        self.close(run, "SCHEDULED", "Scheduled", due - timedelta(hours=2), "Flow run scheduled")
        self.manifest["ahead"].append({"run": run["id"], "due": iso(due), "seconds": job["usual"]})

    def close(self, run: dict, state_type: str, name: str, when: datetime, message: "str | None") -> None:
        state = self.id()
        self.add("flow_run_state", id=state, flow_run_id=run["id"], type=state_type, name=name, timestamp=when, created=when, updated=when, message=message, data=None,
                 state_details={"flow_run_id": run["id"]})
        self.add("flow_run", **run, state_id=state, state_type=state_type, state_name=name, state_timestamp=when, updated=when)

    def id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def add(self, table: str, **row: object) -> None:
        self.rows.setdefault(table, []).append(row)


def write_sqlite(rows: "dict[str, list[dict]]", database: Path) -> None:
    def to_value(value: object) -> object:
        if isinstance(value, datetime):
            return value.strftime("%Y-%m-%d %H:%M:%S.%f")
        if isinstance(value, timedelta):
            return (EPOCH + value).strftime("%Y-%m-%d %H:%M:%S.%f")
        if isinstance(value, bool):
            return int(value)
        return json.dumps(value) if isinstance(value, (dict, list)) else value

    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for table, written in rows.items():
            columns = list(written[0])
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})",
                                   ([to_value(row[column]) for column in columns] for row in written))
    connection.close()


def write_postgres(rows: "dict[str, list[dict]]", address: str) -> None:
    def to_value(value: object) -> object:
        if isinstance(value, datetime):
            return value.isoformat()
        if isinstance(value, timedelta):
            return f"{value.total_seconds()} seconds"
        return json.dumps(value) if isinstance(value, (dict, list)) else value

    # A run names its state and a state its run: foreign keys are looked at when all are there.
    for table, written in rows.items():
        columns = list(written[0])
        text = io.StringIO()
        csv.writer(text).writerows([to_value(row[column]) for column in columns] for row in written)
        copy = f"SET session_replication_role = replica; COPY {table} ({', '.join(columns)}) FROM STDIN WITH (FORMAT csv)"
        subprocess.run(["psql", address, "-v", "ON_ERROR_STOP=1", "-q", "-c", copy], input=text.getvalue(), text=True, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["psql", address, "-q", "-c", "ANALYZE"], check=True, stdout=subprocess.DEVNULL)


def iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def floor_minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


if __name__ == "__main__":
    main()
