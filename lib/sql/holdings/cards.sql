-- A person's cards from one service, newest first. One row per card and category on it.
-- $1 person, $2 service
select
    award_card.award_id,
    award_card.replaces,
    card.id as card_id,
    card.number,
    card.offer_name,
    card.replaces_lost,
    card.valid_to,
    coalesce(card_balance.punches_given, 0) as punches_given,
    coalesce(card_balance.punches_left, 0) as punches_left,
    card_money.left_ore,
    card_block.card_id is not null as blocked
from award
join award_card on award_card.award_id = award.id
join card on card.id = award_card.card_id
left join card_balance on card_balance.card_id = card.id
left join card_money on card_money.card_id = card.id
left join card_block on card_block.card_id = card.id
where award.person_id = $1 and award.service_id = $2
order by card.number desc
