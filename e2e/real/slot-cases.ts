import { SCHEDULE_CASES, SCHEDULE_WINDOWS } from '../../shared/expectations/schedule-cases.ts'

// What `record_slots.py` asks Prefect.
console.log(JSON.stringify({ cases: SCHEDULE_CASES, windows: SCHEDULE_WINDOWS }))
