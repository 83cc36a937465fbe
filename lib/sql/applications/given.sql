-- What an award put on its card, unless the award was cancelled; a row without category for kroner.
-- One row per category.
-- $1 award
select
    card.valid_to,
    card.replaces_lost,
    card_balance.category,
    category.name as category_name,
    card_balance.punches_given,
    card_money.given_ore
from award_card
join card on card.id = award_card.card_id
left join card_balance on card_balance.card_id = card.id
left join category on category.code = card_balance.category
left join card_money on card_money.card_id = card.id
where award_card.award_id = $1
    and award_card.replaces is null  -- which has what was left on the lost one
    and award_card.award_id not in (select award_cancellation.award_id from award_cancellation)
order by category.name
