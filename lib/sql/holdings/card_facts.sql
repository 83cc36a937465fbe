-- Which cards have kroner and how many are left, which are blocked, and which are on a paper that
-- works. One row per card and fact; of paper, one per secret.
-- $each the cards
select card_money.card_id, 'kroner' as fact, card_money.left_ore
from card_money
where card_money.card_id in ($each)
union all
select card_block.card_id, 'blocked', null
from card_block
where card_block.card_id in ($each)
union all
select card_secret.card_id, 'on paper', null
from card_secret
where card_secret.card_id in ($each) and card_secret.replaced_at is null
