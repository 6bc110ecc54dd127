/** Leaves a performance mark when what its name says is on the screen, once a page load. */
export function markReady(name: `${string}-ready`): void {
  if (performance.getEntriesByName(name, 'mark').length === 0)
    performance.mark(name)
}
