-- The offers that have been stocked, with what they are grouped by. One row per offer.
-- The scheme is that of the first delivery, so that no figure changes its group; the size is the
-- punches of its largest card.
with first_delivery as (
    select
        batch.offer_id,
        batch.scheme_id,
        row_number() over (
            partition by batch.offer_id order by batch.received_on, batch.id
        ) as place
    from batch
)

select
    cast(offer.id as text) as offer,
    cast(offer.partner_id as text) as partner,
    cast(first_delivery.scheme_id as text) as scheme,
    offer.availability,
    sizes.size
from offer
join (
    select batch.offer_id, max(batch.punches_per_unit) as size from batch group by batch.offer_id
) as sizes on sizes.offer_id = offer.id
join first_delivery on first_delivery.offer_id = offer.id and first_delivery.place = 1
