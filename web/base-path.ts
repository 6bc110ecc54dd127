/** Whether the page was sent as one of the demo, which stands before anything is read. */
export function isSentAsDemo(): boolean {
  return document.querySelector('meta[name="demo"]') !== null
}

/** Where the page is served below its host, with slashes at both ends; the server writes it into the page's `<meta name="base">`. */
export function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content ?? '/'
}
