-- The API token with which a system acted in its owner's name; tokens may be gone, their rows in the log are not.
alter table logs add column api_token_id uuid;
