-- The cards that some awards gave. One row per card.
-- $each the awards
select
    award_card.award_id,
    award_card.replaces,
    card.id as card_id,
    card.number,
    card.offer_name,
    card.replaces_lost,
    card.valid_to
from award_card
join card on card.id = award_card.card_id
where award_card.award_id in ($each)
