-- An award of a service, with how much of it is used. One row or none.
-- $1 award, $2 service
select
    award.pool_id,
    award.units,
    award.person_id,
    batch.ticket_form,
    award_cancellation.award_id is not null as cancelled,
    (
        select cast(coalesce(sum(card_balance.punches_given - card_balance.punches_left), 0) as integer)
        from award_card
        join card_balance on card_balance.card_id = award_card.card_id
        where award_card.award_id = award.id
    ) as punches_used,
    (
        select cast(coalesce(sum(card_money.given_ore - card_money.left_ore), 0) as bigint)
        from award_card
        join card_money on card_money.card_id = award_card.card_id
        where award_card.award_id = award.id
    ) as ore_used
from award
join batch on batch.id = award.batch_id
left join award_cancellation on award_cancellation.award_id = award.id
where award.id = $1 and award.service_id = $2
