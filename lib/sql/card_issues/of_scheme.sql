-- The issues of a scheme, the latest first. One row per issue.
-- $1 scheme
with returned as (
    select card_issue_card.issue_id, cast(count(*) as integer) as cards
    from card_return
    join card_issue_card on card_issue_card.card_id = card_return.card_id
    group by card_issue_card.issue_id
)

select
    card_issue.id,
    card_issue.scheme_id,
    card_issue.number,
    card_issue.channel,
    partner.name as partner_name,
    card_issue.units,
    coalesce(returned.cards, 0) as returned,
    card_issue.price_ore,
    card_issue.issued_on
from card_issue
left join partner on partner.id = card_issue.partner_id
left join returned on returned.issue_id = card_issue.id
where card_issue.scheme_id = $1
order by card_issue.number desc
