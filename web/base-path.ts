/** Where the page is served below its host, with slashes at both ends; the server writes it into the page's `<meta name="base">`. */
export function basePath(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="base"]')?.content ?? '/'
}
