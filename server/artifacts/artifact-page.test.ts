import { describe, expect, it } from 'vitest'
import { ARTIFACT_POLICY, rowsOf, toArtifactPage } from './artifact-page.ts'

const bodyOf = (type: string, content: unknown): string => /<body>([\s\S]*)<\/body>/.exec(toArtifactPage({ type, content, key: 'k' }, { theme: 'light' }))![1]!

describe('toArtifactPage', () => {
  it('shows markdown, and raw HTML in it as text', () => {
    const body = bodyOf('markdown', '# Rows\n\n**14** <img src=x onerror=alert(1)> <script>alert(2)</script>')
    expect(body).toContain('<h1>Rows</h1>')
    expect(body).toContain('<strong>14</strong>')
    expect(body).not.toMatch(/<img|<script/)
  })
  it.each(['javascript:alert(1)', 'vbscript:x', 'data:text/html,<script>', ' javascript:alert(1)', 'JaVaScRiPt:alert(1)'])('makes no link of %s', (address) => {
    expect(bodyOf('markdown', `[go](${address})`)).not.toContain('href')
    expect(bodyOf('image', address)).not.toMatch(/href|<img/)
  })
  it('opens links apart from us', () => {
    expect(bodyOf('markdown', '[go](https://example.com/a)')).toContain('<a href="https://example.com/a" target="_blank" rel="noopener noreferrer">')
  })
  it('fetches no image from elsewhere, and shows one that it holds', () => {
    expect(bodyOf('markdown', '![x](https://example.com/a.png)')).toContain('<a href="https://example.com/a.png"')
    expect(bodyOf('image', 'https://example.com/a.png')).not.toContain('<img')
    expect(bodyOf('image', 'data:image/png;base64,AAAA')).toContain('<img src="data:image/png;base64,AAAA"')
  })
  it.each([
    ['a list of objects', '[{"a":1,"b":"<b>"},{"a":2}]', '<td>1</td><td>&lt;b&gt;</td></tr><tr><td>2</td><td></td>'],
    ['an object of columns', '{"a":[1,2],"b":[3]}', '<td>1</td><td>3</td></tr><tr><td>2</td><td></td>'],
    ['a list of lists', '[[1,2],[3,4]]', '<tbody><tr><td>1</td><td>2</td></tr>'],
  ])('shows %s as a table', (_, content, expected) => {
    expect(bodyOf('table', content)).toContain(expected)
  })
  it('says how many rows it left out', () => {
    expect(bodyOf('table', JSON.stringify(Array.from({ length: 1_002 }, (_, n) => ({ n }))))).toContain('and 2 more rows')
  })
  it('shows what it does not know as text', () => {
    expect([bodyOf('table', 'not json <b>'), bodyOf('odd', { a: '<b>' })]).toEqual(['<pre>not json &lt;b&gt;</pre>', '<pre>{\n  &quot;a&quot;: &quot;&lt;b&gt;&quot;\n}</pre>'])
    expect(bodyOf('progress', 150)).toContain('value="100"')
  })
  it('allows nothing but its own style and images it holds', () => {
    expect(ARTIFACT_POLICY).toContain('default-src \'none\'')
    expect(ARTIFACT_POLICY).not.toMatch(/unsafe|script|https?:|\*/)
    expect(ARTIFACT_POLICY).not.toContain('allow-same-origin')
  })
})

describe('rowsOf', () => {
  it.each([['markdown', 'one\ntwo', 2], ['table', '[{"a":1},{"a":2}]', 3], ['progress', 40, 1], ['image', 'https://example.com/a.png', 1], ['odd', null, 1]] as const)('tells about how long %s is', (type, content, rows) => {
    expect(rowsOf({ type, content })).toBe(rows)
  })
})
