-- Uses given away by awards that were not cancelled, by the month of the award.
-- One row per award; true counts, never to leave the job. The most is what its child was given of
-- the offer in that period.
-- $1 first day, $2 the day after the last, both in one year, $3 months of a period
select
    cast(award.id as text) as award,
    award.sealed,
    cast(date_trunc('month', award.awarded_on) as date) as month,
    cast(batch.offer_id as text) as offer,
    cast(award.service_id as text) as service,
    cast(award.units * batch.punches_per_unit as bigint) as units,
    cast(sum(award.units * batch.punches_per_unit) over (
        partition by
            award.person_id, batch.offer_id, floor((extract(month from award.awarded_on) - 1) / $3)
    ) as bigint) as most
from award
join batch on batch.id = award.batch_id
left join award_cancellation on award_cancellation.award_id = award.id
where award.awarded_on >= $1
    and award.awarded_on < $2
    and award_cancellation.award_id is null
    -- Kroner are claimed, not punched: they have tables of their own.
    and award.scheme_id not in (select scheme.id from scheme where scheme.kind in ('money', 'fund'))
