"""Writes what Prefect's own schedules give for `{cases, windows}` read from stdin, as JSON on stdout.

A case's rule is a ScheduleRule of shared/model/deployment.ts. For each window: the count of dates, the first and last, and a
hash of all (epoch milliseconds, one a line), so that the record stays small and nothing can differ unseen.
Prefect stops at about 1,000 dates: a window with more is null.

    node e2e/run/ts.mjs e2e/real/slot-cases.ts | PYTHON e2e/real/record_slots.py > shared/expectations/recorded/prefect-3.8.8-slots.json

PYTHON is that of an environment with prefect==3.8.8 and Python before 3.13.
"""
import asyncio
import datetime as dt
import json
import sys

from prefect.server.schemas.schedules import CronSchedule, IntervalSchedule, RRuleSchedule


def to_schedule(rule):
    zone = rule["timeZone"]
    if rule["kind"] == "cron":
        return CronSchedule(cron=rule["cron"], timezone=zone, day_or=rule["dayOr"])
    if rule["kind"] == "interval":
        anchor = dt.datetime.fromtimestamp(rule["anchorAt"] / 1000, dt.timezone.utc)
        return IntervalSchedule(interval=dt.timedelta(milliseconds=rule["intervalMs"]), anchor_date=anchor, timezone=zone)
    return RRuleSchedule(rrule=rule["rrule"], timezone=zone or "UTC")


def dates(schedule, start, end):
    found = asyncio.run(schedule.get_dates(1000, start, end))
    return sorted({date.astimezone(dt.timezone.utc) for date in found})


def record(schedule, start, end):
    found = dates(schedule, start, end)
    if len(found) >= 990:  # it tries about a thousand times, repeats included
        return None
    lines = [f"{round(date.timestamp() * 1000)}" for date in found]
    return {"count": len(lines), "first": lines[0] if lines else None, "last": lines[-1] if lines else None, "hash": fnv("\n".join(lines))}


def fnv(text):
    """64 bits of FNV-1a, as toId in shared/verdict/problem.ts."""
    value = 0xCBF29CE484222325
    for char in text:
        value = ((value ^ ord(char)) * 0x100000001B3) & (2**64 - 1)
    return f"{value:016x}"


def main():
    asked = json.load(sys.stdin)
    windows = [[dt.datetime.fromisoformat(end.replace("Z", "+00:00")) for end in window] for window in asked["windows"]]
    answers = {}
    for case in asked["cases"]:
        schedule = to_schedule(case["rule"])
        answers[case["name"]] = [record(schedule, start, end) for start, end in windows]
    json.dump(answers, sys.stdout, indent=1)


main()
