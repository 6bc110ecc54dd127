import type { MorningAnswer, MorningCounts, OtherServer } from '../api/morning.ts'
import type { ServerRole } from '../api/server.ts'
import { toMorningAnswer, toTold, toVerdict, type JudgedFrom } from './morning-answer.ts'
import type { Morning } from './morning.ts'
import type { Unread } from './picture.ts'
import { worstFirst } from './problem.ts'
import type { Told } from './sentence.ts'

/** One server's morning, with what it was judged from. */
export interface ServerMorning extends JudgedFrom {
  server: string | null
  role: ServerRole
  morning: Morning
}

/**
 * The morning of several servers as one: each is judged by itself, since neither jobs nor causes are shared between servers; what
 * needs somebody stands together, worst first. One of them unread leaves the whole unknown unless another one needs somebody.
 */
export function toSharedAnswer([first, ...rest]: readonly [ServerMorning, ...ServerMorning[]], others: readonly ServerMorning[]): MorningAnswer {
  const about = others.map(toOther)
  const answer = toMorningAnswer(first.morning, first)
  if (rest.length === 0)
    return { ...answer, others: about }
  const parts = [first, ...rest].map(of => ({ of, answer: of === first ? answer : toMorningAnswer(of.morning, of) }))
  const answers = parts.map(part => part.answer)
  const read = answers.map(({ asOf }) => asOf).filter(asOf => asOf !== null).sort()
  const told = parts.map(({ of }) => toTold(of.morning, of)).reduce(addTold)
  return {
    servers: answers.flatMap(({ servers }) => servers),
    others: about,
    demo: told.demo,
    asOf: read[0] ?? null,
    window: answer.window,
    complete: told.complete,
    incomplete: parts.flatMap(({ of, answer }) => whyUnknown(of, answer).map(part => ({ ...part, reason: `${of.picture.server}: ${part.reason}` }))),
    verdict: toVerdict(told),
    counts: told.counts,
    problems: parts
      .flatMap(({ of, answer: { problems } }) => of.morning.problems.flatMap((problem, index) => problems.slice(index, index + 1).map(row => ({ problem, row }))))
      .sort((a, b) => worstFirst(a.problem, b.problem))
      .map(({ row }) => row),
    asExpected: answers.flatMap(({ asExpected }) => asExpected),
    unknown: answers.flatMap(({ unknown }) => unknown),
    outsideCount: sum(answers.map(({ outsideCount }) => outsideCount)),
    checked: {
      runCount: sum(answers.map(({ checked }) => checked.runCount)),
      deploymentCount: sum(answers.map(({ checked }) => checked.deploymentCount)),
      setAsideCount: sum(answers.map(({ checked }) => checked.setAsideCount)),
      reachFrom: answers.map(({ checked }) => checked.reachFrom).sort().at(-1) ?? answer.checked.reachFrom,
      judgedCount: sum(answers.map(({ checked }) => checked.judgedCount)),
      withoutExpectationCount: sum(answers.map(({ checked }) => checked.withoutExpectationCount)),
    },
    unmatched: toUnmatched(parts),
    choices: { tags: toSorted(answers.flatMap(({ choices }) => choices.tags)), flows: toSorted(answers.flatMap(({ choices }) => choices.flows)) },
  }
}

function toOther({ role, morning, ...from }: ServerMorning): OtherServer {
  const { status, sentence } = toVerdict(toTold(morning, from))
  return { name: from.picture.server, server: from.server, role, verdict: { status, sentence } }
}

/** Read is what any of them was; whole is what all of them are. An empty one beside others is more likely the wrong one. */
function addTold(all: Omit<Told, 'status'>, one: Omit<Told, 'status'>): Omit<Told, 'status'> {
  return {
    ...all,
    counts: addCounts(all.counts, one.counts),
    complete: all.complete && one.complete && all.isEmpty === one.isEmpty,
    problemCount: all.problemCount + one.problemCount,
    demo: all.demo || one.demo,
    isEmpty: all.isEmpty && one.isEmpty,
    at: all.at === null || one.at === null ? all.at ?? one.at : Math.max(all.at, one.at),
  }
}

/** Each server that is not whole says why. */
function whyUnknown({ morning, picture }: ServerMorning, { incomplete, complete }: MorningAnswer): Unread[] {
  const told = (reason: string): Unread => ({ what: 'runs', reason, weighs: 'expectations' })
  if (morning.at === null && incomplete.length === 0)
    return [told('It was not read yet.')]
  return complete && picture.deployments.size === 0 && picture.runs.length === 0 ? [...incomplete, told('It has no deployments, and no runs of 14 days: is it the right one?')] : incomplete
}

function addCounts(a: MorningCounts, b: MorningCounts): MorningCounts {
  return {
    jobs: a.jobs + b.jobs,
    asExpected: a.asExpected + b.asExpected,
    needsYou: a.needsYou + b.needsYou,
    worthALook: a.worthALook + b.worthALook,
    recovered: a.recovered + b.recovered,
    known: a.known + b.known,
    unknown: a.unknown + b.unknown,
  }
}

/** What no server has a job for, of those it is meant for. While one of them is unread, nobody knows. */
function toUnmatched(parts: readonly { of: ServerMorning, answer: MorningAnswer }[]): MorningAnswer['unmatched'] {
  const matched = new Set(parts.flatMap(({ of, answer }) => {
    const missing = new Set(answer.unmatched.map(({ line }) => line))
    return of.question.standards.expectations.map(({ line }) => line).filter(line => !missing.has(line))
  }))
  return [...new Map(parts.flatMap(({ answer }) => answer.unmatched).map(one => [one.line, one])).values()].filter(({ line }) => !matched.has(line))
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
const toSorted = (texts: readonly string[]): string[] => [...new Set(texts)].sort()
