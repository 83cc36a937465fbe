-- Enters a secret of a card on a sheet.
-- $1 keyed hash, $2 card, $3 sheet, $4 kind
insert into card_secret (secret_hash, card_id, sheet_id, kind)
values ($1, $2, $3, $4)
