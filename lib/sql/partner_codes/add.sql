-- Adds tickets that are new to the partner; the others are passed over. One row per ticket added.
-- $1 batch, $2 media, then lists of equal length: $3 ids, $4 hashes, $5 sealed, $6 positions
insert into partner_code (id, batch_id, code_hash, sealed, media, position)
select
    unnest(cast($3 as uuid[])),
    cast($1 as uuid),
    unnest(cast($4 as bytea[])),
    unnest(cast($5 as bytea[])),
    cast($2 as text),
    unnest(cast($6 as integer[]))
on conflict (code_hash) do nothing
returning id
