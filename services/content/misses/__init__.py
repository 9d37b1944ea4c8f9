"""What people searched for in vain, and what would help the next one."""
