-- An award's cards that are not blocked. One row per card.
-- $1 award
select award_card.card_id
from award_card
where award_card.award_id = $1
    and award_card.card_id not in (select card_block.card_id from card_block)
order by award_card.card_id
