-- Punches that were not undone, by the month of use, for whom the card was awarded.
-- One row per month, offer, service, area and age band; true counts, never to leave the job.
-- $1 first day, $2 the day after the last
select
    cast(date_trunc('month', redemption.redeemed_on) as date) as month,
    cast(batch.offer_id as text) as offer,
    cast(award.service_id as text) as service,
    coalesce(cast(award.neighbourhood_id as text), '') as area,
    award.age_band,
    cast(sum(redemption.punches) as bigint) as units
from redemption
join award_card on award_card.card_id = redemption.card_id
join award on award.id = award_card.award_id
join batch on batch.id = award.batch_id
left join redemption_undo on redemption_undo.redemption_id = redemption.id
where redemption.redeemed_on >= $1
    and redemption.redeemed_on < $2
    and redemption_undo.redemption_id is null
group by 1, 2, 3, 4, 5
