-- The years of a scheme, the latest first. One row per year.
-- $1 scheme
with held as (
    select
        pool.batch_id,
        case
            when count(pool.units_left) = count(*) then cast(sum(pool.units_left) as integer)
        end as units_left
    from pool
    group by pool.batch_id
),

given as (
    -- What left the pools for somebody, less what came back; cards that a person or a shop got.
    select movement.batch_id, cast(-sum(movement.units) as integer) as units
    from movement
    where movement.kind in ('awarded', 'returned', 'issued')
    group by movement.batch_id
),

money as (
    select award.batch_id, cast(sum(card_money.given_ore) as bigint) as given_ore
    from award
    join award_card on award_card.award_id = award.id
    join card_money on card_money.card_id = award_card.card_id
    where award.id not in (select award_cancellation.award_id from award_cancellation)
        and award_card.replaces is null
    group by award.batch_id
)

select
    scheme_year.scheme_id,
    scheme_year.year,
    scheme_year.batch_id,
    batch.quantity as cards,
    held.units_left as cards_left,
    coalesce(given.units, 0) as cards_given,
    scheme_year.budget_ore,
    coalesce(money.given_ore, 0) as given_ore,
    scheme_year.closed_at
from scheme_year
join batch on batch.id = scheme_year.batch_id
join held on held.batch_id = batch.id
left join given on given.batch_id = batch.id
left join money on money.batch_id = batch.id
where scheme_year.scheme_id = $1
order by scheme_year.year desc
