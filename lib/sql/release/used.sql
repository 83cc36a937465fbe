-- Punches that were not undone, for the day of use, by whom the card was awarded to.
-- One row per award; true counts, never to leave the job.
-- $1 first day, $2 the day after the last
with used as (
    select award_card.award_id, sum(redemption.punches) as punches
    from redemption
    join award_card on award_card.card_id = redemption.card_id
    left join redemption_undo on redemption_undo.redemption_id = redemption.id
    where redemption.redeemed_on >= $1
        and redemption.redeemed_on < $2
        and redemption_undo.redemption_id is null
    group by award_card.award_id
)

select
    cast(award.id as text) as award,
    award.sealed,
    cast(batch.offer_id as text) as offer,
    cast(award.service_id as text) as service,
    cast(used.punches as bigint) as units
from used
join award on award.id = used.award_id
join batch on batch.id = award.batch_id
