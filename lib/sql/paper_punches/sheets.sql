-- The sheets, the latest first, with how many of their lines are entered. One row per sheet.
select
    punch_sheet.id,
    punch_sheet.number,
    punch_sheet.partner_id,
    partner.name as partner_name,
    punch_sheet.made_on,
    cast(count(redemption.id) as integer) as lines_entered
from punch_sheet
join partner on partner.id = punch_sheet.partner_id
left join redemption on redemption.till_id = punch_sheet.id
group by
    punch_sheet.id, punch_sheet.number, punch_sheet.partner_id, partner.name, punch_sheet.made_on
order by punch_sheet.number desc
