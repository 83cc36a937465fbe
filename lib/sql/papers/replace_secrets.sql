-- Voids every print of the cards so far.
-- $1 cards, $2 now
update card_secret
set replaced_at = $2
where card_id in (select unnest(cast($1 as uuid[]))) and replaced_at is null
