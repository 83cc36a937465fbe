-- The counts that stand, by month. One row per batch and month: the one counted last.
-- $1 batch, or null for all
with ranked as (
    select
        use_count.batch_id,
        use_count.month,
        use_count.units,
        use_count.counted_at,
        row_number() over (
            partition by use_count.batch_id, use_count.month
            order by use_count.counted_at desc, use_count.id desc
        ) as place
    from use_count
    where cast($1 as uuid) is null or use_count.batch_id = cast($1 as uuid)
)

select ranked.batch_id, ranked.month, ranked.units, ranked.counted_at
from ranked
where ranked.place = 1
order by ranked.month, ranked.batch_id
