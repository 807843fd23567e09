-- Machines ask for cases by the day of submission (GeoReport v2: start_date, end_date), newest first, page after page.
create index public_cases_submitted on cases.public_cases (jurisdiction, submitted_day desc, number desc);
