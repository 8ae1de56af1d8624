/**
 * Pictures of nobody are counted by themselves: whoever has only these was not restored, on no shelf and in no badge.
 * Nothing was imagined before this one.
 */
export const imagined = `
ALTER TABLE originals ADD COLUMN imagined INTEGER NOT NULL DEFAULT 0;

DROP TRIGGER restorations_added;
DROP TRIGGER restorations_removed;
CREATE TRIGGER restorations_added AFTER INSERT ON restorations BEGIN
  UPDATE originals SET
    restorations = restorations + (new.invented_by NOT LIKE '%"imagine-face"%'),
    imagined = imagined + (new.invented_by LIKE '%"imagine-face"%'),
    colour_guesses = colour_guesses + new.colour_guess
    WHERE id = new.original_id;
END;
CREATE TRIGGER restorations_removed AFTER DELETE ON restorations BEGIN
  UPDATE originals SET
    restorations = restorations - (old.invented_by NOT LIKE '%"imagine-face"%'),
    imagined = imagined - (old.invented_by LIKE '%"imagine-face"%'),
    colour_guesses = colour_guesses - old.colour_guess
    WHERE id = old.original_id;
END;
`
