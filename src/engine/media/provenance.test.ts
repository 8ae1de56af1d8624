import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { createRaster } from '../../shared/image/raster.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { dateTaken, readFacts } from './facts.ts'
import { isOwnWork } from './own-work.ts'
import { outputFormats, type PictureMetadata } from './picture.ts'
import { buildXmp, digitalSourceType, type Provenance } from './provenance.ts'
import { readMetadata } from './read-metadata.ts'
import { savePicture } from './save.ts'
import { exampleExif, newFolder } from './testing.ts'
import { readIptcFields } from './xmp/iptc.ts'
import { readSourceFields } from './xmp/read.ts'

const step = (enabled: boolean) => ({
  operation: 'colorize',
  version: 1,
  enabled,
  params: { vividness: 1 },
  models: [],
})
const recipe: Recipe = { version: 1, name: 'Faithful <&"\'>', steps: [step(true)] }
const provenance: Provenance = {
  neural: true,
  byHandOnly: false,
  sentence: 'Restored with Daguerre; the colours are a guess.',
  recipe,
  originalName: 'Oma & Opa <1956>.tif',
  originalSha256: 'ab'.repeat(32),
  engineVersion: '0.1.0',
}
const source = Buffer.from(`<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xap="http://ns.adobe.com/xap/1.0/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xap:Rating="4" photoshop:DateCreated='1956' tiff:Orientation="6">
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">Gro&#223;mutter &amp; 奶奶</rdf:li>
<rdf:li xml:lang="de">Am See</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>family</rdf:li><rdf:li>lake &lt;3</rdf:li></rdf:Bag></dc:subject>
<dc:creator><rdf:Seq><rdf:li>A. P.</rdf:li></rdf:Seq></dc:creator>
<Iptc4xmpExt:PersonInImage><rdf:Bag><rdf:li>Marie</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImage>
</rdf:Description></rdf:RDF></x:xmpmeta>`)
const options = { keepPrivateData: true, maxBytes: 1 << 20 }
const text = (metadata: PictureMetadata, from: Provenance | undefined = provenance, with_ = options) =>
  buildXmp(metadata, from, with_)?.toString('utf8') ?? ''

describe('digital source type', () => {
  const idle: Recipe = { ...recipe, steps: [step(false)] }
  const cases = [
    [true, false, recipe, 'compositeWithTrainedAlgorithmicMedia'],
    [false, false, recipe, 'algorithmicallyEnhanced'],
    [false, true, recipe, 'humanEdits'],
    [false, true, idle, undefined],
  ] as const
  for (const [neural, byHandOnly, of, wanted] of cases) {
    test(String(wanted), () =>
      expect(digitalSourceType({ neural, byHandOnly, recipe: of })?.split('/').at(-1)).toBe(wanted),
    )
  }
})

describe('the packet', () => {
  test('keeps what the family wrote and appends the sentence', () => {
    const fields = readSourceFields(Buffer.from(text({ xmp: source })))
    expect(fields).toMatchObject({
      subject: ['family', 'lake <3'],
      creator: ['A. P.'],
      persons: ['Marie'],
      dateCreated: '1956',
      rating: '4',
    })
    expect(fields.description).toEqual([
      { language: 'x-default', text: `Großmutter & 奶奶\n\n${provenance.sentence}` },
      { language: 'de', text: `Am See\n\n${provenance.sentence}` },
    ])
  })
  test('does not append the sentence twice', () => {
    const again = text({ xmp: Buffer.from(text({ xmp: source })) })
    expect(again.split(provenance.sentence).length - 1).toBe(2)
  })
  test('drops what describes the unrestored picture', () => expect(text({ xmp: source })).not.toContain('Orientation'))
  test('C13: carries the recipe, exactly', () => {
    const escaped = /<daguerre:recipe>(.*)<\/daguerre:recipe>/.exec(text({}))?.[1] ?? ''
    const unescaped = escaped.replace(
      /&(quot|lt|gt|apos|amp);/g,
      (_, name) => ({ quot: '"', lt: '<', gt: '>', apos: "'", amp: '&' })[String(name)] ?? '',
    )
    expect(JSON.parse(unescaped)).toEqual(recipe)
  })
  test('escapes names and drops what XML cannot hold', () => {
    const hostile = { ...provenance, originalName: 'a\u0000\u0007<b>&"\ud800.tif' }
    expect(text({}, hostile)).toContain('<daguerre:originalName>a&lt;b&gt;&amp;&quot;\ufffd.tif<')
  })
  test('without private data: no texts, no name, no hash', () => {
    const packet = text({ xmp: source }, provenance, { ...options, keepPrivateData: false })
    for (const secret of ['Marie', 'family', '1956', 'Oma', 'Faithful', provenance.originalSha256])
      expect(packet).not.toContain(secret)
    expect(packet).toContain('compositeWithTrainedAlgorithmicMedia')
  })
  test('in little room the label stays, the recipe goes first', () => {
    const long: Recipe = {
      ...recipe,
      steps: Array.from({ length: 50 }, () => ({ ...step(false), params: { note: 'x'.repeat(2000) } })),
    }
    const packet = text({ xmp: source }, { ...provenance, recipe: long }, { ...options, maxBytes: 65_000 })
    expect(packet.length).toBeLessThan(65_000)
    expect(packet).toContain('daguerre:recipeSha256')
    expect(packet).toContain('DigitalSourceType')
    expect(packet).toContain('Marie')
  })
  test('nothing to say, no packet', () => expect(buildXmp({}, undefined, options)).toBeUndefined())
})

describe('hostile packets', () => {
  const bombs = [
    '<!DOCTYPE x [<!ENTITY a "AAAA"><!ENTITY b "&a;&a;">]><dc:title><rdf:li>&b;</rdf:li></dc:title>',
    '<dc:title>'.repeat(10_000),
    `<dc:subject><rdf:Bag>${'<rdf:li>x</rdf:li>'.repeat(50_000)}`,
    `<dc:title ${' '.repeat(500_000)}`,
    '<dc:title><rdf:li>&#x110000;&#0;&#xd800;</rdf:li></dc:title>',
  ]
  for (const [i, bomb] of bombs.entries()) {
    test(`number ${i + 1}`, () => {
      const fields = readSourceFields(Buffer.from(bomb))
      expect(fields.subject.length).toBeLessThanOrEqual(500)
      expect(JSON.stringify(fields)).not.toContain('AAAA')
    })
  }
})

test('older IPTC captions are read, unknown months are not made up', () => {
  const record = (dataset: number, value: string) => {
    const body = Buffer.from(value)
    return Buffer.concat([Buffer.from([0x1c, 2, dataset, 0, body.length]), body])
  }
  const iim = Buffer.concat([
    record(5, 'Am See'),
    record(120, 'Oma'),
    record(25, 'a'),
    record(25, 'b'),
    record(55, '19560000'),
  ])
  const wanted = { subject: ['a', 'b'], dateCreated: '1956', title: [{ language: 'x-default', text: 'Am See' }] }
  expect(readIptcFields(iim)).toMatchObject(wanted)
  const size = Buffer.from([0, 0, 0, iim.length])
  const block = Buffer.concat([Buffer.from('Photoshop 3.0\x008BIM\x04\x04\0\0', 'latin1'), size, iim])
  expect(readIptcFields(block)).toMatchObject(wanted)
})

describe('in the files', () => {
  const folder = newFolder()
  const picture = {
    raster: createRaster(9, 7, 3),
    bitDepth: 8 as const,
    metadata: { xmp: source, exif: exampleExif(1) },
  }
  for (const format of outputFormats) {
    test(`${format}: facts, date and label are read back; the file is known as ours`, async () => {
      const file = join(folder, `labelled.${format}`)
      await savePicture(picture, file, { format, provenance })
      const metadata = await readMetadata(file)
      expect(metadata.xmp?.toString('utf8')).toContain('compositeWithTrainedAlgorithmicMedia')
      expect(dateTaken(metadata)).toBe('1956-07-14')
      const facts = Object.fromEntries(readFacts(metadata).map(({ key, value }) => [key, value]))
      expect(facts).toMatchObject({
        camera: 'Plustek OpticFilm 8200i',
        software: 'ScanIt 3',
        persons: 'Marie',
        place: 'yes',
      })
      expect(await isOwnWork(file)).toBe(true)
    })
    test(`${format}: without private data`, async () => {
      const file = join(folder, `public.${format}`)
      await savePicture(picture, file, { format, provenance, keepPrivateData: false })
      const facts = readFacts(await readMetadata(file))
      expect(facts.map(({ key }) => key)).toEqual(['taken', 'comment'])
      expect(facts[1]?.value).toBe(provenance.sentence)
    })
  }
  test('other files are not ours', async () => {
    const file = join(folder, 'foreign.png')
    await sharp({ create: { width: 1, height: 1, channels: 3, background: '#000' } })
      .withXmp(source.toString())
      .toFile(file)
    expect(await isOwnWork(file)).toBe(false)
    expect(await isOwnWork(join(folder, 'nothing'))).toBe(false)
  })
})

test("a scanner's date is not the date of the picture", () => {
  const scan = exampleExif(1).toString('latin1').replace('1956:07:14 12:00:00', '    :  :     :  :  ')
  expect(dateTaken({ exif: Buffer.from(scan, 'latin1') })).toBeUndefined()
})
