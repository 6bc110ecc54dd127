import { defineStore } from 'pinia'
import { computed, ref, watchEffect } from 'vue'
import { TIME_STYLES, type TimeStyle } from '../../shared/logs/line-time.ts'
import { isTimeZone } from '../../shared/model/zone.ts'
import { ALL_RUN_COLUMNS, USUAL_RUN_COLUMNS, type RunColumn } from '../components/run-columns.ts'

/** How a log is read. */
export interface LogLook {
  time: TimeStyle
  order: 'oldest-first' | 'newest-first'
  /** Long lines go on in the next row; else they are scrolled to. */
  wraps: boolean
  /** Lines that say the same in a row stand as one, with their count. */
  folds: boolean
}

export type Theme = 'system' | 'light' | 'dark'

const ZONE_KEY = 'first-light.zone'
const THEME_KEY = 'first-light.theme'
const NAME_KEY = 'first-light.name'
const DENSE_KEY = 'first-light.dense'
const COLUMNS_KEY = 'first-light.run-columns'
const VIEWS_KEY = 'first-light.run-views'
const LOG_KEY = 'first-light.log'
const NOTICES_KEY = 'first-light.notices'

/** A list of runs somebody wants to see again: the query of its address. */
export interface SavedView {
  name: string
  query: Record<string, string>
  /** Shown where the address asks for nothing. One at most. */
  isDefault: boolean
}

/** What this browser's reader chose; never server data. */
export const usePreferences = defineStore('preferences', () => {
  const storedZone = localStorage.getItem(ZONE_KEY)
  /** null: the zone the server proposes. */
  const chosenZone = ref<string | null>(storedZone !== null && isTimeZone(storedZone) ? storedZone : null)
  /** The zone of the link that was opened, until another is chosen; null: it named none. */
  const linkedZone = ref<string | null>(null)
  const storedTheme = localStorage.getItem(THEME_KEY)
  const theme = ref<Theme>(storedTheme === 'light' || storedTheme === 'dark' ? storedTheme : 'system')
  const systemDarkness = matchMedia('(prefers-color-scheme: dark)')
  const isSystemDark = ref(systemDarkness.matches)
  systemDarkness.addEventListener('change', ({ matches }) => {
    isSystemDark.value = matches
  })
  const isDark = computed(() => theme.value === 'system' ? isSystemDark.value : theme.value === 'dark')

  watchEffect(() => {
    if (chosenZone.value === null)
      localStorage.removeItem(ZONE_KEY)
    else
      localStorage.setItem(ZONE_KEY, chosenZone.value)
  })
  /** As this browser's reader signs what they say. */
  const name = ref(localStorage.getItem(NAME_KEY) ?? '')

  /** Whether a new problem is told by a notice of the browser's while the page is out of sight. */
  const givesNotice = ref(localStorage.getItem(NOTICES_KEY) === 'true')
  watchEffect(() => localStorage.setItem(NOTICES_KEY, String(givesNotice.value)))

  const isDense = ref(localStorage.getItem(DENSE_KEY) === 'true')
  /** Of a list of runs; never none. */
  const runColumns = ref<readonly RunColumn[]>(readColumns(localStorage.getItem(COLUMNS_KEY)))
  const runViews = ref<readonly SavedView[]>(readViews(localStorage.getItem(VIEWS_KEY)))

  watchEffect(() => localStorage.setItem(DENSE_KEY, String(isDense.value)))
  watchEffect(() => localStorage.setItem(COLUMNS_KEY, runColumns.value.join(',')))
  watchEffect(() => localStorage.setItem(VIEWS_KEY, JSON.stringify(runViews.value)))
  watchEffect(() => localStorage.setItem(THEME_KEY, theme.value))
  watchEffect(() => localStorage.setItem(NAME_KEY, name.value))
  const log = ref(readLogLook(localStorage.getItem(LOG_KEY)))
  watchEffect(() => localStorage.setItem(LOG_KEY, JSON.stringify(log.value)))
  watchEffect(() => {
    document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light'
  }, { flush: 'sync' })
  return { chosenZone, linkedZone, theme, isDark, name, givesNotice, isDense, runColumns, runViews, log }
})

function readColumns(text: string | null): readonly RunColumn[] {
  const named = text?.split(',') ?? []
  const columns = ALL_RUN_COLUMNS.filter(column => named.includes(column))
  return columns.includes('job') ? columns : USUAL_RUN_COLUMNS
}

/** What was stored by another version, or by hand, and cannot be read is left out. */
function readViews(text: string | null): SavedView[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(stored) ? stored.filter(isSavedView) : []
  }
  catch {
    return [] // no JSON: nothing of ours
  }
}

function isSavedView(value: unknown): value is SavedView {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('query' in value) || !('isDefault' in value))
    return false
  const { name, query, isDefault } = value
  return typeof name === 'string' && typeof isDefault === 'boolean' && typeof query === 'object' && query !== null && Object.values(query).every(text => typeof text === 'string')
}

/** What cannot be read is as it is for everybody at first. */
function readLogLook(stored: string | null): LogLook {
  const given = parseObject(stored)
  return {
    time: TIME_STYLES.find(style => style === given['time']) ?? 'clock',
    order: given['order'] === 'newest-first' ? 'newest-first' : 'oldest-first',
    wraps: given['wraps'] !== false,
    folds: given['folds'] !== false,
  }
}

function parseObject(stored: string | null): Record<string, unknown> {
  try {
    return { ...JSON.parse(stored ?? '{}') as object }
  }
  catch {
    return {} // an older version's, or another hand's: the defaults do
  }
}
