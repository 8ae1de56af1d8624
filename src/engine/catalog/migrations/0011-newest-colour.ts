/**
 * Whether colour is a guess is said of the version that stands for the picture: the newest that is not of nobody, as
 * the thumbnail. A count over all versions went on saying so after a faithful one was made.
 */
const newest = (original: string) => `coalesce((SELECT colour_guess FROM restorations
    WHERE original_id = ${original} AND invented_by NOT LIKE '%"imagine-face"%' ORDER BY row DESC LIMIT 1), 0)`

export const newestColour = `
DROP TRIGGER restorations_added;
DROP TRIGGER restorations_removed;
ALTER TABLE originals DROP COLUMN colour_guesses;
ALTER TABLE originals ADD COLUMN colour_is_guess INTEGER NOT NULL DEFAULT 0;
UPDATE originals SET colour_is_guess = ${newest('originals.id')} WHERE restorations > 0;

CREATE TRIGGER restorations_added AFTER INSERT ON restorations BEGIN
  UPDATE originals SET
    restorations = restorations + (new.invented_by NOT LIKE '%"imagine-face"%'),
    imagined = imagined + (new.invented_by LIKE '%"imagine-face"%'),
    colour_is_guess = ${newest('new.original_id')}
    WHERE id = new.original_id;
END;
CREATE TRIGGER restorations_removed AFTER DELETE ON restorations BEGIN
  UPDATE originals SET
    restorations = restorations - (old.invented_by NOT LIKE '%"imagine-face"%'),
    imagined = imagined - (old.invented_by LIKE '%"imagine-face"%'),
    colour_is_guess = ${newest('old.original_id')}
    WHERE id = old.original_id;
END;
`
