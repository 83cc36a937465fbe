-- Claims with the card's and the partner's name, by number. One row per claim.
-- A claim is repeated where the partner has an earlier one, not refused, for the same card,
-- purpose and season in the same year.
-- $1 claim or null, $2 partner or null, $3 states or null for all, $4 payment list or null
select
    claim.id,
    claim.number,
    claim.card_id,
    card.number as card_number,
    card.offer_name as card_name,
    claim.partner_id,
    partner.name as partner_name,
    claim.amount_ore,
    claim.purpose,
    claim.season,
    claim.received_on,
    claim.claimed_at,
    claim.state,
    claim.reason,
    claim.payment_id,
    exists (
        select 1
        from claim as earlier
        where earlier.card_id = claim.card_id
            and earlier.partner_id = claim.partner_id
            and earlier.purpose = claim.purpose
            and earlier.season = claim.season
            and extract(year from earlier.received_on) = extract(year from claim.received_on)
            and earlier.number < claim.number
            and earlier.state <> 'refused'
    ) as is_repeated
from claim
join card on card.id = claim.card_id
join partner on partner.id = claim.partner_id
left join payment on payment.id = claim.payment_id
where (cast($1 as uuid) is null or claim.id = $1)
    and (cast($2 as uuid) is null or claim.partner_id = $2)
    and (cast($3 as text[]) is null or claim.state in (select unnest(cast($3 as text[]))))
    and (cast($4 as uuid) is null or payment.payment_list_id = $4)
order by claim.number
