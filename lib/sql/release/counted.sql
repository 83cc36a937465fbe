-- Uses as the partners counted them, the latest count of each batch and month.
-- One row per month and offer; true counts, never to leave the job. Nobody knows whose use it is:
-- the most is the most of the offer that any child was given in a period so far.
-- A batch of our own cards is punched at the till, so a count of it would count twice.
-- $1 first day, $2 the day after the last, $3 months of a period
with latest_first as (
    select
        use_count.batch_id,
        cast(date_trunc('month', use_count.month) as date) as month,
        use_count.units,
        row_number() over (
            partition by use_count.batch_id, date_trunc('month', use_count.month)
            order by use_count.counted_at desc, use_count.id desc
        ) as place
    from use_count
    where use_count.month >= $1 and use_count.month < $2
),

given as (
    select batch.offer_id, sum(award.units * batch.punches_per_unit) as uses
    from award
    join batch on batch.id = award.batch_id
    where award.awarded_on < $2
    group by
        award.person_id,
        batch.offer_id,
        extract(year from award.awarded_on),
        floor((extract(month from award.awarded_on) - 1) / $3)
),

most_given as (
    select given.offer_id, max(given.uses) as uses
    from given
    group by given.offer_id
)

select
    latest_first.month,
    cast(batch.offer_id as text) as offer,
    cast(sum(latest_first.units) as bigint) as units,
    cast(max(greatest(batch.punches_per_unit, coalesce(most_given.uses, 1))) as bigint) as most
from latest_first
join batch on batch.id = latest_first.batch_id
left join most_given on most_given.offer_id = batch.offer_id
where latest_first.place = 1 and batch.ticket_form <> 'qr'
group by 1, 2
