import { HIDDEN } from '../../shared/run/parameter-fields.ts'

/** Keys whose values are nobody's business on a shared page; Prefect shows parameters as they are. */
const SECRET_KEY = /pass(?:word|wd|phrase)?$|^pwd$|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credential|authorization|auth[-_]?string|connection[-_]?string|^dsn$|cookie|signature|(?:^|[-_])key$/i
/** `scheme://user:password@host`, wherever it stands in a text. */
const PASSWORD_IN_URL = /([a-z][a-z\d+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi
/** Deeper than this nothing is read by a person. */
const DEEPEST = 50

/** Parameters without their secrets: values under secret-looking keys, at any depth, and passwords in addresses. */
export function hideSecrets(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return hideIn(parameters, 0) as Record<string, unknown>
}

function hideIn(value: unknown, depth: number): unknown {
  if (typeof value === 'string')
    return value.replace(PASSWORD_IN_URL, `$1${HIDDEN}@`)
  if (typeof value !== 'object' || value === null)
    return value
  if (depth > DEEPEST)
    return HIDDEN
  if (Array.isArray(value))
    return value.map(part => hideIn(part, depth + 1))
  // Keys come from upstream: defined, not assigned, so that `__proto__` is a key like any other.
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, SECRET_KEY.test(key) && part !== null ? HIDDEN : hideIn(part, depth + 1)]))
}
