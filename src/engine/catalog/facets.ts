import type { Database } from 'better-sqlite3'
import type { Damage, Facets, Label, LabelKind } from '../../shared/gallery.ts'
import { labelTables } from './labels.ts'
import { memoizedPrepare } from './prepare.ts'
import { type Question, wantedBy } from './wanted.ts'

type Facet = 'decade' | 'damage' | LabelKind
const all: readonly Facet[] = ['decade', 'damage', 'place', 'person', 'tag']

interface Counted {
  readonly facet: Facet | 'looked' | 'wanted'
  readonly key: string
  readonly name: string
  readonly count: number
}

/**
 * What a gallery may be narrowed by, with how many pictures each leaves. Each is counted with all other filters in
 * force and without its own, so that another choice can be made in its place. Facets that look at the same pictures are
 * counted by one query: only those that are in force need another.
 */
export function facets(db: Database): (question: Question) => Facets {
  const prepare = memoizedPrepare(db)
  const without = wantedBy(db, prepare)
  const countAll = (asked: Question): Counted[] => {
    const groups = Map.groupBy(all, (facet) => (facet in asked.filters ? facet : 'others'))
    return [...groups.values()].flatMap((members) => {
      const { where, values } = without(asked, members[0] as Facet)
      const sql = `WITH wanted AS MATERIALIZED (SELECT row FROM originals WHERE ${where})
        ${members.map((facet) => selects[facet]).join(' UNION ALL ')}`
      return prepare(sql).all(...values) as Counted[]
    })
  }
  return (asked) => {
    const counted = countAll(asked)
    const of = (facet: Counted['facet']) => counted.filter((each) => each.facet === facet)
    const damage = (kind: Damage) => of('damage').find(({ key }) => key === kind)?.count ?? 0
    const looked = of('looked')[0]?.count ?? 0
    return {
      decades: spread(of('decade')),
      damage: { scratched: damage('scratched'), faded: damage('faded'), blurred: damage('blurred') },
      looked,
      unlooked: (of('wanted')[0]?.count ?? 0) - looked,
      places: labelled(of('place')),
      people: labelled(of('person')),
      tags: labelled(of('tag')),
    }
  }
}

// The sign in front of a column tells SQLite to walk the index in order and ask whether the row is wanted.
const labels = (kind: LabelKind): string => {
  const { names, links, key } = labelTables[kind]
  return `SELECT '${kind}' AS facet, n.id AS key, n.name AS name, c.count AS count FROM (SELECT ${key} AS id,
    count(DISTINCT original) AS count FROM ${links} WHERE +original IN wanted GROUP BY ${key}) c JOIN ${names} n ON n.id = c.id`
}
const selects: Readonly<Record<Facet, string>> = {
  decade: `SELECT 'decade' AS facet, substr(date_min, 1, 3) || substr(date_max, 1, 3) AS key, '' AS name, count(*) AS count
    FROM originals INDEXED BY originals_span WHERE is_back = 0 AND date_min IS NOT NULL AND +row IN wanted GROUP BY key`,
  damage: `SELECT 'damage' AS facet, damage AS key, '' AS name, count(*) AS count FROM found_damage
    WHERE +original IN wanted GROUP BY damage
    UNION ALL SELECT 'looked', '', '', count(DISTINCT original) FROM found_damage INDEXED BY found_damage_original
    WHERE +original IN wanted
    UNION ALL SELECT 'wanted', '', '', count(*) FROM wanted`,
  place: labels('place'),
  person: labels('person'),
  tag: labels('tag'),
}

const collator = new Intl.Collator('en', { sensitivity: 'base' })
const labelled = (counted: readonly Counted[]): Label[] =>
  counted
    .map(({ key, name, count }) => ({ id: key, name, pictures: count }))
    .toSorted((a, b) => collator.compare(a.name, b.name))

/**
 * A picture counts in every decade it may be of. Spans of more than a century (`before 1920`) offer no decade of their
 * own, or there would be two hundred.
 */
function spread(counted: readonly Counted[]): { decade: number; count: number }[] {
  const spans = counted.map(({ key, count }) => ({ first: Number(key.slice(0, 3)), last: Number(key.slice(3)), count }))
  const offered = new Set<number>()
  for (const { first, last } of spans)
    if (last - first < 10) for (let decade = first; decade <= last; decade++) offered.add(decade)
  return [...offered]
    .toSorted((a, b) => a - b)
    .map((decade) => ({
      decade: decade * 10,
      count: spans.reduce((sum, span) => sum + (span.first <= decade && decade <= span.last ? span.count : 0), 0),
    }))
}
