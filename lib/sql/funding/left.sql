-- Sources with the year's budget and what was bought for it, by name. One row per source.
-- $1 year
with bought as (
    select
        batch.funding_source_id,
        cast(coalesce(sum(batch.quantity * batch.unit_price_ore), 0) as bigint) as known_ore,
        count(*) - count(batch.quantity * batch.unit_price_ore) as unknown_batches
    from batch
    where
        batch.acquisition in ('purchased', 'discounted')
        and extract(year from batch.received_on) = $1
    group by batch.funding_source_id
)

select
    funding_source.id as source_id,
    funding_source.name as source,
    funding_source.kind,
    funding_budget.budget_ore,
    coalesce(bought.known_ore, 0) as known_ore,
    coalesce(bought.unknown_batches, 0) as unknown_batches
from funding_source
left join funding_budget
    on funding_budget.funding_source_id = funding_source.id and funding_budget.year = $1
left join bought on bought.funding_source_id = funding_source.id
order by lower(funding_source.name), funding_source.id
