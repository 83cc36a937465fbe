-- Which of a person's cards from one service are on a paper that works. One row per card.
-- $1 person, $2 service
select distinct award_card.card_id
from award
join award_card on award_card.award_id = award.id
join card_secret on card_secret.card_id = award_card.card_id
where award.person_id = $1
    and award.service_id = $2
    and card_secret.replaced_at is null
