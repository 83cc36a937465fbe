-- Uses as the partners counted them, the latest count of each batch and month.
-- One row per month and offer; true counts, never to leave the job.
-- A batch of our own cards is punched at the till, so a count of it would count twice.
-- $1 first day, $2 the day after the last
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
)

select
    latest_first.month,
    cast(batch.offer_id as text) as offer,
    cast(sum(latest_first.units) as bigint) as units
from latest_first
join batch on batch.id = latest_first.batch_id
where latest_first.place = 1 and batch.ticket_form <> 'qr'
group by 1, 2
