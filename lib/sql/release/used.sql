-- Punches that were not undone, by the month of use, by whom the card was awarded to.
-- One row per award and month; true counts, never to leave the job. The most is all that was given
-- by the awards of the offer that the child used that month, whether or not it was used then.
-- $1 first day, $2 the day after the last
with used as (
    select
        award_card.award_id,
        cast(date_trunc('month', redemption.redeemed_on) as date) as month,
        sum(redemption.punches) as punches
    from redemption
    join award_card on award_card.card_id = redemption.card_id
    left join redemption_undo on redemption_undo.redemption_id = redemption.id
    where redemption.redeemed_on >= $1
        and redemption.redeemed_on < $2
        and redemption_undo.redemption_id is null
    group by 1, 2
)

select
    cast(award.id as text) as award,
    award.sealed,
    used.month,
    cast(batch.offer_id as text) as offer,
    cast(award.service_id as text) as service,
    cast(used.punches as bigint) as units,
    cast(sum(award.units * batch.punches_per_unit) over (
        partition by award.person_id, batch.offer_id, used.month
    ) as bigint) as most
from used
join award on award.id = used.award_id
join batch on batch.id = award.batch_id
