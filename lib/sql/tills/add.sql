-- Enters a till that waits for its device.
-- $1 id, $2 partner, $3 name, $4 keyed hash of the link's secret, $5 how long the link is good
insert into till (id, partner_id, name, pairing_hash, pairing_until)
values ($1, $2, $3, $4, $5)
