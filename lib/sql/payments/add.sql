-- Enters what a list pays one partner.
-- $1 id, $2 payment list, $3 partner, $4 its name, $5 organisation number or null,
-- $6 account number, $7 øre
insert into payment (
    id, payment_list_id, partner_id, partner_name, organisation_number, account_number, amount_ore
)
values ($1, $2, $3, $4, $5, $6, $7)
