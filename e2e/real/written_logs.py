"""Writes many log lines of one run into the SQLite database of a stopped Prefect 3.8.8 server.

The API takes lines in batches and would need minutes for a hundred thousand. Lines lie evenly over the run's own time. Every
thousandth holds the word `needle`; the first error stands after 60 % of them. With `--hostile` some are what a log should not hold.
"""
import argparse
import json
import sqlite3
import uuid
from datetime import datetime, timedelta
from pathlib import Path

TIED_LINES = 3000
HOSTILE = [
    "nul \0 after",
    "turned \u202egnp.exe around \u2066 \u2069",
    "\x1b[31mred \x1b[1mbold\x1b[0m \x1b]8;;https://a.example\x07link\x1b]8;;\x07 \x1b[2J",
    "ten kilobytes " + "x" * 10_000,
    "\U0001F69A\u200d\U0001F468 emoji \U0001F1E9\U0001F1EA",
    "<img src=x onerror=alert(1)> <script>alert(1)</script>",
    "a megabyte " + "y" * 1_000_000,
    json.dumps({"deep": {"er": [1, 12345678901234567890, None, "text"]}}),
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--database", required=True, type=Path)
    parser.add_argument("--run", required=True)
    parser.add_argument("--lines", required=True, type=int)
    parser.add_argument("--bytes", type=int, default=0, help="of each message; shorter ones are filled up")
    parser.add_argument("--hostile", action="store_true")
    arguments = parser.parse_args()
    with sqlite3.connect(arguments.database) as connection:
        started, ended = connection.execute("SELECT start_time, end_time FROM flow_run WHERE id = ?", [arguments.run]).fetchone()
        begin, end = (datetime.fromisoformat(text) for text in (started, ended))
        connection.execute("DELETE FROM log WHERE flow_run_id = ?", [arguments.run])
        connection.executemany("INSERT INTO log (id, created, updated, name, level, flow_run_id, message, timestamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                               rows(arguments, begin, end))
    connection.close()


def rows(arguments: argparse.Namespace, begin: datetime, end: datetime):
    first_error = arguments.lines * 6 // 10
    hostile = HOSTILE if arguments.hostile else []
    for number in range(arguments.lines):
        # Some thousands of lines at one instant, as a burst of prints from a process pool.
        place = 1000 if arguments.hostile and 1000 <= number < 1000 + TIED_LINES else number
        when = (begin + (end - begin) * place / arguments.lines).strftime("%Y-%m-%d %H:%M:%S.%f")
        level = 40 if number >= first_error and (number - first_error) % 5000 == 0 else 30 if number % 97 == 41 else 20
        text = hostile[number - 500] if 0 <= number - 500 < len(hostile) else f"batch {number}: {200 + number * 7 % 800} rows read{', a needle' if number % 1000 == 700 else ''}"
        if number == first_error:
            text = "first error of many: warehouse-01 refused the connection"
        yield (str(uuid.uuid5(uuid.NAMESPACE_URL, f"line {arguments.run} {number}")), when, when, "prefect.flow_runs" if number % 3 else "my.own.module", level,
               arguments.run, text.ljust(arguments.bytes, "."), when)


if __name__ == "__main__":
    main()
