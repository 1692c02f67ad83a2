-- When a scheduled training is to run; the pattern or time that says so is in schedule.
alter table trainings add column runs_at timestamptz;
