-- What one service gave a person in a period, newest first. One row per award.
-- $1 person, $2 service, $3 first day, $4 last day
with punches as (
    select
        award_card.award_id,
        cast(sum(card_balance.punches_given) as integer) as given,
        cast(sum(card_balance.punches_left) as integer) as remaining
    from award_card
    join award on award.id = award_card.award_id
    join card_balance on card_balance.card_id = award_card.card_id
    where award.person_id = $1
    group by award_card.award_id
)

select
    award.id as award_id,
    offer.name as offer_name,
    award.units,
    batch.ticket_form,
    award.awarded_on,
    coalesce(punches.given, 0) as punches_given,
    coalesce(punches.remaining, 0) as punches_left,
    award.id in (select award_cancellation.award_id from award_cancellation) as cancelled
from award
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
left join punches on punches.award_id = award.id
where award.person_id = $1
    and award.service_id = $2
    and award.awarded_on between $3 and $4
order by award.awarded_at desc, award.id
