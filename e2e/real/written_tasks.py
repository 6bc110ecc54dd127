"""Writes one finished run of very many tasks into the SQLite database of a stopped Prefect 3.8.8 server, and prints its id as JSON.

One task lists, two thirds transform what it listed, a third loads what two of those made, one sums up; some were tried again,
some failed. The same arguments write the same rows; their shape is that of `written_night.py`.
"""
import argparse
import json
import random
import sqlite3
import uuid
from datetime import datetime, timedelta, timezone
from pathlib import Path

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
AT_ONCE = 40


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True, type=Path)
    parser.add_argument("--tasks", type=int, default=10_000)
    parser.add_argument("--end", required=True, help="ISO instant at which the run ended")
    arguments = parser.parse_args()
    end = datetime.fromisoformat(arguments.end.replace("Z", "+00:00")).astimezone(timezone.utc)
    run_id = write(arguments.database, arguments.tasks, end)
    print(json.dumps({"flowRunId": run_id, "tasks": arguments.tasks}))


def write(database: Path, count: int, end: datetime) -> str:
    chance = random.Random(20261128)
    flow, run = uuid_of("flow"), uuid_of("run")
    started = end - timedelta(minutes=90)
    tasks: list = []
    states: list = []

    def add(number: int, name: str, begins: datetime, seconds: float, parents: list, how: str = "COMPLETED", tries: int = 1) -> datetime:
        task, ends, state = uuid_of("task", number), begins + timedelta(seconds=seconds), ""
        lengths = seconds / tries
        for attempt in range(tries):
            at_start = begins + timedelta(seconds=lengths * attempt)
            at_end = begins + timedelta(seconds=lengths * (attempt + 0.8)) if attempt < tries - 1 else ends
            final = (how, how.capitalize()) if attempt == tries - 1 else ("SCHEDULED", "AwaitingRetry")
            for kind, called, when in [("RUNNING", "Running" if attempt == 0 else "Retrying", at_start), (*final, at_end)]:
                state = uuid_of("state", number, len(states))
                states.append((state, stamp(when), stamp(when), stamp(when), kind, called, "", json.dumps({"flow_run_id": run, "task_run_id": task}), task))
        digits = uuid_of("name", number)[:3]
        inputs = {"rows": [{"input_type": "task_run", "id": uuid_of("task", parent)} for parent in parents]} if parents else {}
        tasks.append((task, stamp(begins), stamp(ends), f"{name}-{digits}", run, f"{name}-1a2b3c4d", uuid_of("key", number), tries, 1, json.dumps(inputs), json.dumps([]), json.dumps({}),
                      json.dumps({"retries": 2, "retry_delay": 1}), stamp(begins), stamp(begins), stamp(ends), stamp(EPOCH + timedelta(seconds=seconds)), state, how, how.capitalize(), stamp(ends)))
        return ends

    listed = add(0, "list-partitions", started + timedelta(seconds=1), 20, [])
    transforms = (count - 2) * 2 // 3
    free = [listed] * AT_ONCE
    for number in range(1, count - 1):
        slot = min(range(AT_ONCE), key=free.__getitem__)
        is_load = number > transforms
        parents = [1 + (number * 7) % transforms, 1 + (number * 13) % transforms] if is_load else [0]
        how = "FAILED" if chance.random() < 0.003 else "COMPLETED"
        free[slot] = add(number, "load-partition" if is_load else "transform-partition", free[slot] + timedelta(seconds=0.05), chance.uniform(2, 30), parents, how, 3 if chance.random() < 0.02 else 1)
    add(count - 1, "sum-up", max(free), 5, list(range(transforms + 1, count - 1))[-50:])

    with sqlite3.connect(database) as connection:
        connection.execute("INSERT INTO flow (id, name, created, updated) VALUES (?, ?, ?, ?)", (flow, "many-partitions", stamp(started), stamp(started)))
        run_states = [("PENDING", "Pending", started - timedelta(seconds=2)), ("RUNNING", "Running", started), ("COMPLETED", "Completed", end)]
        for number, (kind, called, when) in enumerate(run_states):
            connection.execute("INSERT INTO flow_run_state (id, created, updated, timestamp, type, name, message, state_details, flow_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                               (uuid_of("run state", number), stamp(when), stamp(when), stamp(when), kind, called, "", json.dumps({"flow_run_id": run}), run))
        connection.execute(
            "INSERT INTO flow_run (id, created, updated, name, flow_id, parameters, tags, labels, auto_scheduled, empirical_policy, expected_start_time, start_time, end_time, total_run_time, run_count,"
            " state_id, state_type, state_name, state_timestamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, 1, ?, 'COMPLETED', 'Completed', ?)",
            (run, stamp(started), stamp(end), "vast-whale", flow, "{}", "[]", "{}", json.dumps({"retries": 0}), stamp(started - timedelta(seconds=2)), stamp(started), stamp(end),
             stamp(EPOCH + (end - started)), uuid_of("run state", 2), stamp(end)))
        connection.executemany("INSERT INTO task_run_state (id, created, updated, timestamp, type, name, message, state_details, task_run_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", states)
        connection.executemany(
            "INSERT INTO task_run (id, created, updated, name, flow_run_id, task_key, dynamic_key, run_count, flow_run_run_count, task_inputs, tags, labels, empirical_policy, expected_start_time,"
            f" start_time, end_time, total_run_time, state_id, state_type, state_name, state_timestamp) VALUES ({', '.join('?' * 21)})", tasks)
    connection.close()
    return run


def uuid_of(*parts: object) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "first-light many tasks " + " ".join(map(str, parts))))


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


if __name__ == "__main__":
    main()
