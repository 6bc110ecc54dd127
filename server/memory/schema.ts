/**
 * The steps from an empty file to the present schema, by number: a file says in `user_version` how many it has taken.
 * A step that was released is never edited; a change is a further step. Instants are epoch ms of the upstream's clock.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE servers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    api_url TEXT NOT NULL,
    inventory_at REAL, -- the last whole inventory; what the newest sightings below were last seen at
    accounted_at REAL, -- until then each stretch was either read or is a gap
    UNIQUE (name, api_url)
  ) STRICT;

  CREATE TABLE schedule_sightings (
    server_id INTEGER NOT NULL REFERENCES servers (id),
    job_key TEXT NOT NULL,
    first_seen_at REAL NOT NULL,
    last_seen_at REAL, -- null: what the inventory holds now
    schedules TEXT NOT NULL,
    PRIMARY KEY (server_id, job_key, first_seen_at)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE pauses (
    server_id INTEGER NOT NULL REFERENCES servers (id),
    job_key TEXT NOT NULL,
    active_at REAL,
    paused_at REAL NOT NULL,
    PRIMARY KEY (server_id, job_key)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE deployments (
    server_id INTEGER NOT NULL REFERENCES servers (id),
    id TEXT NOT NULL,
    about TEXT NOT NULL,
    last_seen_at REAL, -- null: it is there
    gone_at REAL,
    PRIMARY KEY (server_id, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE vanished_runs (
    server_id INTEGER NOT NULL REFERENCES servers (id),
    id TEXT NOT NULL,
    run TEXT NOT NULL,
    noted_at REAL NOT NULL,
    PRIMARY KEY (server_id, id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE read_gaps (
    server_id INTEGER NOT NULL REFERENCES servers (id),
    from_at REAL NOT NULL,
    to_at REAL NOT NULL,
    unattended INTEGER NOT NULL, -- 1: First Light did not run
    PRIMARY KEY (server_id, from_at)
  ) STRICT, WITHOUT ROWID;

  -- Never deleted from: who said what, when, and who took it back.
  CREATE TABLE acknowledgements (
    id TEXT PRIMARY KEY,
    server_id INTEGER NOT NULL REFERENCES servers (id),
    subject TEXT NOT NULL,
    until TEXT NOT NULL,
    note TEXT NOT NULL,
    made_by TEXT, -- as they named themselves
    made_as TEXT NOT NULL, -- as the doors know them
    made_at REAL NOT NULL,
    ended_by TEXT,
    ended_as TEXT,
    ended_at REAL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX acknowledgements_of_server ON acknowledgements (server_id, made_at);
  `,
  'ALTER TABLE pauses ADD COLUMN resumed_at REAL', // null: it lasts
  `
  -- Written before an act is sent. Neither table is ever changed or deleted from.
  CREATE TABLE acts (
    id TEXT PRIMARY KEY,
    server_id INTEGER NOT NULL REFERENCES servers (id),
    act TEXT NOT NULL,
    run_id TEXT NOT NULL,
    run_name TEXT NOT NULL,
    edited TEXT NOT NULL, -- names of replaced parameters; never their values
    made_by TEXT, -- as they named themselves
    made_as TEXT NOT NULL, -- as the doors know them
    made_at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX acts_of_server ON acts (server_id, made_at);

  CREATE TABLE act_outcomes (
    act_id TEXT PRIMARY KEY REFERENCES acts (id),
    status TEXT NOT NULL,
    reason TEXT,
    made_run_id TEXT,
    at REAL NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  -- What is acted on is a run, or else a deployment.
  ALTER TABLE acts RENAME COLUMN run_id TO subject_id;
  ALTER TABLE acts RENAME COLUMN run_name TO subject_name;
  ALTER TABLE acts ADD COLUMN subject_kind TEXT NOT NULL DEFAULT 'run';
  `,
]
