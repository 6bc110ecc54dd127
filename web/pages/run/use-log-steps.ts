import { ref, shallowRef, watch, type Ref } from 'vue'
import type { LogRow } from '../../../shared/api/logs.ts'
import { nextHit } from '../../../shared/logs/hit-places.ts'
import { ERROR_LEVEL } from '../../../shared/logs/log-level.ts'
import { comparePlaces, isWithin, readLogPlace, writeLogPlace, type LogPlace } from '../../../shared/logs/log-place.ts'
import { getNextError, type LogAsked } from '../../queries/logs.ts'
import type { useLogFind } from './use-log-find.ts'

/** The ways from where the reader is to the next error or hit, read or not. Needs a component scope. */
export function useLogSteps({ asked, lines, current, seen, find, opensOnLine, jumpTo }: {
  asked: () => LogAsked
  lines: Ref<readonly LogRow[]>
  /** The line jumped to last; null: none. */
  current: Ref<LogRow | null>
  /** The lines in sight; null: none yet. */
  seen: Ref<{ first: LogPlace, last: LogPlace } | null>
  find: ReturnType<typeof useLogFind>
  /** The link leads to a line: the first hit is not gone to by itself. */
  opensOnLine: boolean
  jumpTo: (place: LogPlace) => void
}) {
  /** Why a step was not made. */
  const notice = ref<string | null>(null)
  const { finder, hits, state } = find

  /** The line jumped to while it is in sight, else the first one in sight. */
  function here(): LogPlace | null {
    if (current.value !== null && seen.value !== null && isWithin(current.value, seen.value))
      return { at: current.value.at, id: current.value.id }
    return seen.value === null ? null : { at: seen.value.first.at, id: null }
  }

  function go(place: LogPlace): void {
    notice.value = null
    jumpTo(place)
  }

  async function toError(side: 'after' | 'before'): Promise<void> {
    const from = here()
    if (from === null)
      return
    const isBeyond = (line: LogRow): boolean => line.level >= ERROR_LEVEL && (side === 'after' ? comparePlaces(line, from) > 0 : comparePlaces(line, from) < 0)
    const near = side === 'after' ? lines.value.find(isBeyond) : lines.value.findLast(isBeyond)
    if (near !== undefined)
      return go({ at: near.at, id: near.id })
    try {
      const far = readLogPlace(await getNextError(asked(), side, writeLogPlace(from)) ?? '')
      if (far !== null)
        go(far)
      else
        notice.value = side === 'after' ? 'No later error.' : 'No earlier error.'
    }
    catch (error) {
      notice.value = `The next error could not be read: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  /** A hit that is waited for, from where; null from: the first or last of all. */
  const wanted = shallowRef<{ direction: 'next' | 'previous', from: LogPlace | null } | null>(null)

  /** A phrase that is typed on keeps to the hit it is on, where that is still one. */
  watch(() => finder.value?.phrase, (phrase, before) => {
    const from = here()
    const isOpening = before === undefined && from === null
    wanted.value = phrase === undefined || (isOpening && opensOnLine) ? null : { direction: 'next', from: from === null ? null : { at: from.at, id: null } }
  }, { immediate: true })
  watch([hits, state], toWanted)

  /** Before all is read the next hit may still come: then it is waited for. */
  function toWanted(): void {
    if (wanted.value === null)
      return
    const { direction, from } = wanted.value
    const hit = hits.value[nextHit(hits.value, from, direction) ?? -1]
    const isBeyond = hit !== undefined && from !== null && (direction === 'next' ? comparePlaces(hit, from) > 0 : comparePlaces(hit, from) < 0)
    if (hit === undefined || (!isBeyond && from !== null && state.value === 'reading'))
      return
    wanted.value = null
    go(hit)
  }

  function toHit(direction: 'next' | 'previous'): void {
    wanted.value = { direction, from: here() }
    toWanted()
  }

  return { notice, toError, toHit }
}
