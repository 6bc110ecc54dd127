/**
 * Puts whole log lines on the clipboard, one a row, where a selection reaches over more than one cell of one: a browser would
 * copy each cell as a row of its own.
 */
export function copiedLines(event: ClipboardEvent): void {
  const selection = document.getSelection()
  if (!(event.currentTarget instanceof HTMLElement) || selection === null || selection.isCollapsed || isWithinOneCell(selection))
    return
  const lines = [...event.currentTarget.querySelectorAll('li')].filter(line => selection.containsNode(line, true))
  event.clipboardData?.setData('text/plain', lines.map(toRow).join('\n'))
  event.preventDefault()
}

function isWithinOneCell({ anchorNode, focusNode }: Selection): boolean {
  const cell = cellOf(anchorNode)
  return cell !== null && cell === cellOf(focusNode)
}

function cellOf(node: Node | null): Element | null {
  const element = node instanceof Element ? node : node?.parentElement ?? null
  return element?.closest('li > *') ?? null
}

function toRow(line: Element): string {
  return [...line.children].map(cell => cell.textContent).join(' ')
}
