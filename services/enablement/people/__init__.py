"""Who may learn: the replica of people and partners, and the actor of a call. Knows no course."""
