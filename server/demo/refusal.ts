/** An answer that is not 2xx, thrown where it is found out. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.name = 'Refusal'
    this.status = status
  }
}

/** The demo never ignores what it does not know: an unheard filter would be an unfiltered answer. */
export function untaught(what: string): Refusal {
  return new Refusal(501, `the demo was not taught ${what}`)
}
