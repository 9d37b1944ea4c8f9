"""Who may act: the replica of partners' standing and certifications, and the actor of a call. Knows no deal."""
