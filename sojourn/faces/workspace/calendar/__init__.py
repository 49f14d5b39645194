"""The calendar: a day by rooms, a day by people, a week."""
