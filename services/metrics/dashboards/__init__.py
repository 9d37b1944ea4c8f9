"""The program at a glance for staff: every number, the months behind it and the partners in it, in one answer."""
