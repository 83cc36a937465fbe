-- Awards of one service of which no card was ever used and one still can be, soonest over first.
-- One row per award; none for a person who no longer lives in a household of the service.
-- $1 service, $2 day, $3 awarded before this day
with untouched as (
    select award_card.award_id, min(card.valid_to) as valid_to
    from award
    join award_card on award_card.award_id = award.id
    join card on card.id = award_card.card_id
    join card_balance on card_balance.card_id = card.id
    left join card_block on card_block.card_id = card.id
    where award.service_id = $1 and award.awarded_on < $3
    group by award_card.award_id
    having sum(card_balance.punches_given) = sum(card_balance.punches_left)
        and count(*) > count(card_block.card_id)
)

select
    award.id as award_id,
    award.person_id,
    offer.name as offer_name,
    partner.name as partner_name,
    award.awarded_on,
    untouched.valid_to
from untouched
join award on award.id = untouched.award_id
join batch on batch.id = award.batch_id
join offer on offer.id = batch.offer_id
join partner on partner.id = offer.partner_id
left join award_cancellation on award_cancellation.award_id = award.id
where award_cancellation.award_id is null
    and (untouched.valid_to is null or untouched.valid_to >= $2)
    and exists (
        select 1
        from membership
        where membership.person_id = award.person_id
            and membership.service_id = $1
            and not membership.ended
    )
order by untouched.valid_to nulls last, award.awarded_on, award.id
