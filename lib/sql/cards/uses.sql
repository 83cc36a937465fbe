-- What cards are good for and where, by category, partner and place.
-- One row per balance and place; a balance that is good nowhere just now has one row without partner.
-- $1 cards
with open_place as (
    -- A signpost takes no cards.
    select distinct offer.category, offer.partner_id, offer.place
    from offer
    where offer.closed_at is null and offer.kind <> 'signpost'
),
good_at as (
    select
        card_balance.id as balance_id,
        coalesce(card_balance.partner_id, open_place.partner_id) as partner_id,
        open_place.place
    from card_balance
    left join open_place
        on open_place.category = card_balance.category
        and open_place.partner_id = coalesce(card_balance.partner_id, open_place.partner_id)
    where card_balance.card_id in (select unnest(cast($1 as uuid[])))
)
select
    card_balance.card_id,
    card_balance.id as balance_id,
    category.name as category_name,
    card_balance.punches_left,
    card_balance.partner_id is not null as at_one_partner,
    partner.name as partner_name,
    good_at.place
from card_balance
join category on category.code = card_balance.category
join good_at on good_at.balance_id = card_balance.id
left join partner on partner.id = good_at.partner_id and partner.closed_at is null
order by category.name, card_balance.id, partner.name nulls last, good_at.place
