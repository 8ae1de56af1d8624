/**
 * Where pictures were taken, in the family's words, and what damage was found on them.
 * Filters and their counts ask for row numbers: `original` beside each id lets 100,000 links be counted from one index.
 * `none` says that a picture was looked at and nothing of the other damages was found.
 */
const withRows = (links: string, label: string) => `
CREATE INDEX ${links}_rows ON ${links} (${label}, original);
CREATE TRIGGER ${links}_added AFTER INSERT ON ${links} BEGIN
  UPDATE ${links} SET original = (SELECT row FROM originals WHERE id = new.original_id)
    WHERE original_id = new.original_id AND ${label} = new.${label};
END;
`

export const placesAndDamage = `
CREATE TABLE places (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
CREATE TABLE original_places (
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  place_id TEXT NOT NULL REFERENCES places (id) ON DELETE CASCADE,
  original INTEGER,
  PRIMARY KEY (original_id, place_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE original_tags ADD COLUMN original INTEGER;
UPDATE original_tags SET original = (SELECT row FROM originals WHERE id = original_id);
DROP INDEX original_tags_tag;
ALTER TABLE original_people ADD COLUMN original INTEGER;
UPDATE original_people SET original = (SELECT row FROM originals WHERE id = original_id);
DROP INDEX original_people_person;
${withRows('original_places', 'place_id')}
${withRows('original_tags', 'tag_id')}
${withRows('original_people', 'person_id')}

CREATE TABLE found_damage (
  damage TEXT NOT NULL CHECK (damage IN ('scratched', 'faded', 'blurred', 'none')),
  original INTEGER NOT NULL REFERENCES originals (row) ON DELETE CASCADE,
  PRIMARY KEY (damage, original)
) STRICT, WITHOUT ROWID;
CREATE INDEX found_damage_original ON found_damage (original);

-- Decades are counted from this index alone.
CREATE INDEX originals_span ON originals (date_min, date_max) WHERE is_back = 0 AND date_min IS NOT NULL;
`
