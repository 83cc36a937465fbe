-- What cards have left in punches and in kroner, which are blocked, and which are on a paper that
-- works. One row per card and fact; of punches, one per category; of paper, one per secret.
-- $each the cards
select
    card_balance.card_id,
    'punches' as fact,
    card_balance.punches_given as amount_given,
    card_balance.punches_left as amount_left
from card_balance
where card_balance.card_id in ($each)
union all
select card_money.card_id, 'kroner', card_money.given_ore, card_money.left_ore
from card_money
where card_money.card_id in ($each)
union all
select card_block.card_id, 'blocked', null, null
from card_block
where card_block.card_id in ($each)
union all
select card_secret.card_id, 'on paper', null, null
from card_secret
where card_secret.card_id in ($each) and card_secret.replaced_at is null
