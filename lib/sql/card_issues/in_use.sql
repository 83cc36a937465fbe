-- A scheme's cards of a period by channel: out, and punched at least once. One row per channel;
-- true counts, to be rounded before anyone sees them.
-- $1 scheme, $2 first day, $3 last day
with out as (
    select award_card.card_id, 'awarded' as channel
    from award
    join award_card on award_card.award_id = award.id
    join batch on batch.id = award.batch_id
    where award.scheme_id = $1
        and award.awarded_on between $2 and $3
        and batch.unit_kind = 'scheme_card'
        and award.id not in (select award_cancellation.award_id from award_cancellation)
    union all
    select card_issue_card.card_id, card_issue.channel
    from card_issue
    join card_issue_card on card_issue_card.issue_id = card_issue.id
    where card_issue.scheme_id = $1
        and card_issue.issued_on between $2 and $3
        and card_issue_card.card_id not in (select card_return.card_id from card_return)
),

punched as (
    select distinct card_balance.card_id
    from card_balance
    where card_balance.punches_left < card_balance.punches_given
)

select
    out.channel,
    cast(count(*) as integer) as cards,
    cast(count(punched.card_id) as integer) as in_use
from out
left join punched on punched.card_id = out.card_id
group by out.channel
order by out.channel
