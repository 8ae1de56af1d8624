/**
 * What a gallery needs beyond lists: flags, groups by time, pairs that show as one picture, a hash of how it looks.
 *
 * `time_key` orders by time so that every group of days, months, years or longer spans is one run, the vaguer first:
 *   `1930!1939` a span of years · `1951#` some day of a year · `1951-06!08` some months · `1951-06#` some day of a month ·
 *   `1951-06-15` a day · `~` undated. It is made here and read in `shared/dates/time-key.ts`.
 * Backs of prints stand on no shelf of their own: every index of a list leaves them out.
 */
export const gallery = `
DROP INDEX originals_name;
DROP INDEX originals_date;
DROP INDEX originals_restored;
DROP INDEX originals_restored_name;
DROP INDEX originals_restored_date;
DROP INDEX originals_undated;
DROP INDEX originals_undated_name;
DROP INDEX originals_missing;
DROP INDEX originals_missing_name;
DROP INDEX originals_missing_date;
ALTER TABLE originals DROP COLUMN date_key;

ALTER TABLE originals ADD COLUMN flag INTEGER NOT NULL DEFAULT 0 CHECK (flag IN (-1, 0, 1));
ALTER TABLE originals ADD COLUMN looks TEXT CHECK (looks IS NULL OR length(looks) = 16);
ALTER TABLE originals ADD COLUMN is_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE originals ADD COLUMN backs INTEGER NOT NULL DEFAULT 0;
ALTER TABLE originals ADD COLUMN children INTEGER NOT NULL DEFAULT 0;
ALTER TABLE originals ADD COLUMN time_key TEXT GENERATED ALWAYS AS (CASE
  WHEN date_min IS NULL THEN '~'
  WHEN date_min = date_max THEN date_min
  WHEN substr(date_min, 1, 7) = substr(date_max, 1, 7) THEN substr(date_min, 1, 7) || '#'
  WHEN substr(date_min, 6) = '12-01' AND substr(date_max, 6, 4) = '02-2'
    AND CAST(substr(date_max, 1, 4) AS INTEGER) = CAST(substr(date_min, 1, 4) AS INTEGER) + 1 THEN substr(date_min, 1, 7) || '!02'
  WHEN substr(date_min, 1, 4) <> substr(date_max, 1, 4) THEN substr(date_min, 1, 4) || '!' || substr(date_max, 1, 4)
  WHEN substr(date_min, 6) = '01-01' AND substr(date_max, 6) = '12-31' THEN substr(date_min, 1, 4) || '#'
  ELSE substr(date_min, 1, 7) || '!' || substr(date_max, 6, 2) END) VIRTUAL;

CREATE INDEX originals_front ON originals (row) WHERE is_back = 0;
CREATE INDEX originals_name ON originals (name_key) WHERE is_back = 0;
CREATE INDEX originals_time ON originals (time_key) WHERE is_back = 0;
CREATE INDEX originals_restored ON originals (restored) WHERE is_back = 0;
CREATE INDEX originals_restored_name ON originals (restored, name_key) WHERE is_back = 0;
CREATE INDEX originals_restored_time ON originals (restored, time_key) WHERE is_back = 0;
CREATE INDEX originals_undated ON originals (row) WHERE is_back = 0 AND date_min IS NULL;
CREATE INDEX originals_undated_name ON originals (name_key) WHERE is_back = 0 AND date_min IS NULL;
CREATE INDEX originals_missing ON originals (row) WHERE is_back = 0 AND missing = 1;
CREATE INDEX originals_missing_name ON originals (name_key) WHERE is_back = 0 AND missing = 1;
CREATE INDEX originals_missing_time ON originals (time_key) WHERE is_back = 0 AND missing = 1;
CREATE INDEX originals_films ON originals (row) WHERE is_back = 0 AND kind = 'video';
CREATE INDEX originals_films_name ON originals (name_key) WHERE is_back = 0 AND kind = 'video';
CREATE INDEX originals_films_time ON originals (time_key) WHERE is_back = 0 AND kind = 'video';
CREATE INDEX originals_rating ON originals (rating) WHERE rating > 0;
CREATE INDEX originals_flag ON originals (flag) WHERE flag <> 0;

-- A child's place on its page: JSON of shared/pages.ts, in pixels of the page.
ALTER TABLE pairs ADD COLUMN box TEXT CHECK (box IS NULL OR json_valid(box));
CREATE TRIGGER pairs_added AFTER INSERT ON pairs BEGIN
  UPDATE originals SET backs = backs + (new.kind = 'back'), children = children + (new.kind = 'child')
    WHERE id = new.original_id;
  UPDATE originals SET is_back = 1 WHERE id = new.other_id AND new.kind = 'back';
END;
CREATE TRIGGER pairs_removed AFTER DELETE ON pairs BEGIN
  UPDATE originals SET backs = backs - (old.kind = 'back'), children = children - (old.kind = 'child')
    WHERE id = old.original_id;
  UPDATE originals SET is_back = 0 WHERE id = old.other_id AND old.kind = 'back';
END;
`
