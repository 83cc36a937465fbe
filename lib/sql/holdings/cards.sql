-- The cards that some awards gave. One row per card and category on it.
-- $each the awards
select
    award_card.award_id,
    award_card.replaces,
    card.id as card_id,
    card.number,
    card.offer_name,
    card.replaces_lost,
    card.valid_to,
    coalesce(card_balance.punches_given, 0) as punches_given,
    coalesce(card_balance.punches_left, 0) as punches_left
from award_card
join card on card.id = award_card.card_id
left join card_balance on card_balance.card_id = card.id
where award_card.award_id in ($each)
