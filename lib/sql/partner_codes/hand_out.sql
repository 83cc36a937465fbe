-- Gives the next tickets of a batch to an award. One row per ticket given, fewer than asked
-- where there are no more.
-- $1 batch, $2 how many, $3 award
update partner_code
set award_id = cast($3 as uuid)
where partner_code.id in (
    select partner_code.id
    from partner_code
    where partner_code.batch_id = $1 and partner_code.award_id is null
    order by partner_code.position, partner_code.id
    limit cast($2 as integer)
)
returning id
