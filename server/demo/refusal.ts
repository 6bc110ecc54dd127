/** An answer that is not 2xx, thrown where it is found out. */
export class Refusal extends Error {
  readonly status: number
  readonly body: Record<string, unknown>

  /** `body` where upstream says more than, or other than, `{ detail }`. */
  constructor(status: number, detail: string, body: Record<string, unknown> = { detail }) {
    super(detail)
    this.name = 'Refusal'
    this.status = status
    this.body = body
  }
}

/** The demo never ignores what it does not know: an unheard filter would be an unfiltered answer. */
export function untaught(what: string): Refusal {
  return new Refusal(501, `the demo was not taught ${what}`)
}

/** What upstream says to a body or query that breaks its schema. */
export interface Fault { type: string, loc: readonly (string | number)[], msg: string, input: unknown }

export function invalid(faults: readonly Fault[], requestBody: unknown): Refusal {
  return new Refusal(422, 'Invalid request received.', { exception_message: 'Invalid request received.', exception_detail: faults, request_body: requestBody })
}
