-- Øre on the cards of a scheme's awards in a period, less what was cancelled. One row.
-- $1 scheme, $2 first day, $3 last day, $4 person, or null for everyone
select cast(coalesce(sum(card_money.given_ore), 0) as bigint) as given_ore
from award
join award_card on award_card.award_id = award.id
join card_money on card_money.card_id = award_card.card_id
where award.scheme_id = $1
    and award.awarded_on between $2 and $3
    -- A replacement has what was left on the lost card: nothing new was given.
    and award_card.replaces is null
    and (cast($4 as uuid) is null or award.person_id = $4)
    and award.id not in (select award_cancellation.award_id from award_cancellation)
