export const SECOND_MS = 1_000
export const MINUTE_MS = 60 * SECOND_MS
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** Every number the verdict rests on, each with its reason. Lengths are ms. */
export const THRESHOLDS = {
  /** A due run is late past this, or past twice its usual start delay if that is more. Workers poll every 10–15 s; five minutes is past any of their hiccups. */
  lateGraceMs: 5 * MINUTE_MS,
  /** A slot without a row is missing past this. The scheduler loops every 60 s; three loops fit in. */
  missingGraceMs: 5 * MINUTE_MS,
  /** How far apart a slot and its row may lie and still be one: upstream keeps microseconds, rules keep seconds. */
  slotJoinMs: SECOND_MS,
  /** Fewer earlier runs than this, and nothing is said about how long a run usually takes. */
  baselineRunCount: 5,
  /** Enough to be stable, few enough to follow a change within weeks. */
  baselineWindowCount: 50,
  /** With fewer good runs than this in the reach, so many of before are looked at. */
  baselineFewCount: 8,
  baselineOlderCount: 20,
  /** Running long: past three medians, six MADs over it, and ten minutes over it, whichever is most. */
  longFactor: 3,
  longMadCount: 6,
  longSlackMs: 10 * MINUTE_MS,
  /** Spreads (of logarithms) around the median in which a job's durations lie: past them one in some thousands. */
  usualSpreadCount: 3.8,
  /** Fewer earlier runs than this, and none is called too fast. */
  fastRunCount: 10,
  /** Around the end of a month jobs may do a month's work: the first one seen gets this many times the limit. */
  monthEdgeFactor: 3,
  /** Nothing is long that takes little more than what the job once took, or than twice what it took on two nights. */
  seenOnceFactor: 1.5,
  seenTwiceFactor: 2,
  /** What took this many medians before is a kind of night of its own: this many times that is long. */
  ownKindFactor: 3,
  /** A state that should pass by itself is stuck past this; Prefect itself gives up on a cancellation after five minutes. */
  stuckMs: 10 * MINUTE_MS,
  /** Heartbeats in a row that did not come, before a run that sent them is perhaps dead; Prefect's own advice is nine minutes. */
  missedHeartbeatCount: 3,
  /** Heartbeats are taken to come no more often than Prefect's default; a client whose rhythm is not known yet may take an hour. */
  heartbeatEveryMs: 3 * MINUTE_MS,
  heartbeatUnknownMs: HOUR_MS,
  /** Good runs before it of which a run's error lines must be known to say that it logs none, and how many are looked at. */
  cleanLogRunCount: 5,
  cleanLogWindowCount: 10,
  /** Runs made by hand within this long of each other are one backfill, if there are this many. */
  backfillRunCount: 5,
  backfillWithinMs: 10 * MINUTE_MS,
  /** A parameter parts a job if nearly all runs carry it and nearly all its values come again. */
  partitionShare: 0.8,
  partitionMostValues: 500,
  /** Values a parameter must have had before it is said to name slots. */
  slotValueCount: 3,
  /** Days with batches made by hand from which they are the job's way of running, not backfills. */
  batchDayCount: 4,
  /** Nights on which a run must have failed and come right, and as many before without, before a job is called flakier. */
  flakyNightCount: 3,
  /** Runs a day from which a job is frequent: twelve in a window of fifteen hours. Single failures of such a job are its weather. */
  frequentRunCount: 19,
  /** Bad runs in a row, or periods without a good one, at which a frequent job is raised. */
  frequentBadCount: 3,
  /** A run without a baseline cannot be called long; past this it is called unknown rather than fine. */
  unjudgedRunningMs: HOUR_MS,
  /** Nights with the same cause after which a problem is known: told, but out of the headline. */
  chronicNightCount: 3,
  /** Occurrences closer than this are one night. */
  nightApartMs: 18 * HOUR_MS,
  /** Automatic runs that must agree before a rhythm is believed where no schedule tells it. */
  rhythmRunCount: 3,
  /** Slack for a rhythm that no schedule states. */
  rhythmGraceMs: 30 * MINUTE_MS,
  /** Jobs that must miss their slots together before the scheduler is called silent. */
  silentSchedulerJobCount: 3,
  /** Waiting runs past which a pool or queue has the problem, not the jobs. */
  waitingRunCount: 5,
  /** The stretch in which the starts of a pool are counted, to say how fast its backlog goes down. */
  drainRateMs: HOUR_MS,
  /** Runs a trigger must have started before it is believed, the share of runs it must explain, and how soon it must do so. */
  triggerRunCount: 5,
  triggerShare: 0.9,
  triggerWithinMs: 2 * MINUTE_MS,
  /** A triggered run is missing this long past its trigger's slowest known start: an automation is late for a busy server, not for minutes. */
  triggerGraceMs: 5 * MINUTE_MS,
  /** Clocks of a run's machine and the server: a start may seem to come before the end that caused it. */
  clockSlackMs: 2 * SECOND_MS,
  /** A silence of the whole server is a gap past this many of its usual longest ones at that hour, and past this length. */
  silenceFactor: 5,
  silenceMs: 10 * MINUTE_MS,
  /** Earlier days on which that hour must have been seen before its silence is called unusual. */
  silenceDayCount: 5,
  /** Jobs due in such a silence that must have started only after it; one is enough where our own reads failed too. */
  gapJobCount: 3,
  /** Between the server's return and our first read that succeeds, runs may already start. */
  gapEdgeMs: 15 * SECOND_MS,
  /** Runs that must agree before a rhythm is believed that no schedule ever stated. */
  learntRhythmRunCount: 5,
  /** How far apart the times of one daily habit may lie: what a machine starts keeps its minute, what waits in somebody's queue its hour. */
  rhythmSpreadMs: HOUR_MS,
  /** Times of day further apart than this are two habits. */
  rhythmApartMs: 20 * MINUTE_MS,
  /** Nearly all runs must stand in the rhythm, and nearly all its days must have a run. */
  rhythmShare: 0.9,
  /** A rhythm is no accident if runs thrown into two hours of a day, as people's habits are, would agree so well once in a million. */
  rhythmChance: 1e-6,
  rhythmChanceWidthMs: 2 * HOUR_MS,
  /** A loop somebody lets run for a day is no rhythm. */
  rhythmSpanMs: 3 * DAY_MS,
  /** A paused, switched off or removed schedule is known from the third day. */
  skippedKnownMs: 2 * DAY_MS,
} as const
