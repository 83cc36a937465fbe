-- Punches that were not undone, by the month of use, by whom the card was awarded to.
-- One row per award and month; true counts, never to leave the job. The most is all that was given
-- by the awards of the offer that the child used in that period, whether or not it was used then.
-- $1 first day, $2 the day after the last, both in one year, $3 months of a period
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
),

in_periods as (
    select
        used.*,
        floor((extract(month from used.month) - 1) / $3) as period,
        row_number() over (
            partition by used.award_id, floor((extract(month from used.month) - 1) / $3)
            order by used.month
        ) as place
    from used
)

select
    cast(award.id as text) as award,
    award.sealed,
    in_periods.month,
    cast(batch.offer_id as text) as offer,
    cast(award.service_id as text) as service,
    cast(in_periods.punches as bigint) as units,
    -- Each award once, in however many months of the period it was used.
    cast(sum(case when in_periods.place = 1 then award.units * batch.punches_per_unit end) over (
        partition by award.person_id, batch.offer_id, in_periods.period
    ) as bigint) as most
from in_periods
join award on award.id = in_periods.award_id
join batch on batch.id = award.batch_id
