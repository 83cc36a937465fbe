-- Puts a new card under the award of the lost card that it replaces.
-- $1 new card, $2 lost card
insert into award_card (card_id, award_id, replaces)
select $1, award_card.award_id, award_card.card_id
from award_card
where award_card.card_id = $2
