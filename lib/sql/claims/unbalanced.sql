-- Cards of which what is gone is not what claims that were not refused have taken.
-- One row per such card.
with claimed as (
    select claim.card_id, sum(claim.amount_ore) as amount_ore
    from claim
    where claim.state <> 'refused'
    group by claim.card_id
)
select
    card_money.card_id,
    card_money.given_ore - card_money.left_ore as gone_ore,
    cast(coalesce(claimed.amount_ore, 0) as bigint) as claimed_ore
from card_money
left join claimed on claimed.card_id = card_money.card_id
where card_money.given_ore - card_money.left_ore <> coalesce(claimed.amount_ore, 0)
