-- Punches used at the tills, batch by batch, without those undone.
-- One row per batch whose tickets Klipp makes; nought where none was used.
with used as (
    select award.batch_id, cast(sum(redemption.punches) as bigint) as punches
    from redemption
    join award_card on award_card.card_id = redemption.card_id
    join award on award.id = award_card.award_id
    left join redemption_undo on redemption_undo.redemption_id = redemption.id
    where redemption_undo.redemption_id is null
    group by award.batch_id
)
select
    batch.id as batch_id,
    partner.name as partner_name,
    offer.name as offer_name,
    batch.received_on,
    coalesce(used.punches, 0) as punches
from batch
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join used on used.batch_id = batch.id
where batch.ticket_form = 'qr'
order by batch.received_on, partner.name, offer.name, batch.id
